// The VPC and Nodes pages, walked as a person would: by mouse, by keyboard, by link, offline.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { assertAccessible } from './axe.mjs';
import { answered, launch, newVisitor, openTab, siteUrl, until, views, visit } from './browser.mjs';
import { startSite } from './site.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const example = (await readFile(join(root, 'web/src/example.link'), 'utf8')).trim();

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** The field of a path of the plan. */
const field = (page, path) => page.locator(`[id="${path}"]`);
const button = (page, name) => page.getByRole('button', { name, exact: true });

async function fill(page, fields) {
  for (const [path, value] of Object.entries(fields)) {
    const one = field(page, path);
    if (typeof value === 'boolean') await one.setChecked(value);
    else if ((await one.evaluate((element) => element.tagName)) === 'SELECT') await one.selectOption(value);
    else await one.fill(value);
  }
}

async function copiedLink(page) {
  await button(page, 'Copy link').click();
  await page.getByText('Link copied.').waitFor();
  return page.evaluate(() => navigator.clipboard.readText());
}

/** What a button saves. Chromium lets ten downloads of a page pass, holds the next one back, and begins anew. */
async function download(page, name) {
  for (let tries = 1; ; tries += 1) {
    const event = page.waitForEvent('download', { timeout: 5_000 });
    await button(page, name).click();
    try {
      return await event;
    } catch (error) {
      if (tries === 2) throw error;
    }
  }
}

/** Plans examples/shop-prod.yaml by hand, from nothing. */
async function planByHand(page) {
  await page.locator('.start').getByRole('button', { name: 'New plan' }).click();
  const dialog = page.getByRole('dialog', { name: 'A new plan' });
  await dialog.getByRole('button', { name: 'Open this plan' }).click();
  await page.locator('.card').getByRole('button', { name: 'Add secondary block' }).click();
  await fill(page, {
    name: 'shop-prod',
    region: 'eu-west-1',
    zones: 'a, b, c',
    'vpc.cidrs[0].cidr': '10.20.0.0 /20',
    'vpc.peers': '10.30.0.0/16',
    'vpc.routes': '10.0.0.0/8',
    'networking.custom_networking': true,
    'networking.prefix_delegation': true,
    'endpoints.nat_gateways': 'per-zone',
    'endpoints.interface_endpoints.count': '4',
    'endpoints.load_balancers.alb': '2',
    'endpoints.load_balancers.nlb': '1',
    'growth.pods_per_month': '5%',
  });
  await page.getByRole('button', { name: 'Edit them' }).click();
  assert.equal(await page.locator('.subnets tbody tr').count(), 9);
  await fill(page, {
    'subnets[3].cidr': '10.20.8.0/26',
    'subnets[4].cidr': '10.20.8.64/26',
    'subnets[5].cidr': '10.20.8.128/26',
  });
  await page.getByRole('button', { name: 'Add a row' }).click();
  await fill(page, {
    'others[0].name': 'lambda',
    'others[0].addresses': '90',
    'others[0].subnets': 'private-a, private-b, private-c',
  });
  await page.getByRole('link', { name: 'Nodes', exact: true }).click();
  await page.getByRole('button', { name: 'Add a group' }).click();
  const group = (index, fields) =>
    fill(page, Object.fromEntries(Object.entries(fields).map(([key, value]) => [`node_groups[${index}].${key}`, value])));
  await group(0, {
    name: 'general',
    instance_types: 'm6i.xlarge',
    'nodes.min': '6',
    'nodes.desired': '30',
    'nodes.max': '60',
    'pods.desired': '900',
    'pods.max': '1,800',
    'pods.cpu': '100m',
    'pods.memory': '256Mi',
    daemonset_pods: '2',
  });
  await group(1, {
    name: 'batch',
    instance_types: 'c6i.2xlarge',
    'nodes.min': '0',
    'nodes.desired': '6',
    'nodes.max': '24',
    'pods.desired': '120',
    'pods.max': '480',
    'pods.cpu': '200m',
    'pods.memory': '512Mi',
    daemonset_pods: '2',
    'update.max_unavailable': '33%',
  });
}

