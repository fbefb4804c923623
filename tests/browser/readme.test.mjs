// The pictures of README.md; with ENIPLAN_WRITE=1 they are taken anew.

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, siteUrl, visit } from './browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A picture, and the page with the example on which it is taken. */
const PICTURES = { 'docs/vpc.png': '#/vpc', 'docs/capacity.png': '#/capacity' };
const WIDTH = 1200;
const HEIGHT = 1000;

test('each picture is shown, of one size, and light enough for a page', async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8');
  for (const path of Object.keys(PICTURES)) {
    if (process.env.ENIPLAN_WRITE) await take(path);
    assert.match(readme, new RegExp(`!\\[[^\\]]{20,}\\]\\(${path}\\)`));
    const bytes = await readFile(join(root, path));
    assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [WIDTH, HEIGHT], path);
    assert.ok(bytes.length < 200_000, `${path}: ${bytes.length} bytes`);
  }
});

async function take(path) {
  const browser = await launch();
  try {
    await visit(browser, siteUrl + PICTURES[path], { width: WIDTH, viewport: { width: WIDTH, height: HEIGHT } }, async (page) => {
      // The way in is told in words; the picture shows what comes of it.
      await page.evaluate(() => document.querySelector('.start')?.remove());
      await writeFile(join(root, path), await page.screenshot());
    });
  } finally {
    await browser.close();
  }
}
