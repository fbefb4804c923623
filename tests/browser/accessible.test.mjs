// Every page and dialog in light and dark, at phone, tablet and desk width, of a plan that is empty, usual or wrong:
// axe finds nothing, and nothing is wider than the window. Tables that become cards there show all of a row and stay tables.

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

/** How many parts of a role the browser itself tells of in an element. */
async function told(page, selector, role) {
  const session = await page.context().newCDPSession(page);
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { nodes } = await session.send('Accessibility.queryAXTree', { nodeId, role });
  await session.detach();
  return nodes.filter((node) => !node.ignored).length;
}

const CARDS = { vpc: ['.subnets table'], nodes: ['.stairs .carded'], compare: ['.strategies table'], cases: ['.case-body table', '.spreadsheet table'] };

for (const width of [320, 768]) {
  test(`rows that are cards at ${width} px show all that they hold, and are rows to a screen reader`, async () => {
    for (const kind of ['usual', 'wrong']) {
      await visit(browser, `${siteUrl}#/vpc?${plans[kind]}`, { width }, async (page) => {
        for (const [name, selectors] of Object.entries(CARDS)) {
          await go(page, `#/${name}`);
          await openAll(page);
          await settled(page);
          // A phone has a list of strategies in place of their table.
          for (const selector of selectors.filter((one) => width > 700 || !one.startsWith('.strategies'))) {
            const where = `${name}, ${selector}, ${kind}`;
            const table = page.locator(selector).first();
            const over = await table.evaluate((table) => table.parentElement.scrollWidth - table.parentElement.clientWidth);
            assert.ok(over <= 0, `${where}: ${over} px out of sight`);
            const there = await table.evaluate((table) => {
              const count = (selector) => [...table.querySelectorAll(selector)].filter((one) => getComputedStyle(one).display !== 'none').length;
              return { row: count('tr'), columnheader: count('thead th'), rowheader: count('tbody th'), cell: count('td') };
            });
            for (const [role, count] of Object.entries(there)) assert.equal(await told(page, selector, role), count, `${where}: ${role}`);
          }
        }
      });
    }
  });
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
