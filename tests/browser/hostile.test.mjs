// Text of anybody stays text: typed into every field of every page and dialog, and in links.
// The fields are found on the page and in the schema of the plan, so that a new one is tried as well.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { launch, siteUrl, visit } from './browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = (path) => readFile(join(root, path), 'utf8');
const schema = JSON.parse(await text('www/plan.schema.json'));

/** What a browser would make elements of, or run, in each place where a text can stand. */
const MARKUP = [
  `"'></title></textarea><img bad src=x onerror=bad()><script bad>bad()</script><svg bad onload=bad()>`,
  'javascript:bad()',
  [
    `" bad onfocus="bad()" autofocus x="' bad onfocus='bad()' x='`,
    "</style><iframe bad srcdoc='<script>parent.bad()</script>'><details bad open ontoggle=bad()>",
    '<a bad href=javascript:bad()>x</a><base bad href=//x.y><form bad action=//x.y><button bad><meta bad>',
    '&lt;img bad src=x onerror=bad()&gt; {{bad()}} ${bad()} <b bad><input bad autofocus onfocus=bad()>',
  ].join(''),
];
/** What breaks careless writers of this and of other languages. */
const OTHERS = [...JSON.parse(await text('tests/src/hostile.json')), 'x'.repeat(5_000), '"${\\'.repeat(500)];
/** What people type, right and wrong: with it a page shows whatever it ever shows. */
const HARMLESS = ['no such thing', '10.0.0.0/16', '7', 'm5.large', '', 'a, b', '5%', 'a: b', '{}', '9'.repeat(200)];

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** Takes note of every element and attribute that ever stands on the page, and of what a text runs. */
function observe() {
  window.bad = () => window.reportToTest('a text ran as a script');
  window.kinds = new Set();
  const note = (element) => {
    window.kinds.add(`<${element.localName}>`);
    for (const { name, value } of element.attributes) {
      window.kinds.add(`${name}=`);
      if (name === 'bad') window.reportToTest(`a text became an element: ${element.outerHTML.slice(0, 200)}`);
      const leads = ['href', 'src', 'action', 'formaction'].includes(name);
      if (leads && /^\s*javascript:/i.test(value)) window.reportToTest(`a text became an address: ${value}`);
    }
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'attributes') note(target);
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        note(node);
        node.querySelectorAll('*').forEach(note);
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

/** A visit that is observed; gives the kinds of elements and attributes that stood there. */
async function observed(url, body) {
  let kinds;
  await visit(browser, url, { script: observe }, async (page) => {
    await body(page);
    kinds = await page.evaluate(() => [...window.kinds]);
  });
  return kinds;
}

/** Fails where a visit with hostile text brings a kind of element or attribute that one with plain text does not. */
function assertNothingNew(kinds, plain) {
  assert.deepEqual(kinds.filter((kind) => !plain.includes(kind)), []);
}

/** Waits until both modules have said what there is to say. */
async function settled(page) {
  await page.evaluate(() => new Promise((done) => setTimeout(done)));
  await page.locator('html[data-answered]').waitFor();
  const later = ['#/compare', '#/import', '#/export', '#/cases'];
  if (later.includes(await page.evaluate(() => location.hash.split('?')[0]))) await page.locator('html[data-shown]').waitFor();
}

const addresses = (page) => page.locator('nav a').evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('href')));
const openAll = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));

async function go(page, address) {
  await page.evaluate((address) => (location.hash = address), address);
  await page.locator(`nav a[href="${address.split('?')[0]}"][aria-current]`).waitFor();
  await settled(page);
}

/**
 * Puts texts into the fields within an element: each of `everywhere` into every field, each of `somewhere` into one.
 * What reads a text only when it is asked to is asked; gives how many fields there are.
 */
const put = (page, within, everywhere, somewhere) =>
  page.evaluate(
    async ([within, everywhere, somewhere]) => {
      const kinds = 'input:not([type="checkbox"], [type="radio"], [type="range"], [type="file"]), textarea, [contenteditable]';
      const fields = () => [...document.querySelectorAll(kinds)].filter((field) => field.closest(within));
      const task = () => new Promise((done) => setTimeout(done));
      const set = (field, text) => {
        if (!field.isConnected) return;
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        field.dispatchEvent(new Event('change', { bubbles: true }));
        field.dispatchEvent(new FocusEvent('blur'));
      };
      const read = async () => {
        await task();
        for (const area of document.querySelectorAll(`${within} textarea`)) {
          const buttons = [...(area.closest('section, .card')?.querySelectorAll('button.main') ?? [])];
          buttons.filter((one) => !one.closest('.start, .opened')).forEach((one) => one.click());
        }
        await task();
      };
      // The name in the header is the same field on every page.
      const own = () => fields().filter((field) => within !== '#app' || field.closest('main'));
      for (let place = 0; place < somewhere.length && own().length; ) {
        for (const field of own()) set(field, somewhere[place++ % somewhere.length]);
        await read();
      }
      let count = 0;
      for (const round of everywhere.keys()) {
        for (const [index, field] of fields().entries()) set(field, everywhere[(index + round) % everywhere.length]);
        await read();
        count = Math.max(count, fields().length);
      }
      return count;
    },
    [within, everywhere, somewhere],
  );