test('the production example is planned by hand, shared, opened elsewhere and downloaded', async () => {
  let link;
  await visit(browser, siteUrl, {}, async (page) => {
    await planByHand(page);
    link = await copiedLink(page);
    assert.equal(link.split('?p=')[1], example, 'the link of examples/shop-prod.yaml');
    assert.equal(await page.locator('.gate').count(), 3);
  });
  await visit(browser, link, {}, async (page) => {
    assert.equal(await page.getByRole('link', { name: 'Nodes', exact: true }).getAttribute('aria-current'), 'page');
    assert.equal(await field(page, 'node_groups[1].instance_types').inputValue(), 'c6i.2xlarge');
    await page.getByRole('link', { name: 'VPC', exact: true }).click();
    assert.equal(await field(page, 'subnets[8].cidr').inputValue(), '100.64.128.0/18');
    assert.equal((await copiedLink(page)).split('?p=')[1], example);

    const folder = await mkdtemp(join(tmpdir(), 'eniplan-export-'));
    try {
      const command = ['run', '-q', '-p', 'eniplan', '--', 'export', 'examples/shop-prod.yaml', '-o', folder];
      await promisify(execFile)('cargo', command, { cwd: root });
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const wanted = entries.filter((entry) => entry.isFile());
      assert.ok(wanted.some((entry) => entry.name.endsWith('.tf')), 'the command line writes Terraform');
      await page.getByRole('link', { name: 'Export', exact: true }).click();
      await page.locator('.files li').first().waitFor();
      assert.equal(await page.locator('.files li').count(), wanted.length);
      for (const entry of wanted) {
        const path = join(entry.parentPath, entry.name);
        const name = path.slice(folder.length + 1);
        const saved = await readFile(await (await download(page, `Save ${name}`)).path());
        assert.ok(saved.equals(await readFile(path)), `${name} is the same from the page and the command line`);
      }
      const archive = join(folder, 'shop-prod.zip');
      await promisify(execFile)('cargo', [...command.slice(0, -2), '--zip', archive], { cwd: root });
      const saved = await readFile(await (await download(page, 'Save shop-prod.zip')).path());
      assert.ok(saved.equals(await readFile(archive)), 'the archive is the same from the page and the command line');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test('nothing is lost: undo, redo, reload, and a faulty text keeps the last good plan', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const title = page.locator('h1');
    await field(page, 'name').fill('mine');
    assert.match(await title.textContent(), /^mine /);
    const primary = field(page, 'vpc.cidrs[0].cidr');
    await primary.fill('10.0.0.0/1x');
    assert.equal(await primary.getAttribute('aria-invalid'), 'true');
    await page.getByText('Write an IPv4 block such as 10.0.0.0/16.').waitFor();
    await page.getByRole('link', { name: 'Nodes', exact: true }).click();
    await page.getByRole('link', { name: 'VPC', exact: true }).click();
    assert.equal(await primary.inputValue(), '10.0.0.0/1x', 'what was typed stays');
    await primary.fill('10.99.0.0/16');
    assert.equal(await primary.getAttribute('aria-invalid'), null);
    await page.locator('.icicle').getByRole('option', { name: /VPC block 10\.99\.0\.0\/16/ }).waitFor();
    await page.keyboard.press('Control+z');
    assert.equal(await primary.inputValue(), '10.20.0.0/20');
    await page.keyboard.press('Control+Shift+z');
    assert.equal(await primary.inputValue(), '10.99.0.0/16');
    await button(page, 'Undo').click();
    await button(page, 'Undo').click();
    assert.match(await title.textContent(), /^shop-prod /);
    assert.ok(await button(page, 'Undo').isDisabled());
    await button(page, 'Redo').click();
    await page.reload();
    await answered(page);
    assert.match(await title.textContent(), /^mine /);
  });
});

test('an edit is kept though something else is asked before it is painted', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await page.evaluate(() => {
      const name = document.getElementById('name');
      name.value = 'mine';
      name.dispatchEvent(new Event('input', { bubbles: true }));
      document.getElementById('map').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    });
    await page.locator('h1', { hasText: /^mine / }).waitFor();
    await until(page, () => localStorage.getItem('eniplan plan') !== null, 'the plan is kept');
    await page.reload();
    await answered(page);
    assert.match(await page.locator('h1').textContent(), /^mine /);
  });
});

test('each kind of damaged link says what is wrong and keeps the plan', async () => {
  const altered = example.slice(0, 40) + (example[40] === 'A' ? 'B' : 'A') + example.slice(41);
  const cases = [
    [example.slice(0, -9), /cut/i],
    [altered, /altered|changed|damaged/i],
    [`9${example.slice(1)}`, /newer/i],
    ['%3Cimg%20src=x%20onerror=alert(1)%3E', /link/i],
    ['1'.repeat(60_000), /./],
  ];
  const told = new Set();
  for (const [text, wanted] of cases) {
    await visit(browser, siteUrl, {}, async (page) => {
      await field(page, 'name').fill('mine');
      await page.evaluate((address) => (location.hash = address), `#/nodes?p=${text}`);
      const banner = page.locator('.banner.wrong');
      await banner.waitFor();
      assert.match(await banner.textContent(), wanted);
      told.add(await banner.textContent());
      assert.match(await page.locator('h1').textContent(), /^mine /);
      assert.equal(await page.locator('img').count(), 0);
      await button(page, 'Close').click();
      assert.equal(await banner.count(), 0);
    });
  }
  assert.ok(told.size >= 4, [...told].join('\n'));
});

