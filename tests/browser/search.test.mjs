// The search, the list of keys, and text of anybody in every field.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible } from './axe.mjs';
import { answered, launch, siteUrl, until, views, visit } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const dialog = (page, name) => page.getByRole('dialog', { name, exact: true });
const results = (page) => page.locator('.results');
const focused = (page) => page.evaluate(() => document.activeElement.id);

async function search(page, text) {
  await page.locator('main').focus();
  await page.keyboard.press('/');
  await page.locator('#search').fill(text);
}

/** Ids of the fields of the plan on the page that is shown. */
const fields = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.plan-name input, main :is(input, select)[aria-describedby$="-help"]')]
      .map((one) => one.id)
      .filter((id) => /^[a-z_]+([.[]|$)/.test(id) && document.getElementById(id).getAttribute('aria-describedby') === `${id}-help`),
  );

test('every field of the pages is found by its path, and jumped to', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await page.getByRole('button', { name: 'Add a row' }).click();
    const onVpc = await fields(page);
    assert.ok(onVpc.length > 60, `${onVpc.length} fields`);
    await page.getByRole('link', { name: 'Nodes', exact: true }).click();
    const onNodes = (await fields(page)).filter((id) => id.startsWith('node_groups'));
    assert.ok(onNodes.length >= 32, `${onNodes.length} fields`);
    // Of lists one entry each, from the other page.
    const of = (id) => id.replace(/\d+/, '0');
    for (const id of new Set([...onNodes, ...onVpc].map(of))) {
      await search(page, id);
      const first = results(page).locator('section', { hasText: 'Settings' }).locator('li button').first();
      assert.equal(await first.locator('code').textContent(), id, 'found by its path');
      await first.click();
      await until(page, `document.activeElement.id === ${JSON.stringify(id)}`, `${id} has the focus`);
      assert.equal(await page.locator('dialog').count(), 0);
    }
  });
});

test('by keyboard: a page, a finding, an instance type; and Escape goes back', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await search(page, 'staircase');
    await page.keyboard.press('Enter');
    await page.locator('nav a[aria-current]', { hasText: 'Nodes' }).waitFor();
    await search(page, 'EP0301');
    await page.keyboard.press('ArrowDown');
    assert.match(await page.evaluate(() => document.activeElement.getAttribute('href')), /findings\.html#EP0301/);
    await page.keyboard.press('ArrowUp');
    assert.equal(await focused(page), 'search');
    await page.locator('#search').fill('c7gn.med');
    await page.keyboard.press('Enter');
    await until(page, () => document.activeElement.id === 'filter-name', 'the filter has the focus');
    assert.equal(await page.locator('#filter-name').inputValue(), 'c7gn.medium');
    await page.locator('#filter-name').press('/');
    assert.equal(await page.locator('dialog').count(), 0, 'where one types, it is a letter');
    const copy = page.getByRole('button', { name: 'Copy link' });
    await copy.focus();
    await page.keyboard.press('?');
    await dialog(page, 'Keys').getByText('Split the chosen subnet').waitFor();
    await page.keyboard.press('Escape');
    await dialog(page, 'Keys').waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Copy link');
    await page.keyboard.press('/');
    await page.locator('#search').fill('no such thing');
    await page.getByText('Nothing is called so.').waitFor();
    await page.mouse.click(5, 5);
    await page.locator('dialog').waitFor({ state: 'detached' });
  });
});

test('a value without a place on a page is changed in the search', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await search(page, 'external account owns');
    await page.locator('#search').fill('another account owns');
    await page.keyboard.press('Enter');
    await dialog(page, 'A setting').waitFor();
    const choice = dialog(page, 'A setting').locator('[id="vpc.shared"]');
    await choice.selectOption('true');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Undo' }).click();
    await search(page, 'vpc.shared');
    await page.keyboard.press('Enter');
    assert.equal(await choice.inputValue(), 'false');
    await dialog(page, 'A setting').getByRole('button', { name: 'Back to the search' }).click();
    await page.locator('#search').waitFor();
  });
});

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '"><script>alert(2)</script>',
  "' onfocus=alert(3) autofocus='",
  'javascript:alert(4)//</style><svg onload=alert(5)>',
];

/** How many elements of kinds that the page never makes are there. */
const foreign = (page) => page.locator('img, iframe, object, embed, form, #app script, #app style, [onerror], [onload], [onfocus], [onclick]').count();

