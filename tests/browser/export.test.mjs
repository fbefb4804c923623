// The Export page, walked as a person would: every file seen, chosen, copied and saved; what changed, and why nothing comes.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { assertAccessible } from './axe.mjs';
import { launch, shown, siteUrl, until, views, visit } from './browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const address = `${siteUrl}#/export`;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const button = (page, name) => page.getByRole('button', { name, exact: true });
const opened = (page) => page.locator('#export-file');
const contents = (page) => page.locator('.code code');
const entry = (page, path) => page.locator('.files li').filter({ has: page.getByText(path, { exact: true }) });

async function open(page, path) {
  await entry(page, path).locator('button.plain').click();
  await until(page, `document.querySelector('#export-file')?.textContent === ${JSON.stringify(path)}`, `${path} is open`);
}

async function chosen(page, strategy) {
  await page.getByLabel('Strategy').selectOption(strategy);
  await until(page, `document.querySelector('#export-strategy')?.value === '${strategy}'`, `${strategy} is chosen`);
  await shown(page);
}

const saved = async (page, name) => {
  const event = page.waitForEvent('download');
  await button(page, name).click();
  return readFile(await (await event).path(), 'utf8');
};

test('each file is seen with what it is for, copied and saved', async () => {
  await visit(browser, address, {}, async (page) => {
    await shown(page);
    assert.equal(await opened(page).textContent(), 'README.md');
    assert.match(await page.locator('.steps').textContent(), /terraform -chdir=terraform init/);
    await open(page, 'terraform/subnets.tf');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'export-file');
    assert.ok((await page.locator('.code .hl-name').count()) > 10, 'names have a colour');
    const text = await contents(page).textContent();
    await button(page, 'Copy').click();
    await page.getByText('Copied terraform/subnets.tf.').waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
    assert.equal(await saved(page, 'Save terraform/subnets.tf'), text);
    await button(page, 'Next').click();
    await until(page, () => document.querySelector('#export-file').textContent !== 'terraform/subnets.tf', 'the next is open');
    await button(page, 'Previous').click();
    await until(page, () => document.querySelector('#export-file').textContent === 'terraform/subnets.tf', 'it is open again');
    // Every file keeps all its letters in colours.
    const paths = await page.locator('.files li button.plain').allTextContents();
    for (const path of paths.filter((path) => !path.endsWith('.svg'))) {
      await open(page, path);
      const shows = await contents(page).textContent();
      await button(page, 'Copy').click();
      await page.getByText(`Copied ${path}.`).waitFor();
      const whole = await page.evaluate(() => navigator.clipboard.readText());
      // A long one is cut at the end of a line.
      assert.equal(whole.slice(0, shows.length), shows, path);
      assert.ok(shows === whole || shows.split('\n').length === 401, path);
    }
  });
});

test('a picture is shown as one, and as its source', async () => {
  await visit(browser, address, {}, async (page) => {
    await shown(page);
    const path = (await page.locator('.files li button.plain').allTextContents()).find((path) => path.endsWith('.svg'));
    await open(page, path);
    const picture = page.locator('.picture img');
    await until(page, () => document.querySelector('.picture img')?.naturalWidth > 0, 'the picture is drawn');
    assert.ok((await picture.getAttribute('alt')).includes(path));
    await button(page, 'Source').click();
    assert.match(await contents(page).textContent(), /^<svg/m);
  });
});

