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
    // Which two commands to run stands first, and what of it is still missing afterwards.
    const quick = page.locator('.quick');
    assert.match(await quick.textContent(), /aws ec2 describe-subnets --output json.*kubectl get nodes -o json/s);
    await button(page, 'Copy the command for subnets and their free addresses').first().click();
    await page.getByText('Command copied.').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'aws ec2 describe-subnets --output json');
    await paste(page, JSON.stringify(subnets(3)));
    await page.locator('#import-found').getByText('subnets').first().waitFor();
    assert.match(await quick.textContent(), /subnets and their free addresses: given.*kubectl get nodes -o json/s);
    await paste(page, JSON.stringify(nodes(6)));
    const gate = page.locator('.imported .gate').first();
    await until(page, () => document.querySelectorAll('.documents li').length === 2, 'both are found');
    assert.match(await gate.textContent(), /Can it upgrade\?No/, 'three free addresses are not five');
    assert.equal(await page.locator('.import img').count(), 0);
    assert.equal(await quick.count(), 0, 'both are given');
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

/** Drops files on the page; each is a name and the text of it, or a size in MiB. */
const drop = (page, files) =>
  page.evaluate((files) => {
    const transfer = new DataTransfer();
    // A blob of blobs takes no more memory than the one that it is made of.
    const large = (mebibytes) => {
      const one = new Blob([' '.repeat(2 ** 20)]);
      return Array.from({ length: mebibytes }, () => one);
    };
    for (const [name, content] of files) {
      transfer.items.add(new File(typeof content === 'string' ? [content] : large(content), name));
    }
    const event = (type) => new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: transfer });
    document.body.dispatchEvent(event('dragover'));
    const marked = 'drop' in document.documentElement.dataset;
    document.body.dispatchEvent(event('drop'));
    return marked && !('drop' in document.documentElement.dataset);
  }, files);

test('several files are dropped at once, here and on another page', async () => {
  const files = [['subnets.json', JSON.stringify(subnets(100))], ['nodes.json', JSON.stringify(nodes(6))]];
  for (const address of ['#/import', '#/vpc']) {
    await visit(browser, siteUrl + address, {}, async (page) => {
      if (address === '#/import') await shown(page);
      assert.ok(await drop(page, files), 'it is marked that files may be dropped');
      await until(page, () => document.querySelectorAll('.documents li').length === 2, 'both are found');
      assert.match(await page.locator('.documents').textContent(), /nodes\.json.*subnets\.json|subnets\.json.*nodes\.json/s);
    });
  }
});

test('a file that is too large says so, and what was read before stays', async () => {
  await visit(browser, `${siteUrl}#/import`, {}, async (page) => {
    await paste(page, JSON.stringify(subnets(100)));
    await button(page, 'Use this plan').waitFor();
    await drop(page, [['dump.json', 385], ['nodes.json', JSON.stringify(nodes(6))]]);
    await until(page, () => document.querySelectorAll('.documents li').length === 2, 'the other file is read');
    const told = await page.locator('#import-found .findings').textContent();
    assert.match(told, /dump\.json has 385 MiB; at most 384 MiB are read at once\..*--query/s);
    await button(page, 'Use this plan').click();
    await page.getByText('The imported plan is open.').waitFor();
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
      // How far it is, as it is said below the page.
      globalThis.said = [];
      new MutationObserver(() => said.push(document.querySelector('.progress')?.textContent)).observe(document.body, {
        childList: true,
        subtree: true,
        characterData: true,
      });
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
    const percents = await page.evaluate(() => said.map((text) => Number(/^Reading… (\d+) %$/.exec(text ?? '')?.[1] ?? -1)));
    const told = percents.filter((percent) => percent >= 0);
    assert.ok(told.length > 10 && told.every((percent) => percent <= 100), `${told}`);
    assert.deepEqual(told, told.toSorted((one, other) => one - other), 'it never goes back');
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
