// The picture of the map: drawn where the cells lie that are pointed at, in the colours of the legend, on every screen and on paper.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { LARGE } from '../bench/blocks.mjs';
import { assertAccessible } from './axe.mjs';
import { launch, siteUrl, until, views, visit } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const options = (page) => page.locator('.icicle').getByRole('option');

/** What stands on the canvas just inside each cell of a role, and the colour that the legend has for that role. */
const cells = (page) =>
  page.evaluate(() => {
    const canvas = document.querySelector('#map canvas');
    const frame = canvas.getBoundingClientRect();
    const pen = canvas.getContext('2d');
    const at = (x, y) => {
      const scale = canvas.width / frame.width;
      return [...pen.getImageData(Math.round((x - frame.left) * scale), Math.round((y - frame.top) * scale), 1, 1).data];
    };
    const spot = new OffscreenCanvas(1, 1).getContext('2d');
    const rgb = (colour) => {
      spot.fillStyle = colour;
      spot.fillRect(0, 0, 1, 1);
      return [...spot.getImageData(0, 0, 1, 1).data];
    };
    const found = [];
    for (const option of document.querySelectorAll('#map [role="option"]')) {
      const label = option.getAttribute('aria-label');
      const role = label.startsWith('Free') ? 'hole' : label.match(/, ([a-z-]+): /)?.[1];
      const box = option.getBoundingClientRect();
      if (!role || Math.min(box.width, box.height) < 12) continue;
      const legend = getComputedStyle(document.querySelector(`.legend i.${role}`)).backgroundColor;
      found.push({ label, role, drawn: at(box.left + 4, box.top + 4).join(), legend: rgb(legend).join() });
    }
    return found;
  });

/** How many colours stand on the canvas. */
const colours = (page) =>
  page.evaluate(() => {
    const canvas = document.querySelector('#map canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer).filter((pixel) => pixel >>> 24 === 255)).size;
  });

/** What media ask for is told to a page with its next frame. */
async function emulate(page, media) {
  await page.emulateMedia(media);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
}

async function assertDrawn(page, where) {
  const found = await cells(page);
  assert.ok(found.length >= 3, `${where}: ${found.length} cells`);
  for (const cell of found) assert.equal(cell.drawn, cell.legend, `${where}: ${cell.label}`);
  return found;
}

for (const view of [...views, { theme: 'light', width: 768, deviceScaleFactor: 2, name: '768 px, two pixels a pixel' }]) {
  test(`each cell is drawn where it is pointed at, in the colour of the legend: ${view.name}`, async () => {
    await visit(browser, siteUrl, view, async (page) => {
      const found = await assertDrawn(page, view.name);
      assert.ok(new Set(found.map((cell) => cell.role)).size >= 3, 'of several roles');
      // Letters and patterns beside the fills.
      assert.ok((await colours(page)) > 20);
      const [real, wanted] = await page.evaluate(() => {
        const map = document.getElementById('map');
        return [map.querySelector('canvas').width, map.clientWidth * devicePixelRatio];
      });
      assert.ok(Math.abs(real - wanted) <= 1, `${real} pixels for ${wanted} of the screen`);
      await assertAccessible(page, view.name);
    });
  });
}

test('the picture follows the width, the theme and what is printed', async () => {
  await visit(browser, siteUrl, { theme: 'light' }, async (page) => {
    const drawn = async () => (await cells(page)).map((cell) => cell.drawn).join(' ');
    const light = await drawn();
    await emulate(page, { colorScheme: 'dark' });
    await assertDrawn(page, 'dark');
    const dark = await drawn();
    assert.notEqual(dark, light);
    await emulate(page, { media: 'print' });
    assert.equal(await drawn(), light, 'paper is light');
    await emulate(page, { media: 'screen' });
    assert.equal(await drawn(), dark);
    await page.getByRole('button', { name: /^Theme/ }).click();
    await page.getByRole('button', { name: 'Theme: light' }).waitFor();
    await assertDrawn(page, 'light by choice');
    await page.setViewportSize({ width: 320, height: 900 });
    await page.locator('.icicle.upright').waitFor();
    await assertDrawn(page, 'upright');
  });
});

test('in forced colours the map has those of the system, and patterns', async () => {
  await visit(browser, siteUrl, { forcedColors: 'active' }, async (page) => {
    const own = await page.evaluate(() => {
      const { data } = document.querySelector('#map canvas').getContext('2d').getImageData(0, 0, 1440, 230);
      // Black, white and what is between them where edges are soft; roles have colours.
      let coloured = 0;
      for (let at = 0; at < data.length; at += 4) coloured += Math.max(data[at], data[at + 1], data[at + 2]) - Math.min(data[at], data[at + 1], data[at + 2]) > 8;
      return coloured;
    });
    assert.equal(own, 0, 'pixels with a colour of their own');
    assert.ok((await colours(page)) > 2);
    await assertAccessible(page, 'forced colours');
  });
});

test('no frame shows the numbers without the map', async () => {
  // In the frame in which the answers are there, after everything of it was drawn.
  const script = () => {
    addEventListener('DOMContentLoaded', () => {
      const root = document.documentElement;
      const look = () => {
        if (!document.querySelector('#map')) return requestAnimationFrame(look);
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          const canvas = document.querySelector('#map canvas');
          const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
          root.dataset.first = data.filter((_, at) => at % 4 === 3 && data[at]).length;
        };
        return port2.postMessage(undefined);
      };
      requestAnimationFrame(look);
    });
  };
  await visit(browser, siteUrl, { script }, async (page) => {
    await page.locator('html[data-first]').waitFor();
    assert.ok(Number(await page.locator('html').getAttribute('data-first')) > 1000);
  });
});

test('a plan of 256 subnets has one element a cell, and follows every edit', async () => {
  await visit(browser, siteUrl + LARGE, {}, async (page) => {
    await options(page).nth(256).waitFor({ state: 'attached' });
    const [elements, cells] = await page.evaluate(() => {
      const map = document.getElementById('map');
      return [map.querySelectorAll('*').length, map.querySelectorAll('[role="option"]').length];
    });
    assert.ok(elements <= cells + 2, `${elements} elements for ${cells} cells`);
    const picture = () => page.evaluate(() => document.querySelector('#map canvas').toDataURL());
    const before = await picture();
    await page.locator('[id="subnets[0].role"]').selectOption('other');
    await page.locator('.icicle').getByRole('option', { name: /^s0, .* other:/ }).waitFor({ state: 'attached' });
    assert.notEqual(await picture(), before);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.locator('.icicle').getByRole('option', { name: /^s0, .* nodes:/ }).waitFor({ state: 'attached' });
    assert.equal(await picture(), before);
  });
});

test('a chosen cell, holes to move to and names are seen', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const option = (name) => page.locator('.icicle').getByRole('option', { name });
    await option(/^private-a,/).click();
    const outline = await option(/^private-a,/).evaluate((one) => getComputedStyle(one).stroke);
    assert.notEqual(outline, 'none');
    const picture = () => page.evaluate(() => document.querySelector('#map canvas').toDataURL());
    const before = await picture();
    await page.locator('.map').getByRole('button', { name: 'Move private-a', exact: true }).click();
    await option(/^Move private-a/).first().waitFor();
    const moving = await picture();
    assert.notEqual(moving, before, 'holes that fit are marked');
    await page.keyboard.press('Escape');
    await page.locator('[id="subnets[0].name"]').fill('another');
    await option(/^another,/).waitFor();
    await until(page, () => document.querySelector('#map').getAttribute('cells').includes('\tanother\t'), 'the name is drawn');
    assert.notEqual(await picture(), before);
  });
});
