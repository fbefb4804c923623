// Text of anybody stays text: each typed into each field of each page and dialog.
// The fields are found on the page and in the schema of the plan, so that a new one is tried as well.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch } from './browser.mjs';
import { HARMLESS, MARKUP, ONE_OF_EACH, TEXTS, addresses, assertNothingNew, observed } from './hostile.mjs';
import { DIALOGS, go, linkOf, openAll, openDialog, settled } from './places.mjs';

const schema = JSON.parse(await readFile(fileURLToPath(new URL('../../www/plan.schema.json', import.meta.url)), 'utf8'));

let browser;
let plan;
before(async () => {
  browser = await launch();
  plan = await linkOf(ONE_OF_EACH);
});
after(() => browser?.close());

/**
 * Puts each text into each field within an element, one of each field at a time; what reads a text only when it is
 * asked to is asked. A choice gets each text as one more thing to choose.
 *
 * Gives how many fields there are; each got every text. Fields that a text takes away got those that came before.
 */
const put = (page, within, texts) =>
  page.evaluate(
    async ([within, texts]) => {
      const kinds = 'input:not([type="checkbox"], [type="radio"], [type="file"]), select, textarea, [contenteditable]';
      const fields = () => [...document.querySelectorAll(`${within} :is(${kinds})`)];
      const nameOf = (field) => field.id || field.getAttribute('aria-label') || field.name;
      const got = new Map();
      const set = (field, text) => {
        if (!field.isConnected) return;
        const name = nameOf(field);
        if (!got.has(name)) got.set(name, new Set());
        got.get(name).add(text);
        if (field.localName === 'select') field.add(new Option(text, text));
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        field.dispatchEvent(new FocusEvent('blur'));
      };
      const read = async (beside) => {
        if (!document.querySelector(`${within} textarea`) && !beside) return new Promise((done) => setTimeout(done));
        await window.calm();
        for (const area of document.querySelectorAll(`${within} textarea`)) {
          const buttons = [...(area.closest('section, .card')?.querySelectorAll('button.main') ?? [])];
          buttons.filter((one) => !one.closest('.start, .opened')).forEach((one) => one.click());
        }
        await window.calm();
      };
      const beside = ['#/compare', '#/import', '#/export', '#/cases'].includes(location.hash);
      for (const round of texts.keys()) {
        for (const [index, field] of fields().entries()) set(field, texts[(index + round) % texts.length]);
        await read(beside);
      }
      // Fields that came late, or moved to another place in the order.
      for (const text of texts) {
        const late = fields().filter((field) => !got.get(nameOf(field))?.has(text));
        if (!late.length) continue;
        for (const field of late) set(field, text);
        await read(beside);
      }
      const missed = fields().map(nameOf).filter((name) => got.get(name)?.size !== new Set(texts).size);
      if (missed.length) window.reportToTest(`did not get every text: ${missed}`);
      return fields().length;
    },
    [within, texts],
  );

/** Types into every field within an element, and with real keys into the last. */
async function type(page, within, texts) {
  await openAll(page);
  const count = await put(page, within, texts);
  const last = page.locator(`${within} :is(input:is([type="text"], [type="search"]), textarea):visible:enabled`).last();
  if (await last.count()) {
    await last.fill('');
    await last.pressSequentially('"><img bad src=x>');
    await last.press('Tab');
  }
  await settled(page);
  return count;
}

/** Types on every page; gives how many fields each has. */
async function onPages(page, texts) {
  const counts = {};
  for (const address of await addresses(page)) {
    await go(page, address);
    counts[address] = await type(page, 'main', texts);
  }
  // What stands above is the same on every page.
  counts.header = await type(page, 'header.top', texts);
  return counts;
}

/** Types in every dialog; gives how many fields each has. */
async function inDialogs(page, texts) {
  const counts = {};
  for (const name of Object.keys(DIALOGS)) {
    const dialog = await openDialog(page, name);
    counts[name] = await type(page, 'dialog', texts);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  return counts;
}

/** Paths of the values of a plan, of lists the first entry each. */
function paths(rule, path = '') {
  const { $ref, anyOf, oneOf, properties, items } = rule;
  if ($ref) return paths(schema.$defs[$ref.split('/').at(-1)], path);
  if (anyOf ?? oneOf) return (anyOf ?? oneOf).flatMap((one) => paths(one, path));
  if (items) return [path, ...paths(items, `${path}[0]`)];
  if (properties) return Object.entries(properties).flatMap(([key, one]) => paths(one, path ? `${path}.${key}` : key));
  return [path];
}

/** Types into the values that have no place on a page, which the search opens; gives how many there are. */
async function inSettings(page, texts) {
  let count = 0;
  await go(page, '#/vpc');
  for (const path of new Set(paths(schema))) {
    await openDialog(page, 'Search');
    await page.locator('#search').fill(path);
    const found = page.locator('.results button', { has: page.getByText(path, { exact: true }) });
    if (await found.count()) {
      await found.first().click();
      await settled(page);
      if (await page.getByRole('dialog', { name: 'A setting' }).count()) count += await put(page, 'dialog', texts);
    }
    await page.keyboard.press('Escape');
    await page.locator('dialog').waitFor({ state: 'detached' });
  }
  return { settings: count };
}

for (const [name, walk, least] of [
  ['field of every page', onPages, { '#/vpc': 25, '#/nodes': 25, '#/capacity': 3, '#/compare': 3, '#/import': 1, '#/export': 1, '#/cases': 5, header: 1 }],
  ['field of every dialog', inDialogs, { 'A new plan': 7, Plans: 2, Search: 1 }],
  ['value without a field on a page', inSettings, { settings: 5 }],
]) {
  test(`each text typed into every ${name}`, async () => {
    const plain = await observed(browser, plan, (page) => walk(page, HARMLESS));
    let counts;
    const kinds = await observed(browser, plan, async (page) => {
      counts = await walk(page, TEXTS);
    });
    assertNothingNew(kinds, plain);
    for (const [place, count] of Object.entries(least)) assert.ok(counts[place] >= count, `${place}: ${counts[place]} fields, ${JSON.stringify(counts)}`);
  });
}

test('typed as the name of the plan, and shown on every page', async () => {
  const walk = (texts) =>
    observed(browser, plan, async (page) => {
      for (const address of await addresses(page)) {
        await go(page, address);
        for (const text of texts) {
          await page.locator('#name').fill(text);
          await settled(page);
        }
      }
    });
  const plain = await walk(['shop', 'x'.repeat(200)]);
  assertNothingNew(await walk(MARKUP), plain);
});
