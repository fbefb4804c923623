// What the reader's own settings ask: a zoom of 200 %, no motion, and paper.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { launch, siteUrl, visit } from './browser.mjs';
import { DIALOGS, PAGES, assertNarrow, go, kindsOfPlan, openAll, openDialog } from './places.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** What can be used or read and lies under something else, wherever the page is scrolled to. */
const covered = (page, within = 'body') =>
  page.evaluate((within) => {
    const kinds = 'a[href], button, input, select, textarea, summary, h1, h2, h3, p, label, dt, dd, figcaption, .gate';
    const there = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest('.hidden, .bare label, .skip');
    const under = [];
    for (const one of document.querySelector(within).querySelectorAll(kinds)) {
      // What is there for screen readers alone has no place on the screen.
      const style = getComputedStyle(one);
      if (!there(one) || style.clipPath !== 'none' || !one.textContent.trim() && !one.matches('input, select, textarea')) continue;
      one.scrollIntoView({ block: 'center', inline: 'center' });
      // Of what runs over several lines, the first.
      const { left, top, right, bottom } = one.getClientRects()[0] ?? new DOMRect();
      if (right - left < 2 || bottom - top < 2) continue;
      const frame = one.closest('.box, label') ?? one;
      for (const [x, y] of [[0.5, 0.5], [0.05, 0.15], [0.95, 0.15], [0.05, 0.85], [0.95, 0.85]]) {
        const place = [left + (right - left) * x, top + (bottom - top) * y];
        if (place[0] < 0 || place[1] < 0 || place[0] >= innerWidth || place[1] >= innerHeight) continue;
        const seen = document.elementFromPoint(...place);
        if (seen && !frame.contains(seen)) {
          under.push(`${one.outerHTML.slice(0, 90)} under ${seen.outerHTML.slice(0, 90)}`);
          break;
        }
      }
    }
    return under;
  }, within);

// A window of 1280 by 900 pixels at twice the size has half as many, each of two.
const ZOOMED = { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 };

for (const kind of ['usual', 'wrong']) {
  test(`at 200 % zoom nothing is cut and nothing covered, plan: ${kind}`, async () => {
    const plans = await kindsOfPlan();
    await visit(browser, `${siteUrl}#/vpc?${plans[kind]}`, ZOOMED, async (page) => {
      assert.equal(await page.evaluate(() => devicePixelRatio), 2);
      for (const name of PAGES) {
        await go(page, `#/${name}`);
        await openAll(page);
        await assertNarrow(page, name);
        assert.deepEqual(await covered(page), [], name);
      }
      for (const name of Object.keys(DIALOGS)) {
        const dialog = await openDialog(page, name);
        await openAll(page);
        await assertNarrow(page, name);
        assert.deepEqual(await covered(page, 'dialog'), [], name);
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
    });
  });
}

/** Elements that move when something changes, with how. */
const moving = (page) =>
  page.evaluate(() => {
    const found = [];
    for (const one of document.querySelectorAll('*')) {
      for (const part of [null, '::before', '::after', '::backdrop']) {
        const { transitionDuration, animationName, scrollBehavior } = getComputedStyle(one, part);
        const moves = transitionDuration.split(', ').some((time) => parseFloat(time) > 0) || animationName !== 'none' || scrollBehavior === 'smooth';
        if (moves) found.push(`${one.localName}.${one.className} ${part ?? ''}`);
      }
    }
    return [...found, ...document.getAnimations().map((one) => `running: ${one.effect.target.outerHTML.slice(0, 80)}`)];
  });

test('what moves is seen where motion is welcome', async () => {
  await visit(browser, siteUrl, { reducedMotion: 'no-preference' }, async (page) => {
    assert.notDeepEqual(await moving(page), []);
  });
});

test('nothing moves where motion is to be reduced', async () => {
  await visit(browser, siteUrl, { reducedMotion: 'reduce' }, async (page) => {
    for (const name of PAGES) {
      await go(page, `#/${name}`);
      await page.locator('nav a').last().hover();
      await page.locator('main').focus();
      assert.deepEqual(await moving(page), [], name);
    }
    for (const name of Object.keys(DIALOGS)) {
      const dialog = await openDialog(page, name);
      assert.deepEqual(await moving(page), [], name);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
  });
});

/** What is of no use on paper and still there. */
const controls = (page) =>
  page.evaluate(() => {
    // The name of a subnet is a button that looks like a word.
    const kinds = 'nav a, button:not(.open-blocks), textarea, [type="file"], [type="range"], dialog, [role="alert"] button';
    const seen = [...document.querySelectorAll(kinds)].filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.getBoundingClientRect().width > 1);
    return seen.map((one) => one.outerHTML.slice(0, 120));
  });

/** Tables, code and lists that are cut: by the edge of the paper, or by a frame that would scroll on a screen. */
const cut = (page) =>
  page.evaluate(() => {
    const found = [];
    const right = document.documentElement.clientWidth;
    for (const one of document.querySelectorAll('table, pre, svg, ul, ol, dl')) {
      const box = one.getBoundingClientRect();
      if (!one.checkVisibility() || box.width < 2 || box.height < 2) continue;
      if (box.right > right + 1) found.push(`${Math.round(box.right - right)} px beyond the paper: ${one.outerHTML.slice(0, 120)}`);
      for (let frame = one; frame; frame = frame.parentElement) {
        const { overflowX, overflowY } = getComputedStyle(frame);
        const across = overflowX !== 'visible' && frame.scrollWidth > frame.clientWidth + 1;
        const down = overflowY !== 'visible' && frame.scrollHeight > frame.clientHeight + 1;
        if ((across || down) && !['svg', 'g'].includes(frame.localName)) found.push(`${frame.localName}.${frame.className} cuts ${one.outerHTML.slice(0, 120)}`);
      }
    }
    // Of a name as long as it may be, the text stands elsewhere too.
    for (const one of document.querySelectorAll('table input')) {
      if (one.checkVisibility() && one.value.length < 40 && one.scrollWidth > one.clientWidth + 1) found.push(`${one.id} cuts ${one.value}`);
    }
    return [...new Set(found)];
  });

for (const kind of ['usual', 'wrong']) {
  test(`on paper there are no controls, and nothing is cut, plan: ${kind}`, async () => {
    const plans = await kindsOfPlan();
    // A4 with a centimetre of margin on each side, in the 96 pixels to the inch of CSS.
    await visit(browser, `${siteUrl}#/vpc?${plans[kind]}`, { viewport: { width: 718, height: 1047 } }, async (page) => {
      const found = {};
      for (const name of PAGES) {
        await page.emulateMedia({ media: null });
        await go(page, `#/${name}`);
        await openAll(page);
        assert.notDeepEqual(await controls(page), [], `${name}: controls are seen on a screen`);
        await page.emulateMedia({ media: 'print' });
        const all = [...(await controls(page)), ...(await cut(page))];
        if (all.length) found[name] = all;
      }
      assert.deepEqual(found, {});
    });
  });
}
