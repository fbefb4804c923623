// Colours that can be told apart: of texts, of the map, the bars and the charts; in light, in dark, and where the reader forces colours.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible } from './axe.mjs';
import { launch, siteUrl, visit } from './browser.mjs';
import { PAGES, go, openAll, settled } from './places.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/**
 * Colours by name, as the page gives them to elements of these classes: a shape or a text in an SVG picture, or the `tone`
 * from which www/icicle.js takes what it draws the map with.
 */
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
      if (around === 'tone') {
        frame.className = `tone ${own}`;
        document.body.append(frame);
        const colour = getComputedStyle(frame)[property];
        frame.remove();
        return rgb(colour);
      }
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
const fill = (kind) => ['tone', kind, 'backgroundColor'];
const mark = (kind) => ['tone', kind, 'color'];
const ROLES = ['nodes', 'pods', 'public', 'control-plane', 'other', 'hole', 'block', 'target'];
const WORDS = ['words', 'inside'].flatMap((words) => [mark(words), ['tone', words, 'borderTopColor']]);
const TAKERS = ['control-plane', 'nat', 'other', 'interfaces', 'pods', 'surge'];

/** What stands on or beside what, and the least that WCAG 2.2 asks: 4.5 of text, 3 of what a picture says. */
const PAIRS = [
  ...['ink', 'soft', 'good', 'bad', 'warn', 'accent'].flatMap((text) => ['paper', 'sheet', 'sunk'].map((on) => [token(text), token(on), 4.5])),
  [token('on-accent'), token('accent'), 4.5],
  [token('edge'), token('sheet'), 3],
  // On the map: words on each fill, the pattern's colour on it and beside it, and what is used beside what is not.
  ...ROLES.flatMap((role) => WORDS.map((words) => [words, fill(role), 4.5])),
  ...ROLES.slice(0, 5).flatMap((role) => [[mark(role), fill(role), 3], [mark(role), token('sheet'), 3]]),
  ...['taken', 'short'].flatMap((used) => [[fill(used), fill('usage'), 3], [fill(used), token('sheet'), 3]]),
  [mark('short'), fill('short'), 3],
  [['tone', 'target', 'borderTopColor'], fill('target'), 3],
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

/** The pixels of an element as a person sees it: each colour with how many there are of it, most first. */
async function pixels(page, clip) {
  const png = (await page.screenshot({ clip })).toString('base64');
  return page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d');
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    const counts = new Map();
    for (let at = 0; at < data.length; at += 4) {
      const colour = [...data.subarray(at, at + 3)].join();
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    const sorted = [...counts].sort(([, one], [, other]) => other - one);
    return sorted.map(([colour, count]) => [colour.split(',').map(Number), count / (data.length / 4)]);
  }, png);
}

/** The cells of the map in which words have room, and what of the picture lies in each. */
async function cells(page) {
  await page.locator('.icicle').scrollIntoViewIfNeeded();
  const found = await page.locator('.icicle .cell').evaluateAll((all) =>
    all.map((cell) => {
      const { x, y, width, height } = cell.getBoundingClientRect();
      return { name: cell.getAttribute('aria-label'), clip: { x: x + 4, y: y + 4, width: width - 8, height: height - 8 } };
    }),
  );
  const wide = found.filter(({ clip }) => clip.width > 60 && clip.height > 20);
  for (const cell of wide) cell.pixels = await pixels(page, cell.clip);
  return wide;
}

/** Parts of bars that meet without a line or another lightness between them, and lines of charts that look alike. */
const alike = (page) =>
  page.evaluate(() => {
    const seen = (one) => one.checkVisibility() && one.getBoundingClientRect().width > 0;
    const look = (one) => {
      const { fill, stroke, strokeDasharray, strokeWidth } = getComputedStyle(one);
      return { name: `${one.parentElement.getAttribute('class')} ${one.getAttribute('class')}`, fill, stroke, dashes: `${stroke} ${strokeDasharray} ${strokeWidth}` };
    };
    const bars = [...document.querySelectorAll('svg.bar')].filter(seen).map((bar) => [...bar.querySelectorAll('rect')].filter(seen).map(look));
    const charts = [...document.querySelectorAll('.chart')].filter(seen).map((chart) => [...chart.querySelectorAll('path[class^="k"]')].map(look));
    return { bars, charts };
  });

