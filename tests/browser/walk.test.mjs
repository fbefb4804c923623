// From nothing to code, as a person walks: a new plan, a type, the wall and its fix, another strategy, files, a link.
// By mouse, by keyboard alone, at phone width by touch, and with the network off.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { answered, launch, newVisitor, openTab, shown, siteUrl, until, visit } from './browser.mjs';
import { startSite } from './site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const button = (page, name) => page.getByRole('button', { name, exact: true });
const field = (page, path) => page.locator(`[id="${path}"]`);

/** The whole way; `press` is a click, a tap or a key. */
async function walk(page, press) {
  const tab = async (name) => {
    await press(page.locator('nav').getByRole('link', { name, exact: true }));
    await page.locator('nav [aria-current]', { hasText: name }).waitFor();
    await answered(page);
  };

  await press(page.locator('#new-plan'));
  const dialog = page.getByRole('dialog', { name: 'A new plan' });
  await dialog.locator('#draft-block').fill('10.0.0.0/22');
  for (const [label, text] of [['Instance type', 'm5.large'], ['Nodes', '20'], ['Nodes, most', '30'], ['Pods', '400']]) {
    await dialog.getByLabel(label, { exact: true }).fill(text);
  }
  await press(dialog.getByRole('button', { name: 'Open this plan' }));
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await field(page, 'vpc.cidrs[0].cidr').inputValue(), '10.0.0.0/22');
  assert.match(await page.locator('h1').textContent(), /does not fit|fails/, 'thirty nodes of 30 addresses leave no room in a /22');

  await tab('Nodes');
  await page.locator('#filter-name').fill('m5.xlarge');
  await until(page, () => document.querySelectorAll('.instances tbody th').length < 20, 'the table is filtered');
  await press(page.locator('.instances tbody th').getByRole('button', { name: 'm5.xlarge', exact: true }));
  await until(page, () => document.getElementById('node_groups[0].instance_types').value === 'm5.xlarge', 'the type is taken');
  await press(button(page, 'Undo'));
  await until(page, () => document.getElementById('node_groups[0].instance_types').value === 'm5.large', 'and undone');

  await tab('Capacity');
  const headline = await page.locator('h1').textContent();
  assert.match(await page.locator('.wall-list > li').first().textContent(), /pods too many/, 'the first wall is already met');
  await press(page.locator('.best').getByRole('button', { name: /^Apply: / }));
  await page.locator('.best').getByText(/^Applied: /).waitFor();
  assert.notEqual(await page.locator('h1').textContent(), headline);

  await tab('Compare');
  await shown(page);
  const strategy = page.locator('.strategies tbody tr, .cards > li').filter({ hasText: 'Calico VXLAN' });
  await press(strategy.getByRole('button', { name: /^Apply/ }));
  await page.getByText('Calico VXLAN: applied. Undo brings your plan back.').waitFor();

  await tab('Export');
  await shown(page);
  const file = page.locator('.files li').getByRole('button', { name: 'helm/tigera-operator.values.yaml', exact: true });
  await press(file);
  await until(page, () => document.querySelector('#export-file')?.textContent === 'helm/tigera-operator.values.yaml', 'the file is open');
  const saving = page.waitForEvent('download');
  await press(page.getByRole('button', { name: /^Save .*\.zip$/ }));
  assert.match((await saving).suggestedFilename(), /\.zip$/);

  await press(button(page, 'Copy link'));
  await page.getByText('Link copied.').waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** What the link brings, elsewhere: the pages that were walked, and the plan that came of it. */
async function reopened(page) {
  assert.equal(await page.locator('nav [aria-current]').textContent(), 'Export');
  await page.getByRole('link', { name: 'VPC', exact: true }).click();
  assert.equal(await field(page, 'networking.cni').inputValue(), 'calico');
  assert.equal(await field(page, 'vpc.cidrs[0].cidr').inputValue(), '10.0.0.0/22');
}

const click = (target) => target.click();
const tap = (target) => target.tap();
async function enter(target) {
  await target.focus();
  await target.press('Enter');
}

for (const [name, press, options] of [
  ['by mouse', click, {}],
  ['by keyboard', enter, {}],
  ['by touch at 320 px', tap, { width: 320, hasTouch: true, isMobile: true }],
]) {
  test(name, async () => {
    let link;
    await visit(browser, siteUrl, options, async (page) => {
      link = await walk(page, press);
    });
    await visit(browser, link, options, reopened);
  });
}

test('with the network off after the first visit', async () => {
  const site = await startSite();
  const visitor = await newVisitor(browser);
  try {
    const { page, watch } = await openTab(visitor, site.url);
    await until(page, () => navigator.serviceWorker.controller !== null, 'the worker serves the page');
    await site.goAway();
    await page.reload();
    await answered(page);
    const link = await walk(page, click);
    await page.evaluate(() => localStorage.clear());
    await page.goto('about:blank');
    await page.goto(link);
    await answered(page);
    await reopened(page);
    await watch.assertClean();
  } finally {
    await visitor.close();
    await site.stop();
  }
});
