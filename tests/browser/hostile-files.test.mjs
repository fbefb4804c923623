// Text of anybody stays text that comes from a file, from a cluster, or from what another site of the same host kept.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch } from './browser.mjs';
import { HARMLESS, MARKUP, ONE_OF_EACH, TEXTS, addresses, assertNothingNew, observed } from './hostile.mjs';
import { go, linkOf, openDialog } from './places.mjs';

const shop = new URL('../import/shop/', import.meta.url);

let browser;
let plan;
before(async () => {
  browser = await launch();
  plan = await linkOf(ONE_OF_EACH);
});
after(() => browser?.close());

/** Files with a text as name and in what they hold: alone, in a plan, in what a cluster shows, as a key. */
const files = (texts) =>
  texts.flatMap((text) => {
    const json = JSON.stringify(text);
    const holds = [text, `name: ${json}\n`, `{${json}: ${json}}`, `{"Vpcs": [{"VpcId": ${json}, "CidrBlock": ${json}}]}`, `10.0.0.0/16\n10.0.0.0/20 ${text}`];
    return holds.map((contents, index) => ({ name: `${text.slice(0, 200)}${['', '.yaml', '.json', '.json', '.txt'][index]}`, contents }));
  });

/** Gives files to each field of the page for files, and drops them on it. */
const give = (page, all) =>
  page.evaluate(async (all) => {
    let fields = 0;
    for (const [index, { name, contents }] of all.entries()) {
      const data = new DataTransfer();
      data.items.add(new File([contents], name));
      const inputs = [...document.querySelectorAll('input[type="file"]')];
      fields = Math.max(fields, inputs.length);
      for (const input of inputs) {
        input.files = data.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
        await window.calm();
      }
      // A drop opens a dialog on pages without a field; one of each kind shows that.
      if (index < 10) {
        document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
        await window.calm();
      }
    }
    return fields;
  }, all);

test('each text as the name of a file and in it, dropped and chosen on every page', async () => {
  const walk = (texts) =>
    observed(browser, plan, async (page) => {
      let fields = 0;
      const given = files(texts);
      const pages = await addresses(page);
      for (const [at, address] of pages.entries()) {
        await go(page, address);
        const part = address === '#/import' || address === '#/compare' ? given : given.filter((_, index) => index % pages.length === at);
        fields += await give(page, part);
        await page.keyboard.press('Escape');
      }
      assert.ok(fields >= 3, `${fields} fields for files`);
    });
  const plain = await walk(HARMLESS);
  assertNothingNew(await walk(TEXTS), plain);
});

/** What `aws` and `kubectl` print of a cluster, in which every text of a key is another one. */
async function shows() {
  const documents = [];
  for (const file of (await readdir(shop)).filter((name) => name.endsWith('.json'))) {
    const shown = JSON.parse(await readFile(fileURLToPath(new URL(file, shop)), 'utf8'));
    // Of what there is much of, some is enough.
    documents.push(cutLists(shown));
  }
  return documents;
}

const cutLists = (value) => {
  if (Array.isArray(value)) return value.slice(0, 4).map(cutLists);
  if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cutLists(one)]));
  return value;
};

const isName = (value) => typeof value === 'string';

/** All keys under which a text stands. */
function keysOf(value, found = new Set()) {
  if (value && typeof value === 'object') {
    for (const [key, one] of Object.entries(value)) {
      if (isName(one) || (Array.isArray(one) && one.some(isName))) found.add(key);
      keysOf(one, found);
    }
  }
  return found;
}

/** A document with a text under those keys, and as a key of labels and tags. */
function withText(value, keys, text) {
  if (Array.isArray(value)) return value.map((one) => withText(one, keys, text));
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => {
      if (keys.has(key) && isName(one)) return [key, text];
      if (keys.has(key) && Array.isArray(one) && one.every(isName)) return [key, one.map(() => text)];
      if (['labels', 'tags', 'annotations'].includes(key)) return [key, { ...withText(one, keys, text), [text]: text }];
      return [key, withText(one, keys, text)];
    }),
  );
}

// By these one sees what a document is and what belongs together.
const STRUCTURE = /^(kind|apiVersion|.*Cidr.*|.*Ids?|.*Ips?|.*Address(es)?|.*IP|Key|Value|AvailabilityZone|State|Status|InterfaceType|InstanceType|type|phase|value|name)$/i;