/** Texts of the page, each with its colour and what lies below it, both as they are forced. */
const texts = (page) =>
  page.evaluate(() => {
    const found = [];
    for (const one of document.querySelectorAll('body *')) {
      const own = [...one.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      // In a picture, text has a plate of the system's below it.
      if (!own || !one.checkVisibility({ visibilityProperty: true }) || one.closest('svg, script, style, noscript')) continue;
      let ground = one;
      while (ground && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
      found.push({ name: one.outerHTML.slice(0, 100), colour: getComputedStyle(one).color, ground: getComputedStyle(ground ?? document.body).backgroundColor });
    }
    return found;
  });

const pale = (found) => found.filter(({ colour, ground }) => contrast(parts(colour), parts(ground)) < 4.5);

/** A colour as getComputedStyle gives it for what is no colour-mix. */
const parts = (colour) => colour.match(/[\d.]+/g).slice(0, 3).map(Number);

for (const theme of ['light', 'dark']) {
  // What the reader's system forces comes before what was chosen on the page.
  for (const chosen of ['', 'light', 'dark']) {
    test(`forced colours, system ${theme}, page ${chosen || 'as the system'}`, async () => {
      await visit(browser, siteUrl, { theme, forcedColors: 'active' }, async (page) => {
        assert.ok(await page.evaluate(() => matchMedia('(forced-colors: active)').matches));
        if (chosen) {
          await page.evaluate((theme) => localStorage.setItem('eniplan theme', theme), chosen);
          await page.reload();
          await settled(page);
        }
        const seen = { bars: 0, charts: 0 };
        for (const name of PAGES) {
          await go(page, `#/${name}`);
          if (name === 'vpc') await assertMapTold(page);
          await openAll(page);
          // It asks for the colours that the page wanted, and not for those that are forced.
          await assertAccessible(page, name, ['color-contrast']);
          assert.deepEqual(pale(await texts(page)), [], name);
          const { bars, charts } = await alike(page);
          for (const bar of bars) {
            seen.bars += 1;
            for (const [index, one] of bar.entries()) {
              const next = bar[index + 1];
              if (!next || one.fill === next.fill) continue;
              const between = [[one.fill, next.fill], [one.stroke, one.fill], [next.stroke, next.fill]].filter((pair) => !pair.includes('none'));
              assert.ok(between.some(([a, b]) => contrast(parts(a), parts(b)) >= 3), `${name}: ${JSON.stringify([one, next])}`);
            }
          }
          for (const chart of charts) {
            seen.charts += 1;
            assert.equal(new Set(chart.map((line) => line.dashes)).size, chart.length, JSON.stringify(chart));
          }
        }
        assert.ok(seen.bars > 10 && seen.charts > 0, JSON.stringify(seen));
      });
    });
  }
}

/** What stands on a cell of the map is seen on it, and free space is no subnet. */
async function assertMapTold(page) {
  const found = await cells(page);
  assert.ok(found.length > 5, `${found.length} cells`);
  for (const { name, pixels } of found) {
    const [[ground]] = pixels;
    const best = Math.max(...pixels.filter(([, part]) => part > 0.002).map(([colour]) => contrast(colour, ground)));
    assert.ok(best >= 4.5, `${name}: ${best.toFixed(2)} at best`);
  }
  const grounds = (kind) => new Set(found.filter(({ name }) => kind.test(name)).map(({ pixels }) => pixels[0][0].join()));
  const free = grounds(/^Free/);
  const subnets = grounds(/zone/);
  assert.ok(free.size && subnets.size, found.map(({ name }) => name).join('\n'));
  assert.deepEqual([...free].filter((colour) => subnets.has(colour)), []);
}
