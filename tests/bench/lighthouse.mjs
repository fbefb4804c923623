// What Lighthouse says of the first visit: points that are missing of a hundred, as `name = number` lines, the median of the runs.
//
// Called by `cargo xtask bench --page`, with the folder of the site.

import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

import { FLAGS } from '../browser/flags.mjs';
import { serve } from './serve.mjs';

// NODE_PATH, where xtask's packages are, counts for require and not for import.
const { resolve } = createRequire(import.meta.url);
const load = async (name) => import(pathToFileURL(resolve(name)).href);
const [{ default: lighthouse }, { launch }] = [await load('lighthouse'), await load('chrome-launcher')];

const RUNS = 5;
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'speed-index'];

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

const site = await serve(process.argv[2]);
const found = Object.fromEntries(CATEGORIES.map((category) => [category, []]));
const shifts = [];
const faults = new Set();
try {
  for (let run = 0; run < RUNS; run += 1) {
    const chrome = await launch({ chromePath: process.env.CHROMIUM, chromeFlags: FLAGS, ignoreDefaultFlags: true, logLevel: 'error' });
    try {
      const { lhr } = await lighthouse(site.url, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: 'error' });
      if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
      for (const category of CATEGORIES) {
        found[category].push(Math.round(100 * lhr.categories[category].score));
        if (category === 'performance') continue;
        for (const { id, weight } of lhr.categories[category].auditRefs) {
          const { score, title } = lhr.audits[id];
          if (weight > 0 && score !== null && score < 1) faults.add(`${category}: ${title}`);
        }
      }
      shifts.push(Math.round(1000 * lhr.audits['cumulative-layout-shift'].numericValue));
      console.error(`${TIMES.map((time) => `${time} ${Math.round(lhr.audits[time].numericValue)} ms`).join(', ')}, performance ${found.performance.at(-1)}`);
    } finally {
      chrome.kill();
    }
  }
} finally {
  site.server.close();
}
for (const fault of faults) console.error(fault);
for (const category of CATEGORIES) console.log(`${category.replace('-', '_')} = ${100 - median(found[category])}`);
console.log(`layout_shift = ${median(shifts)}`);