test('text of anybody stays text, typed into every field', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await page.getByRole('button', { name: 'Add a row' }).click();
    for (const address of ['#/vpc', '#/nodes']) {
      await page.evaluate((address) => (location.hash = address), address);
      await page.locator(`nav a[href="${address}"][aria-current]`).waitFor();
      await answered(page);
      const inputs = await page.evaluate(() =>
        [...document.querySelectorAll('#app :is(input:not([type="checkbox"], [type="file"]), textarea)')].map((one) => one.id),
      );
      assert.ok(inputs.length > 20);
      for (const [index, id] of inputs.entries()) {
        const input = page.locator(`[id="${id}"]`);
        await input.fill(HOSTILE[index % HOSTILE.length]);
        await input.blur();
      }
      assert.equal(await foreign(page), 0, address);
    }
    await page.evaluate(() => (location.hash = '#/vpc'));
    for (const [open, name] of [['New plan', 'A new plan'], ['Save…', 'Plans']]) {
      await page.locator('.strip').getByRole('button', { name: open }).click();
      const inputs = dialog(page, name).locator('input[type="text"], textarea');
      for (let index = 0; index < (await inputs.count()); index += 1) await inputs.nth(index).fill(HOSTILE[index % HOSTILE.length]);
      if (name === 'Plans') {
        await dialog(page, name).getByRole('button', { name: 'Save', exact: true }).click();
        await dialog(page, name).getByText('is kept in this browser').waitFor();
      }
      assert.equal(await foreign(page), 0, name);
      await page.keyboard.press('Escape');
    }
    for (const text of HOSTILE) {
      await search(page, text);
      assert.equal(await foreign(page), 0);
      await page.keyboard.press('Escape');
    }
  });
});

test('text of anybody stays text, brought by a link or a file into every field', async () => {
  // Every text of the document at once, as a file; what of it is a plan goes on as a link.
  const text = (index) => JSON.stringify(HOSTILE[index % HOSTILE.length]);
  const plan = `
name: ${text(0)}
region: ${text(1)}
zones: [${text(2)}, {name: ${text(3)}, id: ${text(0)}}]
vpc: {id: ${text(1)}, cidrs: [10.0.0.0/16, ${text(2)}], peers: [${text(3)}], ipv6_cidr: ${text(0)}}
subnets:
- {name: ${text(1)}, zone: ${text(2)}, cidr: 10.0.0.0/24, id: ${text(3)}, role: ${text(0)}}
cluster: {kubernetes_version: ${text(1)}}
node_groups:
- {name: ${text(2)}, instance_types: [${text(3)}, m5.large], zones: [${text(2)}], subnets: [${text(0)}], ami: ${text(1)}}
others: [{name: ${text(2)}, addresses: 3, subnets: [${text(3)}]}]
endpoints: {interface_endpoints: {count: 1, subnets: [${text(0)}]}, load_balancers: [{type: alb, subnets: [${text(1)}]}]}
accept: [{code: ${text(2)}, subject: ${text(3)}, reason: ${text(0)}}]
${text(1)}: 1
`;
  let link;
  await visit(browser, siteUrl, {}, async (page) => {
    await page.locator('[id="start-text"]').fill(plan);
    await page.locator('.opened .error').first().waitFor();
    assert.equal(await foreign(page), 0, 'what was read');
    await page.locator('.opened').getByRole('button', { name: 'Open this plan' }).click();
    await page.locator('main h1', { hasText: HOSTILE[0] }).waitFor();
    assert.equal(await foreign(page), 0, 'VPC');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.locator('.notice', { hasText: 'Link copied' }).waitFor();
    link = (await page.evaluate(() => navigator.clipboard.readText())).split('?')[1];
  });
  const addresses = [];
  await visit(browser, siteUrl, {}, async (page) => {
    addresses.push(...(await page.locator('nav a').evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('href')))));
  });
  for (const address of addresses) {
    await visit(browser, `${siteUrl}${address}?${link}`, {}, async (page) => {
      assert.equal(await page.locator('#name').inputValue(), HOSTILE[0]);
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      assert.equal(await foreign(page), 0, address);
      await page.evaluate((text) => (location.hash = `#/vpc?${encodeURIComponent(text)}=${text}`), HOSTILE[0]);
      await page.locator('.banner').waitFor();
      assert.equal(await foreign(page), 0, 'a parameter that there is not');
    });
  }
});

for (const view of views) {
  test(`accessible: ${view.name}`, async () => {
    await visit(browser, siteUrl, view, async (page) => {
      await search(page, 'warm');
      await page.locator('.results button').first().waitFor();
      await assertAccessible(page, 'the search');
      const wide = await page.evaluate(() => document.querySelector('.sheet').scrollWidth - document.querySelector('.sheet').clientWidth);
      assert.ok(wide <= 0, `${wide} px wider than the dialog`);
      await page.keyboard.press('Escape');
      await page.locator('main').focus();
      await page.keyboard.press('?');
      await dialog(page, 'Keys').waitFor();
      await assertAccessible(page, 'the keys');
    });
  });
}
