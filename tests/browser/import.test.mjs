// The Import page: what people have, pasted and chosen, and the upgrade question answered from it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { assertAccessible } from './axe.mjs';
import { answered, launch, shown, siteUrl, until, views, visit } from './browser.mjs';

const shop = fileURLToPath(new URL('../import/shop/', import.meta.url));

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const button = (page, name) => page.getByRole('button', { name, exact: true });

async function paste(page, text) {
  await shown(page);
  await page.locator('#import-text').fill(text);
  await page.locator('.import .card .row button.main').click();
}

/** Subnets as `aws ec2 describe-subnets` prints them. */
const subnets = (free) => ({
  Subnets: ['a', 'b', 'c'].map((zone, index) => ({
    SubnetId: `subnet-${zone}`,
    VpcId: 'vpc-1',
    CidrBlock: `10.0.${index}.0/24`,
    AvailabilityZone: `eu-west-1${zone}`,
    AvailableIpAddressCount: free,
    Tags: [{ Key: 'Name', Value: `<img src=x onerror=alert(1)> ${zone}` }],
  })),
});

const nodes = (count) => ({
  apiVersion: 'v1',
  kind: 'List',
  items: Array.from({ length: count }, (_, index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `ip-10-0-${index % 3}-${index + 10}.eu-west-1.compute.internal`,
      labels: {
        'eks.amazonaws.com/nodegroup': 'general',
        'node.kubernetes.io/instance-type': 'm5.large',
        'topology.kubernetes.io/zone': `eu-west-1${'abc'[index % 3]}`,
      },
    },
    spec: { providerID: `aws:///eu-west-1a/i-${String(index).padStart(17, '0')}` },
    status: { capacity: { pods: '29', cpu: '2', memory: '7910184Ki' } },
  })),
});

test('the upgrade question is answered from two pasted outputs, and the plan is used and undone', async () => {
  await visit(browser, `${siteUrl}#/import`, {}, async (page) => {
    await paste(page, JSON.stringify(subnets(3)));
    await page.locator('#import-found').getByText('subnets').first().waitFor();
    await paste(page, JSON.stringify(nodes(6)));
    const gate = page.locator('.imported .gate').first();
    await until(page, () => document.querySelectorAll('.documents li').length === 2, 'both are found');
    assert.match(await gate.textContent(), /Can it upgrade\?No/, 'three free addresses are not five');
    assert.equal(await page.locator('.import img').count(), 0);
    await button(page, 'Use this plan').click();
    await page.getByText('The imported plan is open.').waitFor();
    await page.getByRole('link', { name: 'Nodes', exact: true }).click();
    await answered(page);
    assert.equal(await page.locator('[id="node_groups[0].instance_types"]').inputValue(), 'm5.large');
    await button(page, 'Undo').click();
    assert.match(await page.locator('h1').first().textContent(), /^shop-prod /);
  });
});

test('files of a whole cluster are read at once, and what cannot be read loses nothing', async () => {
  await visit(browser, `${siteUrl}#/import`, {}, async (page) => {
    await shown(page);
    const files = ['describe-subnets.json', 'describe-vpcs.json', 'get-nodes.json'];
    const read = async (name) => ({ name, mimeType: 'application/json', buffer: await readFile(shop + name) });
    await page.locator('#import-files').setInputFiles(await Promise.all(files.map(read)));
    await button(page, 'Use this plan').waitFor();
    const found = await page.locator('.documents li').count();
    assert.ok(found >= 3, `${found} documents`);
    await paste(page, '{"Subnets": [{"SubnetId": "subnet-9", ');
    await page.locator('#import-found .findings li').first().waitFor();
    assert.ok((await page.locator('.documents li').count()) >= found, 'what was read is still there');
    await button(page, 'Use this plan').waitFor();
    await button(page, 'Start again').click();
    await until(page, () => !document.querySelector('.documents'), 'it begins anew');
  });
});

test('two VPCs in one paste are a choice', async () => {
  await visit(browser, `${siteUrl}#/import`, {}, async (page) => {
    const other = subnets(200);
    for (const subnet of other.Subnets) Object.assign(subnet, { VpcId: 'vpc-2', SubnetId: `${subnet.SubnetId}-2` });
    await paste(page, JSON.stringify(subnets(100)) + JSON.stringify(other));
    await page.locator('#import-choice').selectOption('vpc-2');
    await button(page, 'Use this plan').waitFor();
  });
});

test('a cluster of 50,000 interfaces is read while the page answers', async () => {
  await visit(browser, `${siteUrl}#/import`, {}, async (page) => {
    await shown(page);
    await page.evaluate(() => {
      const interfaces = Array.from({ length: 50_000 }, (_, index) => ({
        NetworkInterfaceId: `eni-${index}`,
        SubnetId: 'subnet-a',
        VpcId: 'vpc-1',
        Description: `aws-K8S-i-${index}`,
        Status: 'in-use',
        InterfaceType: 'interface',
        PrivateIpAddresses: [{ PrivateIpAddress: `10.0.${(index >> 8) & 255}.${index & 255}` }],
      }));
      const subnet = { SubnetId: 'subnet-a', VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', AvailabilityZone: 'eu-west-1a', AvailableIpAddressCount: 15000 };
      const text = JSON.stringify({ NetworkInterfaces: interfaces }) + JSON.stringify({ Subnets: [subnet] });
      const file = new File([text], 'cluster.json');
      const transfer = new DataTransfer();
      transfer.items.add(file);
      const input = document.getElementById('import-files');
      input.files = transfer.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    // Typing goes on beside it.
    await page.locator('[id="name"]').fill('meanwhile');
    assert.match(await page.title(), /meanwhile/);
    await page.locator('.documents').getByText('50,000').waitFor({ timeout: 120_000 });
  });
});

for (const view of views) {
  test(`accessible: ${view.name}`, async () => {
    await visit(browser, `${siteUrl}#/import`, view, async (page) => {
      await shown(page);
      await assertAccessible(page, 'import');
      await paste(page, JSON.stringify(subnets(100)) + JSON.stringify(nodes(9)));
      await button(page, 'Use this plan').waitFor();
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      await assertAccessible(page, 'import, read');
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} px wider than the window`);
    });
  });
}