test('what the files go into, their form and the strategy are chosen, and what changed is marked', async () => {
  await visit(browser, address, {}, async (page) => {
    await shown(page);
    assert.equal(await page.locator('.badge').count(), 0, 'nothing has changed at the first look');
    await button(page, 'With resources of the AWS provider alone').click();
    await until(page, () => document.querySelector('.badge'), 'files are marked');
    await open(page, 'terraform/eks.tf');
    assert.match(await contents(page).textContent(), /resource "aws_eks_cluster"/);
    await button(page, 'Changes').click();
    assert.match(await page.locator('.code del').first().textContent(), /^- /);
    assert.match(await page.locator('.code ins').first().textContent(), /^\+ /);
    assert.match(await page.locator('.code').textContent(), /- module "eks" \{/);
    await button(page, 'Mark all as seen').click();
    await until(page, () => !document.querySelector('.badge'), 'no file is marked');
    await button(page, 'A cluster that exists: only what changes').click();
    await entry(page, 'terraform/addon.tf').waitFor();
    await chosen(page, 'calico');
    await entry(page, 'helm/tigera-operator.values.yaml').locator('.badge').waitFor();
    assert.equal(await entry(page, 'helm/tigera-operator.values.yaml').locator('.badge').textContent(), 'new');
  });
});

test('a strategy that gives no Terraform says why', async () => {
  await visit(browser, address, {}, async (page) => {
    await shown(page);
    await chosen(page, 'weave-net');
    await page.locator('.export .findings').first().getByText(/archived in 2024/).first().waitFor();
    await chosen(page, 'as-planned');
    await page.locator('.choices summary').click();
    assert.match(await page.locator('.refusals').textContent(), /weave-net.*archived in 2024/s);
  });
});

test('what a change of the plan changes in the files is marked at the next look', async () => {
  await visit(browser, address, {}, async (page) => {
    await shown(page);
    await page.getByRole('link', { name: 'Nodes', exact: true }).click();
    await page.locator('[id="node_groups[0].nodes.max"]').fill('61');
    await page.getByRole('link', { name: 'Export', exact: true }).click();
    await shown(page);
    await entry(page, 'plan.yaml').locator('.badge').waitFor();
    assert.equal(await entry(page, 'terraform/versions.tf').locator('.badge').count(), 0, 'its head alone is another');
    await open(page, 'plan.yaml');
    await button(page, 'Changes').click();
    assert.match(await page.locator('.code ins').textContent(), /max: 61/);
    await page.keyboard.press('Control+z');
    await until(page, () => !document.querySelector('.code ins'), 'the files are of the plan before');
  });
});

test('by keyboard alone', async () => {
  await visit(browser, address, {}, async (page) => {
    await shown(page);
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
    const reach = async (wanted) => {
      for (let steps = 0; (await focused()) !== wanted; steps += 1) {
        assert.ok(steps < 80, `${wanted} is reached by Tab`);
        await page.keyboard.press('Tab');
      }
    };
    await reach('export-strategy');
    await reach('A VPC that exists, and a new cluster');
    await page.keyboard.press('Enter');
    await until(page, () => document.querySelector('.badge'), 'the choice is taken');
    await reach('terraform/vpc.tf');
    await page.keyboard.press('Enter');
    await until(page, () => document.activeElement.id === 'export-file', 'the focus is on the file');
    await reach('Copy');
    await page.keyboard.press('Enter');
    await page.getByText('Copied terraform/vpc.tf.').waitFor();
    assert.match(await page.evaluate(() => navigator.clipboard.readText()), /data "aws_vpc"/);
  });
});

test('a file of thousands of lines is cut, and shown whole when asked', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'eniplan-export-'));
  const plan = join(folder, 'large.yaml');
  const groups = Array.from({ length: 120 }, (_, n) => `  - {name: g${n}, instance_types: [m5.large], nodes: {desired: 1}, pods: {desired: 3}}\n`);
  await writeFile(plan, `name: large\nzones: [a, b, c]\nnode_groups:\n${groups.join('')}`);
  const command = ['run', '-q', '-p', 'eniplan', '--', 'link', plan];
  const { stdout: link } = await promisify(execFile)('cargo', command, { cwd: root });
  await rm(folder, { recursive: true });
  const path = 'documents/report.json';
  await visit(browser, address + link.slice(link.indexOf('?p=')).trim(), {}, async (page) => {
    await shown(page);
    await open(page, path);
    assert.equal((await contents(page).textContent()).split('\n').length - 1, 400);
    await page.getByRole('button', { name: /^Show all \d,\d{3} lines$/ }).click();
    await until(page, () => !document.querySelector('.preview').textContent.includes('Show all'), 'all is shown');
    const whole = await contents(page).textContent();
    assert.ok(whole.split('\n').length > 5_000);
    await button(page, 'Copy').click();
    await page.getByText(`Copied ${path}.`).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), whole);
  });
});

test('hostile text stays text', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const text = '</code><img src=x onerror=alert(1)><script>alert(2)</script>${x}';
    await page.locator('[id="name"]').fill(text);
    await page.locator('[id="subnets[0].name"]').fill(text);
    await page.getByRole('link', { name: 'Export', exact: true }).click();
    await shown(page);
    const paths = await page.locator('.files li button.plain').allTextContents();
    for (const path of paths) {
      await open(page, path);
      assert.equal(await page.locator('#app script, img[onerror]').count(), 0, path);
    }
  });
});

for (const view of views) {
  test(`accessible: ${view.name}`, async () => {
    await visit(browser, address, view, async (page) => {
      await shown(page);
      const look = async (where) => {
        await assertAccessible(page, where);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${where} is ${wide} px wider than the window`);
      };
      await look('at first');
      const paths = await page.locator('.files li button.plain').allTextContents();
      for (const end of ['.tf', '.yaml', '.svg', '.csv', '.json', '.toml']) {
        const path = paths.find((path) => path.endsWith(end));
        if (!path) continue;
        await open(page, path);
        await look(path);
      }
      await button(page, 'With resources of the AWS provider alone').click();
      await until(page, () => document.querySelector('.badge'), 'files are marked');
      await open(page, 'terraform/eks.tf');
      await button(page, 'Changes').click();
      await page.locator('.code ins').first().waitFor();
      await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
      await look('changes');
      await chosen(page, 'weave-net');
      await look('nothing to export');
    });
  });
}
