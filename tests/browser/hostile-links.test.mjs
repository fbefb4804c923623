// Text of anybody stays text that an address brings: as a page, as a parameter, as its value, and in a plan.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch } from './browser.mjs';
import { HARMLESS, ONE_OF_EACH, TEXTS, assertNothingNew, observed } from './hostile.mjs';
import { PAGES, linkOf, openAll } from './places.mjs';

const schema = JSON.parse(await readFile(fileURLToPath(new URL('../../www/plan.schema.json', import.meta.url)), 'utf8'));

let browser;
let plan;
before(async () => {
  // Chromium lets a page change its address two hundred times in ten seconds, and then no longer says so.
  browser = await launch('--disable-ipc-flooding-protection');
  plan = await linkOf(ONE_OF_EACH);
});
after(() => browser?.close());

/** Goes to each address in turn and opens all that is to be read there; gives what banners said. */
async function visitAll(page, all) {
  const said = await page.evaluate(async (all) => {
    const said = new Set();
    for (const address of all) {
      const before = location.href;
      const changed = new Promise((done) => addEventListener('hashchange', done, { once: true }));
      location.hash = address;
      if (location.href !== before) await changed;
      // The worker makes the pages that these words begin, and answers in turn.
      await (/^#\/(com|exp|cas)/.test(location.hash) ? window.calm() : window.task());
      for (const take of document.querySelectorAll('.banner button.main')) take.click();
      for (const banner of document.querySelectorAll('.banner.wrong:not(main *)')) said.add(banner.textContent);
    }
    return [...said];
  }, all);
  await page.evaluate(() => window.calm());
  await openAll(page);
  return said;
}

/** Keys of the document by path, of lists the first entry each, with what belongs there. */
function keys(rule, path = '') {
  const { $ref, anyOf, oneOf, properties, items } = rule;
  if ($ref) return keys(schema.$defs[$ref.split('/').at(-1)], path);
  if (anyOf ?? oneOf) return (anyOf ?? oneOf).flatMap((one) => keys(one, path));
  if (items) return [path, ...keys(items, `${path}[0]`)];
  if (properties) return Object.entries(properties).flatMap(([key, one]) => keys(one, path ? `${path}.${key}` : key));
  return [path];
}

const SHORT = ['type', 'pods', 'max_pods', 'nodes', 'max_nodes', 'ami', 'provisioner', 'cidr', 'zones', 'prefix_delegation', 'warm.ip', 'cni'];
const OWN = { compare: ['with', 'sort', 'strategies'], import: ['vpc', 'cluster'], export: ['strategy', 'into', 'form'], cases: ['case'] };
const encoded = (text) => encodeURIComponent(text);

/** Addresses with a text as the value of each parameter; those of the plan are read alike on every page, and drawn least on this. */
function byValue(texts) {
  const all = [...new Set([...SHORT, ...keys(schema)])];
  assert.ok(all.length > 80, `${all.length} parameters`);
  const plans = texts.flatMap((text) => all.map((key) => `#/import?${plan}&${key}=${encoded(text)}`));
  const own = texts.flatMap((text) => Object.entries(OWN).flatMap(([page, all]) => all.map((key) => `#/${page}?${key}=${encoded(text)}`)));
  return [...plans, ...own];
}

/** Addresses with a text as page, as parameter, and as what is left of a link that was cut; the pages take turns. */
const byName = (texts) =>
  texts.flatMap((text, row) => {
    const page = PAGES[row % PAGES.length];
    return [
      `#/${encoded(text)}`,
      `#${text}`,
      `#/${encoded(text)}?${encoded(text)}=${encoded(text)}`,
      `#/${page}?${encoded(text)}=1`,
      `#/${page}?${text}`,
      `#/${page}?p=${encoded(text)}`,
      `#/${page}/${text}`,
    ];
  });

for (const [name, made] of [['the value of each parameter', byValue], ['a page, a parameter and a plan', byName]]) {
  test(`each text as ${name}`, async () => {
    const plain = await observed(browser, plan, (page) => visitAll(page, made(HARMLESS)));
    let said;
    const kinds = await observed(browser, plan, async (page) => {
      said = await visitAll(page, made(TEXTS));
    });
    assertNothingNew(kinds, plain);
    assert.ok(said.length > 20, `what is wrong is said: ${said.join('\n')}`);
  });
}

/** What a schema takes, with a text in each field that takes any. */
function filled(rule, text) {
  const { $ref, anyOf, oneOf, type, properties, additionalProperties, items, pattern } = rule;
  if ($ref) return filled(schema.$defs[$ref.split('/').at(-1)], text);
  if (anyOf ?? oneOf) return (anyOf ?? oneOf).map((one) => filled(one, text)).findLast((one) => one !== undefined);
  if (items) {
    const each = filled(items, text);
    return each === undefined ? undefined : [each];
  }
  if (properties || additionalProperties) {
    const fields = Object.entries(properties ?? {}).map(([key, one]) => [key, filled(one, text)]);
    if (additionalProperties?.type) fields.push([text, '100%']);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  }
  return [type].flat().includes('string') && !pattern ? text : undefined;
}

/** A plan with a text in every field that takes any, and known types and pods beside, so that there is something to compute. */
function planOf(text) {
  const plan = filled(schema, text);
  for (const group of plan.node_groups) Object.assign(group, { instance_types: [...group.instance_types, 'm5.large'], pods: { desired: 30 } });
  return plan;
}

test('each text in every text of a plan, by a link of the command line to every page', async () => {
  const linked = async (texts) => {
    const links = [];
    for (const text of texts) links.push(await linkOf(planOf(text)));
    return links;
  };
  const walk = (links) =>
    observed(browser, plan, async (page) => {
      const said = await visitAll(page, links.flatMap((link) => PAGES.map((name) => `#/${name}?${link}`)));
      assert.deepEqual(said, [], 'every link is read');
    });
  const plain = await walk(await linked(['shop', 'no such thing', 'm5.large', 'a']));
  // The command line refuses what is no name; those that are left cover every kind of markup.
  const names = TEXTS.filter((one) => one.trim() && one.length <= 100 && !/[\p{Cc}\u2028\u2029\u202e\ufeff]/u.test(one));
  assert.ok(names.length > 50 && names.some((one) => one.includes('<img bad')), `${names.length} names`);
  assertNothingNew(await walk(await linked(names)), plain);
});
