// The Compare page: strategies side by side, applied and undone; two plans beside each other by link.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { assertAccessible } from './axe.mjs';
import { launch, shown, siteUrl, visit } from './browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const compareUrl = `${siteUrl}#/compare`;
const button = (page, name) => page.getByRole('button', { name, exact: true });
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const eniplan = async (...args) =>
  (await promisify(execFile)('cargo', ['run', '-q', '-p', 'eniplan', '--', ...args], { cwd: root })).stdout;

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

/** The row of a strategy in the table of all of them. */
const row = (page, title) => page.locator('.strategies tbody tr').filter({ has: page.getByText(title, { exact: true }) });

test('a strategy is found, applied with one click and undone', async () => {
  await visit(browser, compareUrl, {}, async (page) => {
    await shown(page);
    assert.equal(await page.locator('.strategies tbody tr').count(), 17, 'the plan as it is and sixteen strategies');
    assert.match(await row(page, 'weave-net').innerText(), /cannot run It is archived/);
    assert.match(await row(page, 'Calico VXLAN').innerText(), /webhooks, load balancer targets/);

    await button(page, 'Addresses').click();
    await page.locator('.sorting [aria-pressed="true"]').getByText('Addresses').waitFor();
    const sorted = await page.locator('.strategies tbody tr:not(.present):not(.cannot) td:nth-of-type(1) > span').allInnerTexts();
    const counts = sorted.map((text) => Number(text.replace(/[^0-9]/g, '')));
    assert.deepEqual(counts, counts.toSorted((a, b) => a - b), 'the fewest routable addresses come first');

    await row(page, 'Fewer, larger nodes').getByRole('button', { name: /^Apply/ }).click();
    await page.getByText('Fewer, larger nodes: applied. Undo brings your plan back.').waitFor();
    await page.locator('.present').getByText('12', { exact: true }).waitFor();
    await button(page, 'Undo').click();
    await page.locator('.present').getByText('36', { exact: true }).first().waitFor();
  });
});

test('the table is copied as the command line writes it', async () => {
  const wanted = await eniplan('compare', 'examples/shop-prod.yaml', '--format', 'markdown');
  await visit(browser, compareUrl, {}, async (page) => {
    await shown(page);
    await button(page, 'Copy as Markdown').click();
    await page.getByText('Copied as Markdown.').waitFor();
    assert.equal(await clipboard(page), wanted);
    const saved = page.waitForEvent('download');
    await button(page, 'Save CSV').click();
    const text = await readFile(await (await saved).path(), 'utf8');
    assert.ok(text.startsWith('strategy,addresses_routable,'), text);
  });
});

test('columns are chosen by keyboard, and breaks stand in them as sentences', async () => {
  await visit(browser, compareUrl, { width: 320 }, async (page) => {
    await shown(page);
    const second = page.getByLabel('Column 2');
    await second.selectOption('calico');
    await page.getByText('Admission webhooks and aggregated APIs need hostNetwork').waitFor();
    await second.selectOption('custom-networking');
    await page.getByText('The first interface of a node carries no pods').waitFor();
    await page.locator('.beside summary').first().focus();
    await page.keyboard.press('Enter');
    assert.match(await page.locator('.beside .formulas').first().innerText(), /=/);
    assert.match(await page.locator('.beside a.onward').first().getAttribute('href'), /^#\/export\?p=1/);
  });
});

test('the owner of a shared VPC is asked in words that can be sent', async () => {
  const address = `${siteUrl}#/compare?type=m5.large&pods=400&vpc.shared=true`;
  await visit(browser, address, {}, async (page) => {
    await shown(page);
    assert.match(await row(page, 'Custom networking').innerText(), /needs the owner of the VPC/);
    await page.getByLabel('Column 2').selectOption('custom-networking');
    await button(page, 'Copy the request for Custom networking').click();
    await page.getByText('Request copied.').waitFor();
    assert.match(await clipboard(page), /^Please change the VPC that is shared with this account/);
  });
});

test('two plans stand side by side by text and by link', async () => {
  const wanted = await eniplan('compare', 'examples/shop-prod.yaml', 'examples/article-three-28s.yaml', '--format', 'markdown');
  const article = await readFile(`${root}examples/article-three-28s.yaml`, 'utf8');
  let link;
  await visit(browser, compareUrl, {}, async (page) => {
    await shown(page);
    const field = page.getByLabel('Link or text of the second plan');
    await field.fill('#/vpc?p=1nonsense');
    await button(page, 'Put it beside').click();
    await page.getByRole('alert').waitFor();
    await field.fill(article);
    await button(page, 'Put it beside').click();
    await page.getByText('Fields that differ').waitFor();
    assert.match(await page.locator('.changed').innerText(), /networking\.prefix_delegation\s+true\s+false/);
    await button(page, 'Copy both as Markdown').click();
    await page.getByText('Copied as Markdown.').waitFor();
    assert.equal(await clipboard(page), wanted);
    await button(page, 'Copy link to both').click();
    await page.getByText('Link copied. It holds both plans.').waitFor();
    link = await clipboard(page);
  });
  assert.ok(link.startsWith(`${siteUrl}#/compare?p=1`), link);
  await visit(browser, link, {}, async (page) => {
    await page.getByText('Fields that differ').waitFor();
    await button(page, 'Open the second plan').click();
    await page.getByText('The second plan is open. Undo brings yours back.').waitFor();
    await page.getByText('Both plans say the same.').waitFor();
    await button(page, 'Put it away').click();
    await page.getByText('Both plans say the same.').waitFor({ state: 'detached' });
  });
});

test('hostile text stays text, and a plan without nodes is told what to do', async () => {
  const hostile = '<img src=x onerror=alert(1)>|=1+1';
  await visit(browser, compareUrl, {}, async (page) => {
    await shown(page);
    await page.locator('[id="name"]').fill(hostile);
    await page.getByLabel('Link or text of the second plan').fill(`name: "${hostile}"`);
    await button(page, 'Put it beside').click();
    await page.getByText('Fields that differ').waitFor();
    assert.equal(await page.locator('main img').count(), 0);
    await button(page, 'Open the second plan').click();
    await page.getByText('There is no workload to compare yet').waitFor();
  });
});

for (const theme of ['light', 'dark']) {
  for (const width of [320, 768, 1440]) {
    test(`nothing for axe to find and nothing wider than the window: ${theme}, ${width} px`, async () => {
      await visit(browser, compareUrl, { theme, width }, async (page) => {
        await shown(page);
        await page.getByLabel('Link or text of the second plan').fill('{}');
        await button(page, 'Put it beside').click();
        await page.getByText('Fields that differ').waitFor();
        await assertAccessible(page, `${theme}, ${width} px`);
        const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
        assert.ok(content <= view, `${content} px wide in ${view}`);
      });
    });
  }
}
