// The Cases page: published cases computed in the visitor's browser, and AWS's spreadsheet beside eniplan.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible } from './axe.mjs';
import { launch, shown, siteUrl, visit } from './browser.mjs';

const casesUrl = `${siteUrl}#/cases`;
const button = (page, name) => page.getByRole('button', { name, exact: true });

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

async function leave(page, label, text) {
  await page.getByLabel(label, { exact: true }).fill(text);
  await page.keyboard.press('Tab');
}

test('every case comes out right in this browser, and says who published what', async () => {
  await visit(browser, casesUrl, {}, async (page) => {
    await shown(page);
    const count = await page.locator('.case').count();
    assert.ok(count >= 30, `${count} cases`);
    assert.match(await page.locator('.score').innerText(), new RegExp(`✓ ${count} of ${count} cases`));
    assert.equal(await page.locator('.mark-no').count(), 0);
    const sheet = page.locator('#case-C1');
    await sheet.locator('summary').first().click();
    const text = await sheet.innerText();
    assert.match(text, /AWS keeps five addresses of a subnet, the sheet two/);
    assert.match(text, /addresses used, subnet 1\s+351\s+360\s+360/);
    assert.match(await sheet.locator('a').first().getAttribute('href'), /^https:\/\/github\.com\/aws\/aws-eks-best-practices\//);
    // The formula stands beside a figure of a type.
    await page.locator('#case-A33 > summary').click();
    assert.match(await page.locator('#case-A33').innerText(), /3 × \(10 − 1\) × 16 \+ 2 = 434/);
  });
});

test('a case is opened as a plan by keyboard, and undone', async () => {
  await visit(browser, casesUrl, {}, async (page) => {
    await shown(page);
    await page.locator('#case-A5 > summary').focus();
    await page.keyboard.press('Enter');
    await page.locator('#case-A5 .arithmetic summary').focus();
    await page.keyboard.press('Enter');
    const open = page.locator('#case-A5').getByRole('button', { name: 'Open: Three nodes, two pods of CoreDNS' });
    await open.focus();
    await page.keyboard.press('Enter');
    await page.getByText('Case A5 is open as a plan. Undo brings yours back.').waitFor();
    await page.getByRole('link', { name: 'Nodes', exact: true }).click();
    assert.equal(await page.locator('[id="node_groups[0].instance_types"]').inputValue(), 'c5.large');
    await button(page, 'Undo').click();
    await page.locator('[id="node_groups[1].instance_types"]').waitFor();
  });
});

test('the spreadsheet stands row by row, and answers with numbers of one’s own', async () => {
  await visit(browser, casesUrl, {}, async (page) => {
    await shown(page);
    const rows = page.locator('.spreadsheet tbody tr');
    assert.equal(await rows.count(), 19);
    const first = await rows.first().innerText();
    assert.match(first, /351\s+360/);
    assert.match(first, /\+15 the sheet gives the primary address of each interface to a pod/);
    assert.equal(await page.locator('.spreadsheet tbody .wrong').count(), 0);
    // 30 pods on one c5.2xlarge: the sheet's 47 are 60.
    await leave(page, 'Instance type', 'c5.2xlarge');
    await leave(page, 'Nodes', '1');
    await leave(page, 'Pods a node with an address', '30');
    await page.getByText('The sheet says 47 addresses, eniplan 60.').waitFor();
    await page.getByLabel('What is kept warm').selectOption('WarmIP');
    await page.getByText('The sheet says 32 addresses, eniplan 34.').waitFor();
    await leave(page, 'Instance type', '<img src=x onerror=alert(1)>');
    await page.getByRole('alert').getByText('No such type is in the catalogue').waitFor();
    await leave(page, 'Instance type', 'm5.large');
    await leave(page, 'Nodes', '99999999999999999999');
    await page.getByRole('alert').getByText('up to 100,000').waitFor();
    assert.equal(await page.locator('main img').count(), 0);
  });
});

for (const theme of ['light', 'dark']) {
  for (const width of [320, 768, 1440]) {
    test(`nothing for axe to find and nothing wider than the window: ${theme}, ${width} px`, async () => {
      await visit(browser, casesUrl, { theme, width }, async (page) => {
        await shown(page);
        for (const id of ['C1', 'A33', 'B11']) await page.locator(`#case-${id} > summary`).click();
        await page.locator('#case-C1 .arithmetic summary').click();
        await assertAccessible(page, `${theme}, ${width} px`);
        const [content, view] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
        assert.ok(content <= view, `${content} px wide in ${view}`);
      });
    });
  }
}