/** Types into every field within an element, and with real keys into one. */
async function type(page, within, everywhere, somewhere) {
  await openAll(page);
  const count = await put(page, within, everywhere, somewhere);
  const last = page.locator(':is(main, dialog) :is(input:is([type="text"], [type="search"]), textarea):visible:enabled').last();
  if (await last.count()) {
    await last.fill('');
    await last.pressSequentially('"><img bad src=x>');
    await last.press('Tab');
  }
  await settled(page);
  return count;
}

/** Types on every page; gives how many fields each has. */
async function onPages(page, everywhere, somewhere) {
  const counts = {};
  for (const address of await addresses(page)) {
    await go(page, address);
    await page.evaluate(() => {
      const adders = [...document.querySelectorAll('main button')].filter((one) => /^(Add a |Edit them)/.test(one.textContent));
      adders.forEach((one) => one.click());
    });
    counts[address] = await type(page, '#app', everywhere, somewhere);
  }
  return counts;
}

/** Types in every dialog; gives how many fields each has. */
async function inDialogs(page, everywhere, somewhere) {
  const counts = {};
  const dialog = page.locator('#app dialog');
  for (const id of await page.locator('.strip button[id$="-plan"]').evaluateAll((all) => all.map((one) => one.id))) {
    await page.locator(`[id="${id}"]`).click();
    await dialog.waitFor();
    counts[id] = await type(page, 'dialog', everywhere, somewhere);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  }
  await page.locator('main').focus();
  await page.keyboard.press('/');
  await dialog.waitFor();
  counts.search = await type(page, 'dialog', everywhere, somewhere);
  return counts;
}

for (const [name, walk, least] of [['page', onPages, { '#/vpc': 40, '#/nodes': 40, '#/cases': 4 }], ['dialog', inDialogs, { 'new-plan': 7, search: 1 }]]) {
  test(`typed into every field of every ${name}`, async () => {
    const plain = await observed(siteUrl, (page) => walk(page, HARMLESS.slice(0, 3), HARMLESS));
    let counts;
    const kinds = await observed(siteUrl, async (page) => {
      counts = await walk(page, MARKUP, OTHERS);
    });
    assertNothingNew(kinds, plain);
    assert.ok(Object.values(counts).every((count) => count > 0), JSON.stringify(counts));
    for (const [place, count] of Object.entries(least)) assert.ok(counts[place] >= count, `${place}: ${counts[place]} fields`);
  });
}

/** What a schema takes, with a text in each field that takes any, a list of as many as there are texts. */
function filled(rule, texts, deep = false) {
  const { $ref, anyOf, oneOf, type, properties, additionalProperties, items, pattern } = rule;
  if ($ref) return filled(schema.$defs[$ref.split('/').at(-1)], texts, deep);
  if (anyOf ?? oneOf) return (anyOf ?? oneOf).map((one) => filled(one, texts, deep)).findLast((one) => one !== undefined);
  if (items) {
    const each = deep ? [filled(items, texts, true)] : texts.map((one) => filled(items, [one], true));
    return each.some((one) => one === undefined) ? undefined : each;
  }
  if (properties || additionalProperties) {
    const fields = Object.entries(properties ?? {}).map(([key, one]) => [key, filled(one, texts, deep)]);
    if (additionalProperties?.type) fields.push([texts[0], '100%']);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  }
  return [type].flat().includes('string') && !pattern ? texts[0] : undefined;
}

/** A plan of JSON, and so of YAML: what YAML refuses in a text is written by its number. */
function yaml(plan) {
  const number = (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(plan).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, number);
}

/** Plans with every text in every field that takes any; what belongs together has the same one. */
function plans(texts, each) {
  const parts = Array.from({ length: Math.ceil(texts.length / each) }, (_, index) => texts.slice(index * each, (index + 1) * each));
  return parts.map((part) => {
    const plan = filled(schema, part);
    // Known types and pods beside, so that there is something to compute.
    for (const group of plan.node_groups) Object.assign(group, { instance_types: [...group.instance_types, 'm5.large'], pods: { desired: 30 } });
    return plan;
  });
}

/** Opens a plan that a link brings, where the page asks first. */
async function take(page) {
  const open = page.getByRole('button', { name: "Open the link's plan" });
  if (await open.count()) await open.click();
  await settled(page);
}

test('in every text of a plan, brought by a link of the command line to every page', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'eniplan-hostile-'));
  const linked = async (texts, each) => {
    const links = [];
    for (const [index, plan] of plans(texts, each).entries()) {
      const path = join(folder, `${index}.yaml`);
      await writeFile(path, yaml(plan));
      const { stdout } = await promisify(execFile)('cargo', ['run', '-q', '-p', 'eniplan', '--', 'link', path], { cwd: root });
      links.push(stdout.trim().split('?')[1]);
    }
    return links;
  };
  const walk = async (links, names) =>
    observed(siteUrl, async (page) => {
      for (const [index, link] of links.entries()) {
        for (const address of await addresses(page)) {
          await go(page, `${address}?${link}`);
          await take(page);
          await openAll(page);
          if (names) assert.equal(await page.locator('[id="name"]').inputValue(), names[index].trim());
        }
      }
    });
  try {
    const plain = await walk(await linked(['shop', 'no such thing', 'm5.large', 'a'], 4));
    const short = [...MARKUP.slice(0, 2), ...OTHERS.filter((one) => one.trim() && one.length <= 100 && !/[\p{Cc}\u2028\u2029\u202e\ufeff]/u.test(one))];
    const names = plans(short, 12).map((plan) => plan.name);
    assertNothingNew(await walk(await linked(short, 12), names), plain);
  } finally {
    await rm(folder, { recursive: true });
  }
});
