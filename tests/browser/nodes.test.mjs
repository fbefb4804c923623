// The Nodes page, walked as a person would: what is full first, addresses against pods, a setting taken from the chart.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { assertAccessible } from './axe.mjs';
import { launch, siteUrl, until, views, visit } from './browser.mjs';

// Forty m5.large with 27 pods each, which fill their three interfaces of nine: 3 + 27 addresses a node.
const address = `${siteUrl}#/nodes?type=m5.large&nodes=40&pods=1080`;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const button = (page, name) => page.getByRole('button', { name, exact: true });
const chart = (page) => page.locator('.stairs').first();
const row = (page, name) => chart(page).getByRole('row').filter({ has: page.getByText(name, { exact: true }) });

test('one sees which resource is full first', async () => {
  await visit(browser, address, {}, async (page) => {
    const bars = page.locator('.bars').first();
    assert.match(await bars.locator('.first').textContent(), /Max pods 29 of 29 pods; no more pod fits full first/);
    await page.locator('[id="node_groups[0].max_pods"]').fill('20');
    await page.locator('[id="node_groups[0].nodes.desired"]').fill('100');
    await page.locator('[id="node_groups[0].pods.cpu"]').fill('170m');
    await bars.locator('.first', { hasText: /CPU/ }).waitFor();
    // 1,930m of an m5.large carry 11 pods of 170m, and 11 stand on the fullest node.
    assert.match(await bars.locator('.first').textContent(), /CPU 1,870m of 1,930m; no more pod fits full first/);
  });
});

test('the next step down is told, and a setting is taken from the chart', async () => {
  await visit(browser, address, {}, async (page) => {
    // 27 pods fill all three interfaces; with 9 the first is full and the second kept warm: 20 addresses, not 30.
    assert.equal(await chart(page).locator('.cliff').textContent(), 'Each 18 pods fewer give back 10 addresses a node (400 in the group).');
    const own = row(page, 'Addresses, WARM_ENI_TARGET=1');
    assert.match(await own.textContent(), /30.*in force/);
    await page.locator('[id="node_groups[0].nodes.desired"]').fill('108');
    await page.locator('.chart .here', { hasText: '10 pods: 30' }).waitFor();
    assert.equal(await chart(page).locator('.cliff').textContent(), 'One pod fewer gives back 10 addresses a node (1,080 in the group).');
    // Ten pods and two spare on two interfaces with an address of their own each.
    const tuned = row(page, 'Addresses, WARM_IP_TARGET=2');
    assert.match(await tuned.textContent(), /14 \(−16\)/);
    await tuned.getByRole('button').click();
    await row(page, 'Addresses, WARM_IP_TARGET=2').getByText('in force').waitFor();
    await page.getByRole('link', { name: 'VPC', exact: true }).click();
    assert.equal(await page.locator('[id="networking.warm.ip"]').inputValue(), '2');
    await page.keyboard.press('Control+z');
    await until(page, () => document.querySelector('[id="networking.warm.ip"]').value === '', 'it is undone');
  });
});

test('every point of the chart stands in a table', async () => {
  await visit(browser, address, {}, async (page) => {
    const more = chart(page).getByRole('button', { name: 'Every number of pods' });
    await more.focus();
    await page.keyboard.press('Enter');
    const points = page.getByRole('region', { name: 'Addresses for every number of pods' });
    await points.waitFor();
    const cells = async (pods) => (await points.getByRole('row').nth(pods + 1).allTextContents())[0];
    // AWS's own worked numbers: one pod holds two interfaces of ten, the tenth begins the third.
    assert.match(await cells(1), /^120/);
    assert.match(await cells(10), /^1030/);
    assert.equal(await points.getByRole('row').count(), 29);
    await more.click();
    await until(page, () => !document.querySelector('.points'), 'it is closed');
  });
});

test('columns are chosen, filtered with faults told, compared and saved', async () => {
  await visit(browser, address, {}, async (page) => {
    const table = page.locator('#types');
    const heads = () => table.getByRole('columnheader').allTextContents();
    assert.ok(!(await heads()).some((text) => text.startsWith('Addresses a pod')));
    await page.getByText('Columns', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'Addresses a pod', exact: true }).check();
    await table.getByRole('columnheader', { name: /^Addresses a pod/ }).waitFor();
    await page.getByRole('checkbox', { name: 'Branch', exact: true }).uncheck();
    assert.ok(!(await heads()).some((text) => text.startsWith('Branch')));

    await page.locator('#filter-name').fill('m5.');
    const pods = page.locator('#filter-2');
    await pods.fill('>=29 and');
    await pods.fill('many');
    await page.getByText('That is no condition. Write 29, <110, 29-110, or >=29 and <110.').waitFor();
    await pods.fill('>=110 and <29');
    await page.getByText('No number is that large and that small.').waitFor();
    await pods.fill('>=29 and <110');
    // m5.large 29, m5.xlarge and m5.2xlarge 58: the others are told 110 and more by the formula.
    await until(page, () => document.querySelectorAll('#types tbody th').length === 3, 'three types are left');
    assert.deepEqual(await table.locator('tbody th').allTextContents(), ['m5.2xlarge', 'm5.large', 'm5.xlarge']);

    await page.locator('#types-pods').fill('10');
    // 30 addresses for ten pods of an m5.large; two interfaces of fifteen for ten of an m5.xlarge.
    await until(page, () => /3\.00/.test(document.querySelector('#types').textContent), 'addresses a pod are shown');
    await page.getByLabel('Compare m5.large', { exact: true }).check();
    await page.getByLabel('Compare m5.xlarge', { exact: true }).check();
    const compared = page.getByRole('region', { name: 'Types compared' });
    const taken = compared.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Addresses taken', exact: true }) });
    await until(page, () => document.querySelectorAll('.compared thead th').length === 2, 'both are compared');
    assert.equal(await taken.textContent(), 'Addresses taken3030');
    const interfaces = compared.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'Interfaces', exact: true }) });
    assert.match(await interfaces.getAttribute('class'), /differs/);

    const event = page.waitForEvent('download');
    await button(page, 'Save as CSV').click();
    const lines = (await readFile(await (await event).path(), 'utf8')).trim().split('\n');
    assert.equal(lines.length, 4);
    assert.ok(lines[0].startsWith('instance_type,vcpus,memory_gib,default_max_pods,'), lines[0]);
    assert.ok(lines[2].startsWith('m5.large,2,8,29,'), lines[2]);

    await compared.getByRole('button', { name: 'Pick m5.xlarge' }).click();
    assert.equal(await page.locator('[id="node_groups[0].instance_types"]').inputValue(), 'm5.xlarge');
    await button(page, 'Clear').click();
    await until(page, () => !document.querySelector('.compared'), 'nothing is compared');
  });
});

for (const view of views) {
  test(`accessible: ${view.name}`, async () => {
    await visit(browser, address, view, async (page) => {
      await chart(page).getByRole('button', { name: 'Every number of pods' }).click();
      await page.locator('.points').waitFor();
      await page.getByLabel('Compare a1.large', { exact: true }).check();
      await page.locator('.compared').waitFor();
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      await page.locator('#filter-2').fill('<img src=x onerror=alert(1)>');
      await page.locator('.instances .said.wrong').waitFor();
      await assertAccessible(page, 'nodes');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px wider than the window`);
    });
  });
}