test('each text in whatever a cluster shows', async () => {
  const documents = await shows();
  const keys = [...documents.reduce((found, one) => keysOf(one, found), new Set())];
  assert.ok(keys.length > 60, `${keys.length} keys`);
  const loose = new Set(keys.filter((key) => !STRUCTURE.test(key)));
  const named = new Set([...loose, 'name', 'Value', 'value', 'VpcId', 'SubnetId', 'AvailabilityZone', 'InstanceType']);
  const imports = (texts, few) => [
    // Names and all that is said beside: what is shown then is much.
    ...texts.flatMap((text) => [loose, named].map((some) => documents.map((one) => withText(one, some, text)))),
    // And each key for itself, whatever becomes of the document.
    ...keys.flatMap((key) => few.map((text) => documents.map((one) => withText(one, new Set([key]), text)))),
  ];
  const walk = (texts, few) =>
    observed(browser, plan, async (page) => {
      await go(page, '#/import');
      const made = { plans: 0 };
      for (const all of imports(texts, few)) {
        made.plans += await page.evaluate(async (all) => {
          const data = new DataTransfer();
          for (const [index, one] of all.entries()) data.items.add(new File([JSON.stringify(one)], `${index}.json`));
          const input = document.getElementById('import-files');
          input.files = data.files;
          input.dispatchEvent(new Event('change', { bubbles: true }));
          await window.calm();
          document.querySelectorAll('details').forEach((one) => (one.open = true));
          const choice = document.getElementById('import-choice');
          if (choice) {
            choice.selectedIndex = 1;
            choice.dispatchEvent(new Event('change', { bubbles: true }));
            await window.calm();
          }
          const has = document.querySelectorAll('.imported').length;
          [...document.querySelectorAll('main button')].find((one) => one.textContent === 'Start again')?.click();
          await window.calm();
          return has;
        }, all);
      }
      assert.ok(made.plans > texts.length, `${made.plans} plans were made`);
      return made;
    });
  const plain = await walk(HARMLESS, ['no such thing', '']);
  assertNothingNew(await walk(TEXTS, MARKUP.slice(-1)), plain);
});

test('each text as the name of a plan that is kept, by the page or by another one of the same host', async () => {
  const walk = async (texts) => {
    let counts;
    const kinds = await observed(browser, plan, async (page) => {
      await go(page, '#/vpc');
      await openDialog(page, 'Plans');
      counts = await page.evaluate(
        async ([texts, plan]) => {
          const counts = { kept: 0, named: 0, opened: 0 };
          const write = (id, text) => {
            const field = document.getElementById(id);
            if (!field) return;
            field.value = text;
            field.dispatchEvent(new Event('input', { bubbles: true }));
          };
          const press = async (label, row) => {
            const all = [...(row ?? document).querySelectorAll('dialog button')];
            const found = row ? [...row.querySelectorAll('button')].find((one) => one.textContent === label) : all.find((one) => one.textContent === label);
            found?.click();
            await window.calm();
            return Boolean(found);
          };
          for (const text of texts) {
            write('kept-name', text);
            await window.calm();
            await press('Save');
            await press('Replace it');
            counts.kept += document.querySelector('.saying')?.textContent.includes('is kept') ? 1 : 0;
          }
          const rows = () => [...document.querySelectorAll('.kept li')];
          for (const text of texts) {
            await press('Rename', rows()[0]);
            write('kept-renamed', `${text}~`);
            await window.calm();
            await press('Rename', rows()[0]);
            counts.named += document.querySelector('.saying')?.textContent.includes('” is “') ? 1 : 0;
            await press('Cancel', rows()[0]);
          }
          // What the page would refuse as a name, others may have written there.
          for (const text of texts) {
            localStorage.setItem(`eniplan plan ${text}`, text.length % 2 ? plan : text);
            localStorage.setItem(`eniplan plan 2 ${text}`, text);
          }
          return counts;
        },
        [texts, plan.replace(/^p=/, '')],
      );
      await page.keyboard.press('Escape');
      await openDialog(page, 'Plans');
      counts.listed = await page.locator('.kept li').count();
      for (const label of ['Open', 'Rename', 'Delete']) {
        for (let at = 0; at < counts.listed; at += 1) {
          const dialog = page.locator('dialog');
          if (!(await dialog.count())) await openDialog(page, 'Plans');
          await page.evaluate(
            async ([label, at]) => {
              const rows = [...document.querySelectorAll('.kept li')];
              const row = rows[Math.min(at, rows.length - 1)];
              [...(row?.querySelectorAll('button') ?? [])].find((one) => one.textContent === label)?.click();
              await window.calm();
              [...document.querySelectorAll('.kept button')].find((one) => one.textContent === 'Open it')?.click();
              await window.calm();
            },
            [label, at],
          );
        }
      }
    });
    return [kinds, counts];
  };
  const [plain] = await walk(HARMLESS);
  const [kinds, counts] = await walk(TEXTS);
  assertNothingNew(kinds, plain);
  assert.ok(counts.kept > 40 && counts.named > 40 && counts.listed > 150, JSON.stringify(counts));
});
