// Links written by hand: every example of docs/links.md does what it says there, and what is wrong is said in words.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch, siteUrl, visit } from './browser.mjs';
import { PAGES, go, linkOf, settled } from './places.mjs';

const docs = await readFile(fileURLToPath(new URL('../../docs/links.md', import.meta.url)), 'utf8');
const examples = [...docs.matchAll(/^\| `(#\/\w+\?[^`]*)`/gm)].map(([, address]) => address);

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const field = (page, path) => page.locator(`[id="${path}"]`).inputValue();
const button = (page, name) => page.getByRole('button', { name, exact: true });
// What is chosen has a tick before its words.
const pressed = (page, name) => page.locator('[aria-pressed]', { hasText: name }).getAttribute('aria-pressed');

test('there is an example of every page, and each is read', async () => {
  assert.deepEqual([...new Set(examples.map((address) => address.match(/#\/(\w+)/)[1]))], PAGES);
  for (const address of examples) {
    await visit(browser, siteUrl + address, {}, async (page) => {
      await settled(page);
      const tabs = await page.locator('nav a').evaluateAll((all) => all.map((tab) => tab.getAttribute('href')));
      assert.deepEqual(tabs, PAGES.map((name) => `#/${name}`));
      assert.equal(await page.locator('nav a[aria-current]').getAttribute('href'), address.split('?')[0]);
      assert.equal(await page.locator('.banner').count(), 0, address);
    });
  }
});

/** What one sees on a page after the first example of it. */
const SEEN = {
  async vpc(page) {
    assert.equal(await field(page, 'vpc.cidrs[0].cidr'), '10.0.0.0/20');
    assert.equal(await field(page, 'vpc.cidrs[1].cidr'), '100.64.0.0/16');
    assert.equal(await field(page, 'zones'), 'a, b');
  },
  async nodes(page) {
    assert.equal(await field(page, 'node_groups[0].instance_types'), 'm5.large');
    assert.equal(await field(page, 'node_groups[0].pods.desired'), '40');
    await go(page, '#/vpc');
    assert.ok(await page.locator('[id="networking.prefix_delegation"]').isChecked());
  },
  async capacity(page) {
    await go(page, '#/nodes');
    assert.equal(await field(page, 'node_groups[0].nodes.desired'), '20');
    assert.equal(await field(page, 'node_groups[0].nodes.max'), '60');
    assert.equal(await field(page, 'node_groups[0].pods.desired'), '400');
  },
  async compare(page) {
    assert.equal(await pressed(page, /^Addresses$/), 'true');
    assert.equal(await pressed(page, /^Nodes$/), 'false');
  },
  async import(page) {
    // Of another cluster than the one that is meant, no plan is made.
    await page.locator('#import-files').setInputFiles(fileURLToPath(new URL('../import/shop/describe-cluster.json', import.meta.url)));
    await page.getByText(/^There is no (VPC vpc-0a|cluster shop) in what was read\.$/).waitFor();
  },
  async export(page) {
    assert.equal(await page.locator('#export-strategy').inputValue(), 'prefix-delegation');
    assert.equal(await pressed(page, 'A cluster that exists: only what changes'), 'true');
    assert.equal(await pressed(page, 'With resources of the AWS provider alone'), 'true');
    await go(page, '#/vpc');
    assert.equal(await page.locator('[id="networking.prefix_delegation"]').isChecked(), false, 'the plan stays as it is');
  },
  async cases(page) {
    assert.equal(await page.locator('.case').first().getAttribute('id'), 'case-C7');
    assert.ok(await page.locator('#case-C7 table').isVisible());
    assert.equal(await page.locator('#case-C7').count(), 1);
  },
};

for (const name of PAGES) {
  test(`${name}: the example does what it says`, async () => {
    const address = examples.find((one) => one.startsWith(`#/${name}?`));
    await visit(browser, siteUrl + address, {}, async (page) => {
      await settled(page);
      await SEEN[name](page);
    });
  });
}

