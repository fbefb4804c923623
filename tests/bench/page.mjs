// Measures the site beside the floor page, turn by turn in one run, and prints what it found as `name = number` lines.
//
// Times are told as ratios to the floor page's, in thousandths: a busy machine slows both. Called by `cargo xtask bench --page`.

import { createRequire } from 'node:module';

import { FLAGS } from '../browser/flags.mjs';
import { LARGE, blocks } from './blocks.mjs';
import { keys } from './keys.mjs';
import { serve } from './serve.mjs';

const { chromium } = createRequire(import.meta.url)('playwright-core');

const ROUNDS = 7;
const KEYS = 200;
// 1.6 Mb/s and 150 ms there and back, and a processor of a quarter of the speed.
const NETWORK = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 93_750 };
const SLOWER = 4;

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const percentile = (numbers, part) => sorted(numbers)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))];
const thousandths = (part, whole) => Math.round((1000 * part) / whole);

async function open(browser, url, { slow = false } = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
  const page = await context.newPage();
  page.setDefaultTimeout(120_000);
  if (slow) {
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', NETWORK);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  }
  await page.goto(url);
  await page.locator('html[data-ready]').waitFor();
  return { context, page };
}

/** Milliseconds until something is painted, and until the page can be used. */
async function load(browser, url) {
  const { context, page } = await open(browser, url, { slow: true });
  const times = await page.evaluate(() => [
    performance.getEntriesByName('first-contentful-paint')[0].startTime,
    performance.getEntriesByName('interactive')[0].startTime,
  ]);
  await context.close();
  return times;
}

/** Milliseconds from each of many keystrokes until the frame that shows it is done. */
async function typing(page, id) {
  await page.locator(`[id="${id}"]`).focus();
  await page.evaluate(() => {
    window.times = [];
    addEventListener(
      'keydown',
      (event) =>
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => window.times.push(performance.now() - event.timeStamp);
          port2.postMessage(undefined);
        }),
      true,
    );
  });
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press(key % 20 < 10 ? 'x' : 'Backspace');
  }
  await page.waitForTimeout(200);
  return page.evaluate(() => window.times);
}

/** Milliseconds between frames while something happens in each of them. */
const frames = (page, count, work) =>
  page.evaluate(
    ([count, work]) =>
      new Promise((done) => {
        const deltas = [];
        let last;
        const step = (now) => {
          if (last !== undefined) deltas.push(now - last);
          last = now;
          if (deltas.length === count) return done(deltas);
          if (work) {
            const key = deltas.length % 16 < 8 ? 'ArrowRight' : 'ArrowLeft';
            document.getElementById('map').dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
          }
          return requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    [count, work],
  );

const [siteFolder, floorFolder] = process.argv.slice(2);
const [site, floor] = [await serve(siteFolder), await serve(floorFolder)];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: FLAGS,
});
const found = {};
try {
  const times = { site: [], floor: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.floor.push(await load(browser, floor.url));
    times.site.push(await load(browser, site.url));
  }
  const at = (which, index) => median(times[which].map((pair) => pair[index]));
  found.paint = thousandths(at('site', 0), at('floor', 0));
  found.interactive = thousandths(at('site', 1), at('floor', 1));
  console.error(`first paint ${at('site', 0)} ms of ${at('floor', 0)}, interactive ${at('site', 1)} of ${at('floor', 1)}`);

  const floorPage = await open(browser, floor.url);
  const sitePage = await open(browser, site.url);
  await sitePage.page.locator('html[data-answered]').waitFor();
  const memory = (module) =>
    sitePage.page.evaluate(async (module) => (await (await import(module)).default()).memory.buffer.byteLength, new URL(module, site.url).href);
  const both = async () => (await memory('pkg/eniplan.js')) + (await memory('answers/answers.js'));
  found.memory = await both();
  const waits = [await typing(floorPage.page, 'name'), await typing(sitePage.page, 'vpc.peers')];
  const slowest = waits.map((times) => percentile(times, 0.95));
  found.keystroke = thousandths(slowest[1], slowest[0]);
  console.error(`keystroke to paint, 95 of 100: ${slowest[1]} ms of ${slowest[0]}`);

  const idle = median(await frames(sitePage.page, 60, false));
  const moving = await frames(sitePage.page, 300, true);
  found.frame = thousandths(median(moving), idle);
  found.late_frames = thousandths(moving.filter((delta) => delta > 1.5 * idle).length, moving.length);
  console.error(`frames of the map: ${median(moving)} ms, slowest ${Math.max(...moving)}, of ${idle} idle`);

  found.memory_later = await both();

  for (const [name, slower] of [['key', 1], ['key_slow', 4]]) {
    const work = await keys(browser, sitePage.page, 'others[0].addresses', slower);
    found[name] = thousandths(work, idle);
    console.error(`work of a key on a processor slower by ${slower}, 95 of 100: ${work.toFixed(1)} ms`);
  }

  const largePage = await open(browser, site.url + LARGE);
  await largePage.page.locator('html[data-answered]').waitFor();
  Object.assign(found, await blocks(largePage.page, idle));
} finally {
  await browser.close();
  site.server.close();
  floor.server.close();
}
for (const [name, number] of Object.entries(found)) console.log(`${name} = ${number}`);
