// The VPC page in light and dark, at phone, tablet and desk width, of a plan that is empty, usual or wrong;
// pages by Tab; and colours that can be told apart.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible } from './axe.mjs';
import { answered, launch, shown, siteUrl, visit } from './browser.mjs';

const LATER = ['compare', 'import'];
const long = 'a-name-that-goes-on-for-as-long-as-a-name-may-be-'.repeat(2);

/** Parameters of an address, which open a plan: the example stands there without. */
const PLANS = {
  empty: '?zones=a',
  usual: '',
  // Too small a block, a zone that there is not, a type that nobody knows, and names as long as they may be.
  wrong: `?cidr=10.0.0.0/28&zones=a,b&name=${long}&type=z99.huge&nodes=9&pods=900&subnets[0].name=${long}&subnets[0].zone=q&region=nowhere`,
};

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function whole(page, name) {
  await answered(page);
  if (LATER.includes(name)) await shown(page);
  await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
}

const wider = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

for (const [kind, parameters] of Object.entries(PLANS)) {
  test(`vpc, ${kind}`, async () => {
    await visit(browser, `${siteUrl}#/vpc${parameters}`, {}, async (page) => {
      for (const width of [1440, 768, 320]) {
        await page.setViewportSize({ width, height: 900 });
        await whole(page, 'vpc');
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          await assertAccessible(page, `${width} px, ${colorScheme}`);
        }
        assert.ok((await wider(page)) <= 0, `${await wider(page)} px wider than ${width} px`);
      }
    });
  });
}

/** What can have the focus and is seen, each with a number on it. */
const numbered = (page) =>
  page.evaluate(() => {
    const kinds = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]';
    const seen = [...document.querySelectorAll(kinds)].filter((one) => one.tabIndex >= 0 && one.checkVisibility({ visibilityProperty: true }));
    seen.forEach((one, index) => (one.dataset.number = index));
    return seen.map((one) => one.id || one.getAttribute('aria-label') || one.textContent || one.localName);
  });

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

for (const name of ['vpc', 'nodes', 'capacity', 'compare', 'import']) {
  test(`${name} by Tab: all that can be done is reached, seen where it is, and left again`, async () => {
    await visit(browser, `${siteUrl}#/${name}`, {}, async (page) => {
      await whole(page, name);
      const names = await numbered(page);
      const reached = new Set();
      const rest = 60;
      for (let steps = 0; ; steps += 1) {
        assert.ok(steps < names.length + rest, `the end of the page is reached: ${names.length} places, ${reached.size} seen`);
        await page.keyboard.press('Tab');
        const now = await focus(page);
        if (!now || (now.number && reached.has(now.number))) break;
        assert.ok(now.outlined, `one sees where the focus is: ${now.text}`);
        assert.ok(now.open, `nothing covers what has the focus: ${now.text}`);
        if (now.number) reached.add(now.number);
      }
      assert.deepEqual(names.filter((_, index) => !reached.has(String(index))), [], 'reached by Tab');
      await page.keyboard.press('Shift+Tab');
      assert.ok(await focus(page), 'and back');
    });
  });
}

/** Colours by name, as the page gives them to elements of these classes; `[class, property]`, a shape or a text in an SVG picture. */
const colours = (page, wanted) =>
  page.evaluate((wanted) => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
    const rgb = (colour) => {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    return wanted.map(([around, own, property]) => {
      const frame = document.createElement('div');
      frame.className = around;
      const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      picture.setAttribute('class', around);
      const shape = document.createElementNS('http://www.w3.org/2000/svg', around === 'chart' ? 'path' : 'rect');
      shape.setAttribute('class', own);
      if (property.startsWith('--')) shape.style.color = `var(${property})`;
      picture.append(shape);
      frame.append(picture);
      document.querySelector('main').append(frame);
      const colour = getComputedStyle(shape)[property.startsWith('--') ? 'color' : property];
      frame.remove();
      return rgb(colour);
    });
  }, wanted);

/** How much two colours differ, as WCAG 2 reckons: 1 to 21. */
function contrast(one, other) {
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [more, less] = [light(one), light(other)].sort((a, b) => b - a);
  return (more + 0.05) / (less + 0.05);
}

const token = (name) => ['', '', `--${name}`];
const ROLES = ['nodes', 'pods', 'public', 'control-plane', 'other', 'hole', 'block'];
const TAKERS = ['control-plane', 'nat', 'other', 'interfaces', 'pods', 'surge'];

/** What stands on or beside what, and the least that WCAG 2.2 asks: 4.5 of text, 3 of what a picture says. */
const PAIRS = [
  ...['ink', 'soft', 'good', 'bad', 'warn', 'accent'].flatMap((text) => ['paper', 'sheet', 'sunk'].map((on) => [token(text), token(on), 4.5])),
  [token('on-accent'), token('accent'), 4.5],
  [token('edge'), token('sheet'), 3],
  ...ROLES.map((role) => [token('ink'), ['icicle', role, '--c'], 4.5]),
  ...ROLES.slice(0, 5).map((role) => [['icicle', role, '--e'], ['icicle', role, '--c'], 3]),
  ...ROLES.slice(0, 5).map((role) => [['icicle', role, '--e'], token('sheet'), 3]),
  [['icicle', 'taken', '--c'], token('sheet'), 3],
  ...TAKERS.flatMap((taker) => [[['bar', taker, 'fill'], token('sheet'), 3], [['bar', taker, 'fill'], ['bar', 'free', 'fill'], 3]]),
  // What is light has a line around it.
  ...['idle', 'reserved'].flatMap((light) => [[['bar', light, 'stroke'], ['bar', light, 'fill'], 3], [['bar', light, 'stroke'], ['bar', 'free', 'fill'], 3]]),
  ...[0, 1, 2, 3, 4, 5, 6].map((line) => [['chart', `k${line}`, 'stroke'], token('sheet'), 3]),
];

for (const colorScheme of ['light', 'dark']) {
  test(`colours of the map, the bars and the charts, ${colorScheme}`, async () => {
    await visit(browser, siteUrl, { theme: colorScheme }, async (page) => {
      const found = await colours(page, PAIRS.flatMap(([one, other]) => [one, other]));
      const low = PAIRS.map(([one, other, least], index) => [`${one} on ${other}`, contrast(found[2 * index], found[2 * index + 1]), least]);
      assert.deepEqual(low.filter(([, value, least]) => value < least).map(([name, value, least]) => `${name}: ${value.toFixed(2)} of ${least}`), []);
    });
  });
}
