// Plans by name, kept in the browser, and the plan as a file.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';

import { assertAccessible } from './axe.mjs';
import { answered, launch, siteUrl, views, visit } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const field = (page, path) => page.locator(`[id="${path}"]`);
const title = (page) => page.locator('main h1');
const dialog = (page) => page.getByRole('dialog', { name: 'Plans' });
const inDialog = (page, name) => dialog(page).getByRole('button', { name, exact: true });
const strip = (page, name) => page.locator('.strip').getByRole('button', { name });

async function keepAs(page, name) {
  await strip(page, 'Save…').click();
  await field(page, 'kept-name').fill(name);
  await inDialog(page, 'Save').click();
  await dialog(page).getByText(`“${name}” is kept in this browser.`).waitFor();
  await inDialog(page, 'Close').click();
}

test('a plan is kept, opened, renamed, deleted and brought back', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await field(page, 'name').fill('first');
    await keepAs(page, 'first');
    await field(page, 'vpc.cidrs[0].cidr').fill('10.9.0.0/16');
    await keepAs(page, 'second');
    assert.equal(await field(page, 'name').inputValue(), 'second', 'the plan has the name under which it is kept');
    await page.reload();
    await answered(page);
    await strip(page, 'Open…').click();
    await dialog(page).getByText('open now').waitFor();
    await inDialog(page, 'Open first').click();
    await title(page).getByText('first').waitFor();
    assert.equal(await field(page, 'vpc.cidrs[0].cidr').inputValue(), '10.20.0.0/20');
    await page.keyboard.press('Control+z');
    assert.equal(await field(page, 'vpc.cidrs[0].cidr').inputValue(), '10.9.0.0/16');

    await strip(page, 'Open…').click();
    await inDialog(page, 'Rename first').click();
    await field(page, 'kept-renamed').fill('second');
    await page.keyboard.press('Enter');
    await dialog(page).getByText('“second” is there already').waitFor();
    await field(page, 'kept-renamed').fill('third');
    await page.keyboard.press('Enter');
    await dialog(page).getByText('“first” is “third” now.').waitFor();
    await inDialog(page, 'Delete third').click();
    await dialog(page).getByText('“third” is deleted.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'kept-restore');
    await page.keyboard.press('Enter');
    await inDialog(page, 'Open third').waitFor();
    await page.keyboard.press('Escape');
    await dialog(page).waitFor({ state: 'detached' });
    assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Open…', 'the focus is where it was');
  });
});

test('what is kept nowhere is not replaced without asking, nor is a plan of the same name', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await field(page, 'name').fill('kept');
    await keepAs(page, 'kept');
    await field(page, 'region').fill('eu-west-3');
    await field(page, 'name').fill('mine');
    await strip(page, 'Open…').click();
    await inDialog(page, 'Open kept').click();
    await dialog(page).getByText('“mine” is not kept.').waitFor();
    assert.match(await title(page).textContent(), /^mine /);
    await inDialog(page, 'Not now').click();
    await field(page, 'kept-name').fill('kept');
    await inDialog(page, 'Save').click();
    await dialog(page).getByText('Another plan is kept as “kept”. It would be lost.').waitFor();
    await inDialog(page, 'Replace it').click();
    await dialog(page).getByText('“kept” is kept in this browser.').waitFor();
    await inDialog(page, 'Close').click();
    assert.equal(await field(page, 'region').inputValue(), 'eu-west-3');
  });
});

test('the plan goes into a file and comes back from it', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await field(page, 'name').fill('mine');
    await page.locator('main h1', { hasText: /^mine / }).waitFor();
    await strip(page, 'Save…').click();
    const saving = page.waitForEvent('download');
    await inDialog(page, 'Save as a file').click();
    const file = await saving;
    assert.equal(file.suggestedFilename(), 'mine.yaml');
    const text = await readFile(await file.path(), 'utf8');
    assert.match(text, /^version: 1\nname: mine\n/);
    await inDialog(page, 'Copy as YAML').click();
    await page.locator('.notice', { hasText: 'as YAML' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
    await inDialog(page, 'Close').click();
    await page.locator('.strip').getByRole('button', { name: 'Example' }).click();
    await page.locator('main h1', { hasText: /^shop-prod / }).waitFor();
    await field(page, 'start-text').fill(text);
    await page.locator('.start .opened').getByRole('button', { name: 'Open this plan' }).click();
    await page.locator('main h1', { hasText: /^mine / }).waitFor();
  });
});

test('where the storage is full it says so, and nothing is lost', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await page.evaluate(() => {
      Storage.prototype.setItem = () => {
        throw new DOMException('full', 'QuotaExceededError');
      };
    });
    await field(page, 'name').fill('mine');
    await strip(page, 'Save…').click();
    await inDialog(page, 'Save').click();
    await dialog(page).getByText('its storage is closed or full').waitFor();
    assert.match(await title(page).textContent(), /^mine /);
  });
});

for (const view of views) {
  test(`accessible: ${view.name}`, async () => {
    await visit(browser, siteUrl, view, async (page) => {
      await keepAs(page, 'one');
      await keepAs(page, 'a name that is rather long for a phone and goes on for a while yet');
      await strip(page, 'Open…').click();
      await inDialog(page, 'Rename one').click();
      await assertAccessible(page, 'plans');
      const wide = await page.evaluate(() => document.querySelector('.sheet').scrollWidth - document.querySelector('.sheet').clientWidth);
      assert.ok(wide <= 0, `${wide} px wider than the dialog`);
      await inDialog(page, 'Cancel').click();
      await inDialog(page, 'Delete one').click();
      await dialog(page).getByText('is deleted').waitFor();
      await assertAccessible(page, 'plans, one deleted');
    });
  });
}
