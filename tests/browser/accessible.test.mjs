// Every page and dialog in light and dark, at phone, tablet and desk width, of a plan that is empty, usual or wrong:
// axe finds nothing, and nothing is wider than the window.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible } from './axe.mjs';
import { launch, siteUrl, visit } from './browser.mjs';
import { DIALOGS, PAGES, assertNarrow, go, kindsOfPlan, openAll, openDialog, settled } from './places.mjs';

let browser;
let plans;
before(async () => {
  browser = await launch();
  plans = await kindsOfPlan();
});
after(() => browser?.close());

async function assertInBoth(page, where) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    await assertAccessible(page, `${where}, ${colorScheme}`);
  }
  await assertNarrow(page, where);
}

for (const kind of ['empty', 'usual', 'wrong']) {
  for (const width of [320, 768, 1440]) {
    test(`every page at ${width} px, plan: ${kind}`, async () => {
      await visit(browser, `${siteUrl}#/vpc?${plans[kind]}`, { width }, async (page) => {
        for (const name of PAGES) {
          // A link that cannot be read says so on whichever page it leads to.
          await go(page, kind === 'wrong' ? `#/${name}?p=1cut` : `#/${name}`);
          await openAll(page);
          await assertInBoth(page, `${name}, ${kind}, ${width} px`);
        }
      });
    });
  }
}

for (const width of [320, 1440]) {
  test(`every dialog at ${width} px`, async () => {
    await visit(browser, siteUrl, { width }, async (page) => {
      await page.evaluate(() => localStorage.setItem('eniplan plan kept before', '1cut'));
      for (const name of Object.keys(DIALOGS)) {
        const dialog = await openDialog(page, name);
        const assertBoth = async (where) => {
          await openAll(page);
          await assertInBoth(page, `${name}, ${where}`);
          const over = await dialog.locator('.sheet').evaluate((sheet) => sheet.scrollWidth - sheet.clientWidth);
          assert.ok(over <= 0, `${name}, ${where}: ${over} px wider than the dialog`);
        };
        await assertBoth('as it opens');
        const field = dialog.locator('input[type="text"], input[type="search"]').first();
        if (await field.count()) {
          await field.fill(name === 'Search' ? 'warm' : '\u0007');
          await settled(page);
          await assertBoth('with what is typed');
        }
        await page.keyboard.press('Escape');
        await dialog.waitFor({ state: 'detached' });
      }
    });
  });
}