test("a link never overwrites what the user had without asking", async () => {
  const visitor = await newVisitor(browser);
  try {
    const mine = await openTab(visitor, siteUrl);
    await field(mine.page, 'name').fill('mine');
    await mine.page.close();
    const { page, watch } = await openTab(visitor, `${siteUrl}#/nodes?type=m5.large&pods=40&prefix_delegation=1`);
    await page.getByText('This link holds another plan').waitFor();
    assert.match(await page.locator('h1').textContent(), /^mine /);
    await button(page, "Open the link's plan").click();
    assert.equal(await field(page, 'node_groups[0].instance_types').inputValue(), 'm5.large');
    assert.equal(await field(page, 'node_groups[0].pods.desired').inputValue(), '40');
    assert.ok(!page.url().includes('?'), 'the address is the page again');
    await button(page, 'Undo').click();
    assert.match(await page.locator('h1').textContent(), /^mine /);
    await page.evaluate((link) => (location.hash = link), `#/vpc?p=${example}`);
    await button(page, 'Keep mine').click();
    assert.match(await page.locator('h1').textContent(), /^mine /);
    await watch.assertClean();
  } finally {
    await visitor.close();
  }
});

test('by keyboard alone', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const press = (key) => page.keyboard.press(key);
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
    await press('Tab');
    assert.equal(await focused(), 'Skip to the plan');
    await press('Enter');
    assert.equal(await focused(), 'main');
    // On to the map, past what opens to numbers.
    const onMap = () => page.evaluate(() => document.activeElement.classList.contains('icicle'));
    for (let steps = 0; !(await onMap()); steps += 1) {
      assert.ok(steps < 40, 'the map is reached by Tab');
      await press('Tab');
    }
    const live = page.locator('#map-live');
    assert.match(await live.textContent(), /VPC block 10\.20\.0\.0\/20/);
    await press('ArrowDown');
    assert.match(await live.textContent(), /private-a/);
    await press('ArrowRight');
    assert.match(await live.textContent(), /private-b/);
    await press('End');
    assert.match(await live.textContent(), /Free: 100\.64\.192\.0\/18/);
    await press('ArrowUp');
    await press('Enter');
    assert.equal(await page.locator('[aria-pressed="true"]').textContent(), '100.64.0.0/16');
    await press('Escape');
    await press('End');
    await press('ArrowDown');
    await press('End');
    await press('Tab');
    assert.match(await focused(), /^Add subnet 100\.64\.192\.0\/18/);
    const before = await page.locator('.subnets tbody tr').count();
    await press('Enter');
    assert.equal(await page.locator('.subnets tbody tr').count(), before + 1);
    await press('Control+z');
    assert.equal(await page.locator('.subnets tbody tr').count(), before);
  });
});

test('an instance type is found by filters and picked', async () => {
  await visit(browser, `${siteUrl}#/nodes`, {}, async (page) => {
    await page.locator('#filter-name').fill('m5 large');
    await page.locator('#filter-0').fill('>=2 and <8');
    const rows = page.locator('.instances tbody th');
    await until(page, () => document.querySelectorAll('.instances tbody th').length < 20, 'the table is filtered');
    await rows.getByRole('button', { name: 'm5.large', exact: true }).click();
    assert.equal(await field(page, 'node_groups[0].instance_types').inputValue(), 'm5.large');
    const formula = page.locator('.group').first().locator('.sum').first();
    assert.match(await formula.textContent(), /\(3 − 1\) × \(10 − 1\) × 16 \+ 2 = 290/);
    await page.locator('#filter-name').fill('');
    await page.locator('#filter-0').fill('');
    assert.ok((await rows.count()) < 60, 'only the rows in sight are made');
    await page.locator('#types').evaluate((element) => element.scrollTo(0, element.scrollHeight));
    await rows.getByText('z1d.xlarge').waitFor();
  });
});

test('an edited plan is there again with the network off', async () => {
  const site = await startSite();
  const visitor = await newVisitor(browser);
  try {
    const { page } = await openTab(visitor, site.url);
    await page.waitForFunction(() => navigator.serviceWorker.controller);
    await field(page, 'name').fill('offline');
    // What is kept follows what is shown.
    await page.locator('h1', { hasText: /^offline / }).waitFor();
    await site.goAway();
    await page.reload();
    await answered(page);
    assert.match(await page.locator('h1').textContent(), /^offline /);
  } finally {
    await visitor.close();
    await site.stop();
  }
});

test('hostile text stays text', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const text = '<img src=x onerror=alert(1)>{{7*7}}${x}';
    await field(page, 'name').fill(text);
    await field(page, 'subnets[0].name').fill('"><script>alert(2)</script>');
    assert.ok((await page.locator('h1').textContent()).startsWith(text));
    const link = await copiedLink(page);
    await visit(browser, link, {}, async (other) => {
      assert.ok((await other.locator('h1').textContent()).startsWith(text));
      assert.equal(await other.locator('img, #app script').count(), 0);
    });
    assert.equal(await page.locator('img, #app script').count(), 0);
  });
});

for (const view of views) {
  test(`accessible: ${view.name}`, async () => {
    for (const name of ['vpc', 'nodes']) {
      await visit(browser, `${siteUrl}#/${name}`, view, async (page) => {
        await assertAccessible(page, name);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${name} is ${wide} px wider than the window`);
        await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
        await field(page, 'name').fill('\u0007');
        await page.evaluate(() => (location.hash = '#/vpc?p=1cut'));
        await page.locator('.banner').waitFor();
        await assertAccessible(page, `${name}, all open, with faults`);
      });
    }
  });
}
