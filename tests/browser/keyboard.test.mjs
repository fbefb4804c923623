// Everything by Tab alone: each page and dialog is reached, seen where the focus is, and left again.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, siteUrl, visit } from './browser.mjs';
import { DIALOGS, PAGES, openAll, openDialog, go } from './places.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What can have the focus and is seen, each with a number on it. */
const numbered = (page, within = 'body') =>
  page.evaluate((within) => {
    const kinds = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]';
    const seen = [...document.querySelector(within).querySelectorAll(kinds)].filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }));
    seen.forEach((one, index) => (one.dataset.number = index));
    return seen.map((one) => one.id || one.getAttribute('aria-label') || one.textContent || one.localName);
  }, within);

/** The number of what has the focus, whether one sees that it has, and whether it is hidden below something. */
const focus = (page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return null;
    const outlined = (element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1;
    };
    const frame = one.closest('.box, .files-button') ?? one;
    const { left, top, right, bottom } = frame.getBoundingClientRect();
    // Nothing may cover it whole: a point of each corner, and the middle.
    const points = [[0.5, 0.5], [0.1, 0.2], [0.9, 0.2], [0.1, 0.8], [0.9, 0.8]];
    const open = points.some(([x, y]) => {
      const top_ = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return top_ && (frame.contains(top_) || top_.contains(one));
    });
    return { number: one.dataset.number, outlined: outlined(one) || outlined(frame) || one.matches('.icicle'), open, text: one.outerHTML.slice(0, 120) };
  });

/** Presses Tab until the focus is nowhere or where it was before; what is reached is seen, and is all that there is. */
async function tabThrough(page, names) {
  const reached = new Set();
  // Places that come or go on the way, as the one block of a map that is chosen.
  const rest = 60;
  for (let steps = 0; ; steps += 1) {
    assert.ok(steps < names.length + rest, `the end is reached: ${names.length} places, ${reached.size} seen`);
    await page.keyboard.press('Tab');
    const now = await focus(page);
    if (!now || (now.number && reached.has(now.number))) break;
    assert.ok(now.outlined, `one sees where the focus is: ${now.text}`);
    assert.ok(now.open, `nothing covers what has the focus: ${now.text}`);
    if (now.number) reached.add(now.number);
  }
  assert.deepEqual(names.filter((_, index) => !reached.has(String(index))), [], 'reached by Tab');
}

for (const name of PAGES) {
  test(`${name}: all that can be done is reached, seen where it is, and left again`, async () => {
    await visit(browser, siteUrl, {}, async (page) => {
      await go(page, `#/${name}`);
      await openAll(page);
      await tabThrough(page, await numbered(page));
      await page.keyboard.press('Shift+Tab');
      assert.ok(await focus(page), 'and back');
    });
  });
}

const where = (page) =>
  page.evaluate(() => {
    const one = document.activeElement;
    return { inside: Boolean(one.closest('dialog')), nowhere: one === document.body, id: one.id };
  });

for (const [name, [from]] of Object.entries(DIALOGS)) {
  test(`${name}: the focus goes in, stays, and comes back with Escape`, async () => {
    await visit(browser, siteUrl, {}, async (page) => {
      await page.evaluate(() => localStorage.setItem('eniplan plan kept before', '1cut'));
      for (const way of ['Tab', 'Shift+Tab']) {
        const dialog = await openDialog(page, name);
        assert.ok((await where(page)).inside, 'the focus is in the dialog');
        await openAll(page);
        const names = await numbered(page, 'dialog');
        const reached = new Set();
        // Twice around: beyond the last place the browser itself has the focus for one step.
        for (let steps = 0; steps < 2 * names.length + 2; steps += 1) {
          const now = await where(page);
          assert.ok(now.inside || now.nowhere, `the focus stays in the dialog, and is on ${now.id}`);
          if (now.inside) {
            const { number, outlined, open, text } = await focus(page);
            assert.ok(outlined, `one sees where the focus is: ${text}`);
            assert.ok(open, `nothing covers what has the focus: ${text}`);
            reached.add(number);
          }
          await page.keyboard.press(way);
        }
        assert.deepEqual(names.filter((_, index) => !reached.has(String(index))), [], `reached by ${way}`);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
        assert.equal(`#${(await where(page)).id}`, from, 'the focus is where it was');
      }
    });
  });
}
