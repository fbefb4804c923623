// The stack of the two modules on the main thread, which is smaller than usual so that a page takes little memory.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { answered, launch, siteUrl, until, visit } from './browser.mjs';

// As in web/build.rs and crates/eniplan-answers/build.rs; a build for looking at a change has the usual stack of 1 MiB.
const STACK = 128 << 10;
const PAGES = ['vpc', 'nodes', 'capacity', 'compare', 'import', 'export', 'cases'];
const links = join(fileURLToPath(new URL('..', import.meta.url)), 'links/v1.txt');

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Where the memory of a module begins to be anything but zero: the stack lies first and grows downwards. */
const untouched = (page, module) =>
  page.evaluate(async (module) => {
    const { memory } = await (await import(module)).default();
    return new Uint8Array(memory.buffer).findIndex((byte) => byte !== 0);
  }, new URL(module, siteUrl).href);

test('no page of any plan that has a link takes half of the stack', async () => {
  const lines = (await readFile(links, 'utf8')).split('\n');
  const plans = lines.filter((line) => line && !line.startsWith('#')).map((line) => line.split(' ').at(-1));
  assert.ok(plans.length > 3, 'the golden links are plans');
  await visit(browser, siteUrl, {}, async (page) => {
    for (const plan of plans) {
      for (const word of PAGES) {
        await page.goto(`${siteUrl}#/${word}?p=${plan}`);
        await answered(page);
        await until(page, () => document.querySelector('main h1'), 'the page has a title');
      }
    }
    for (const module of ['pkg/eniplan.js', 'answers/answers.js']) {
      const free = await untouched(page, module);
      assert.ok(free >= STACK / 2, `${module} left ${free} bytes of its stack`);
    }
  });
});