test('strategies that are asked for stand side by side, in that order', async () => {
  const address = examples.find((one) => one.includes('strategies='));
  await visit(browser, siteUrl + address, {}, async (page) => {
    await settled(page);
    assert.equal(await page.getByLabel('Column 2').inputValue(), 'calico');
    assert.equal(await page.getByLabel('Column 3').inputValue(), 'cilium-overlay');
  });
});

test('keys beside a whole plan change that plan', async () => {
  const link = await linkOf({ name: 'mine', node_groups: [{ name: 'one', instance_types: ['m5.large'], nodes: { desired: 3 } }] });
  await visit(browser, `${siteUrl}#/Nodes?${link}&nodes=8&node_groups%5B0%5D.pods.desired=50`, {}, async (page) => {
    assert.equal(await field(page, 'name'), 'mine');
    assert.equal(await field(page, 'node_groups[0].nodes.desired'), '8');
    assert.equal(await field(page, 'node_groups[0].pods.desired'), '50');
  });
});

/** What is wrong with an address, and what is said of it. */
const WRONG = [
  ['#/nodes?pods=many', /`pods` could not be read\. .*number/],
  ['#/nodes?pods=-3', /`pods` could not be read/],
  ['#/nodes?podz=40', /no `podz` in an address/],
  ['#/vpc?cidr=10.0.0.0/33', /`cidr` could not be read\. .*10\.0\.0\.0\/16/],
  ['#/capacity?ami=none', /`ami` could not be read\. ./],
  ['#/capacity?prefix_delegation=perhaps', /`prefix_delegation` could not be read\. ./],
  ['#/import?vpc=', /`vpc`.*empty/],
  ['#/compare?sort=colour', /`sort`.*no `colour`.*usual, addresses, nodes, risk/],
  ['#/compare?strategies=calico,nonsense', /`strategies`.*no `nonsense`.*calico/],
  ['#/export?into=planet', /`into`.*no `planet`.*new, vpc, cluster/],
  ['#/export?strategy=none', /`strategy`.*no `none`.*as-planned/],
  ['#/export?form=verse', /`form`.*no `verse`.*modules, plain/],
  ['#/cases?case=Z9', /`case`.*no `Z9`.*A1/],
  ['#/nodez?pods=40', /no page `nodez`/],
];

test('what is wrong is said in words, and the plan stays', async () => {
  for (const [address, words] of WRONG) {
    await visit(browser, siteUrl, {}, async (page) => {
      await page.locator('[id="name"]').fill('mine');
      await go(page, address);
      const banner = page.locator('.banner.wrong');
      assert.equal(await banner.count(), 1, address);
      assert.match(await banner.textContent(), words, address);
      assert.equal(await banner.getAttribute('role'), 'alert');
      assert.match(await page.locator('[id="name"]').inputValue(), /^mine$/);
    });
  }
});

test('a plan of the user is asked for on every page, and what a page is asked is done without', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await page.locator('[id="name"]').fill('mine');
    for (const name of PAGES) {
      await go(page, `#/${name}?type=m5.large&pods=41`);
      await page.getByText('This link holds another plan').waitFor();
      assert.equal(await field(page, 'name'), 'mine');
      await button(page, 'Keep mine').click();
      await settled(page);
      assert.equal(await field(page, 'name'), 'mine');
      await go(page, `#/${name}?type=m5.large&pods=41`);
      await button(page, "Open the link's plan").click();
      await settled(page);
      assert.equal(await field(page, 'name'), '');
      await button(page, 'Undo').click();
      await settled(page);
      assert.equal(await field(page, 'name'), 'mine');
    }
    await go(page, '#/export?into=vpc');
    assert.equal(await page.locator('.banner').count(), 0);
    assert.equal(await pressed(page, 'A VPC that exists, and a new cluster'), 'true');
    assert.equal(await field(page, 'name'), 'mine');
  });
});
