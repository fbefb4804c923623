// The first screen: ways to a plan of one's own beside a worked example.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { assertAccessible } from './axe.mjs';
import { answered, interactive, launch, newVisitor, siteUrl, until, views, visit } from './browser.mjs';
import { go, kindsOfPlan, linkOf } from './places.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const field = (page, path) => page.locator(`[id="${path}"]`);
const button = (page, name) => page.getByRole('button', { name, exact: true });
const title = (page) => page.locator('main h1');
const opened = (page) => page.locator('.start .opened, dialog .opened').last();

test('what one has is pasted on the first screen, told, and opened', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const box = field(page, 'start-text');
    await box.fill('name: shop\nzones: [a, b]\nnode_groups:\n- {instance_types: [m5.large], pods: {desired: 40}}\n');
    await opened(page).getByText('A plan file: “shop”, 1 VPC block, 2 zones').waitFor();
    assert.equal(await title(page).textContent(), 'shop-prod fits', 'nothing is opened before it is asked for');
    await opened(page).getByRole('button', { name: 'Open this plan' }).click();
    await page.locator('h1', { hasText: 'shop fits' }).waitFor();
    assert.equal(await page.locator('.start').count(), 0, 'the plan is no longer the example');
    await page.keyboard.press('Control+z');
    await page.locator('h1', { hasText: 'shop-prod fits' }).waitFor();
    assert.equal(await field(page, 'start-text').count(), 1);
  });
});

test('faults of a plan file are told with their place, and what was understood can be opened', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const box = field(page, 'start-text');
    await box.fill('name: shop\nzonse: [a]\nnode_groups:\n- nodes: {max: ten}\n');
    await opened(page).locator('.error').first().waitFor();
    const said = await opened(page).innerText();
    assert.match(said, /line 2, column 1.*`zones`/s, said);
    assert.match(said, /line 4, column 16/, said);
    await box.fill('name: [');
    await opened(page).getByText(/Not read: line/).waitFor();
    assert.equal(await opened(page).getByRole('button').count(), 0);
    await box.fill('');
    await until(page, () => !document.querySelector('.opened .lines p'), 'nothing is said of nothing');
  });
});

test('a list of blocks becomes a VPC with its subnets', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await field(page, 'start-text').fill('10.40.0.0 /16\n10.40.0.0/19\n10.40.32.0/19,');
    await opened(page).getByRole('button', { name: 'Open this plan' }).click();
    await page.locator('h1', { hasText: 'This plan' }).waitFor();
    assert.equal(await field(page, 'vpc.cidrs[0].cidr').inputValue(), '10.40.0.0/16');
    assert.equal(await field(page, 'subnets[1].cidr').inputValue(), '10.40.32.0/19');
    assert.equal(await field(page, 'subnets[1].zone').inputValue(), 'b');
  });
});

test('a file is chosen or dropped; the plan of before stays until one says so', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const path = join(root, 'examples/article-three-28s.yaml');
    await field(page, 'start-file').setInputFiles(path);
    await opened(page).getByRole('button', { name: 'Open this plan' }).click();
    await page.locator('main h1', { hasText: 'does not fit' }).waitFor();
    const mine = await title(page).textContent();
    const text = await readFile(join(root, 'examples/shop-prod.yaml'), 'utf8');
    const data = await page.evaluateHandle((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], 'shop-prod.yaml'));
      return data;
    }, text);
    // There is no box on the page now, so the dialog opens for it.
    await page.dispatchEvent('main', 'drop', { dataTransfer: data });
    await page.locator('dialog .opened').getByText('A plan file: “shop-prod”').waitFor();
    assert.equal(await title(page).textContent(), mine);
    await page.locator('dialog').getByText('Undo brings it back').waitFor();
    await page.locator('dialog .opened').getByRole('button', { name: 'Open this plan' }).click();
    await page.locator('main h1', { hasText: 'shop-prod fits' }).waitFor();
    assert.equal(await page.locator('dialog').count(), 0);
  });
});

test('a link is pasted, and one in words', async () => {
  const link = (await readFile(join(root, 'tests/links/v1.txt'), 'utf8')).match(/\b1[\w-]{40,}/)[0];
  await visit(browser, siteUrl, {}, async (page) => {
    await field(page, 'start-text').fill(`https://example.com/x/#/vpc?p=${link}`);
    await opened(page).getByText('A link: “').waitFor();
    await field(page, 'start-text').fill(`${siteUrl}#/nodes?type=m5.large&pods=40`);
    await opened(page).getByText('A link that says in words').waitFor();
    await opened(page).getByRole('button', { name: 'Open this plan' }).click();
    await page.locator('[id="node_groups[0].instance_types"]').waitFor();
    assert.equal(await field(page, 'node_groups[0].pods.desired').inputValue(), '40');
  });
});

test('four questions lead to a plan, by keyboard alone', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const press = (key) => page.keyboard.press(key);
    await page.locator('.strip').getByRole('button', { name: 'New plan' }).focus();
    await press('Enter');
    const dialog = page.getByRole('dialog', { name: 'A new plan' });
    await dialog.waitFor();
    const focused = () => page.evaluate(() => document.activeElement.id);
    assert.equal(await focused(), 'draft-block');
    await dialog.getByText('This plan fits').waitFor();
    const type = async (text) => {
      await press('Control+a');
      await page.keyboard.type(text);
      await press('Tab');
    };
    await type('500 addresses');
    await type('2');
    await type('m5.large');
    await type('20');
    await type('');
    await type('400');
    assert.equal(await focused(), 'draft-growth');
    await dialog.getByText('does not fit').waitFor();
    await page.locator('#draft-block').fill('nonsense');
    await dialog.getByText('Write a block such as 10.0.0.0/16').waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Open this plan' }).getAttribute('aria-disabled'), 'true');
    await page.locator('#draft-block').fill('/16');
    await dialog.getByText('This plan fits').waitFor();
    await page.locator('#draft-growth').focus();
    await press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.locator('main h1', { hasText: 'This plan fits' }).waitFor();
    assert.equal(await focused(), 'main');
    assert.equal(await field(page, 'vpc.cidrs[0].cidr').inputValue(), '10.0.0.0/16');
    await press('Control+z');
    await page.locator('main h1', { hasText: 'shop-prod fits' }).waitFor();
  });
});

test('a button pressed before the numbers are there is not lost', async () => {
  const visitor = await newVisitor(browser);
  try {
    const page = await visitor.newPage();
    let letGo;
    const held = new Promise((done) => (letGo = done));
    await page.route('**/answers/*.wasm', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(siteUrl);
    await interactive(page);
    await page.locator('.start').getByRole('button', { name: 'New plan' }).click();
    await field(page, 'start-text').fill('name: early');
    letGo();
    await answered(page);
    await page.getByRole('dialog', { name: 'A new plan' }).waitFor();
    assert.equal(await field(page, 'start-text').inputValue(), 'name: early');
    await page.locator('.start .opened').getByText('“early”').waitFor();
  } finally {
    await visitor.close();
  }
});

test('what is painted first stands where the page has it', async () => {
  const places = (page) =>
    page.evaluate(() =>
      ['.plan-name', '.tools', '.strip', '.start', '.opener', 'h1', '.gates', '.card', '.sums'].map((selector) => {
        const { top, height } = document.querySelector(selector).getBoundingClientRect();
        return [selector, top, height];
      }),
    );
  for (const width of [320, 412, 768, 1440]) {
    let shown;
    await visit(browser, siteUrl, { width }, async (page) => {
      await answered(page);
      shown = await places(page);
    });
    const visitor = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height: 800 } });
    try {
      const page = await visitor.newPage();
      await page.goto(siteUrl);
      for (const [index, [selector, ...place]] of (await places(page)).entries()) {
        const [, ...wanted] = shown[index];
        const off = place.map((one, at) => Math.abs(one - wanted[at]));
        assert.ok(Math.max(...off) < 1, `${selector} at ${width} px: ${place}, then ${wanted}`);
      }
    } finally {
      await visitor.close();
    }
  }
});

test('nothing moves while the page loads', async () => {
  for (const width of [320, 1440]) {
    const visitor = await newVisitor(browser, { width });
    try {
      const page = await visitor.newPage();
      await page.addInitScript(() => {
        window.shifts = [];
        new PerformanceObserver((list) => {
          for (const shift of list.getEntries()) window.shifts.push([shift.value, ...shift.sources.map((one) => one.node?.className ?? one.node?.nodeName)]);
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await page.goto(siteUrl);
      await answered(page);
      const shifts = await page.evaluate(() => window.shifts);
      const sum = shifts.reduce((sum, [value]) => sum + value, 0);
      assert.ok(sum < 0.02, `${width} px: ${JSON.stringify(shifts)}`);
    } finally {
      await visitor.close();
    }
  }
});

for (const view of views) {
  test(`accessible: ${view.name}`, async () => {
    await visit(browser, siteUrl, view, async (page) => {
      await field(page, 'start-text').fill('name: shop\nzonse: [a]');
      await opened(page).locator('.error').waitFor();
      await assertAccessible(page, 'the first screen');
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok((await wide()) <= 0, 'no wider than the window');
      await page.locator('.strip').getByRole('button', { name: 'New plan' }).click();
      await page.locator('#draft-block').fill('nonsense');
      await page.locator('dialog .wrong').waitFor();
      await assertAccessible(page, 'a new plan, with a fault');
      assert.ok((await wide()) <= 0, 'no wider than the window');
    });
  });
}

test('a plan with errors or without nodes says where to begin, and Export that it is not ready', async () => {
  const plans = await kindsOfPlan();
  const open = (plan, work) => visit(browser, `${siteUrl}#/vpc?${plan}`, {}, work);
  await open(plans.wrong, async (page) => {
    await page.locator('.best').getByText('Start with').waitFor();
    await button(page, 'See the findings').click();
    await page.locator('#findings-title:focus').waitFor();
    const errors = await page.locator('.findings li.error').count();
    await go(page, '#/export');
    await page.locator('.banner', { hasText: `The plan has ${errors} errors; the first is about` }).waitFor();
    await page.locator('.banner').getByRole('link', { name: 'See its findings' }).click();
    await page.locator('#findings-title').waitFor();
  });
  // Two zones, as EKS wants them, and no group.
  await open(await linkOf({ zones: ['a', 'b'] }), async (page) => {
    await title(page).getByText('This plan has no nodes yet').waitFor();
    assert.equal(await page.locator('.gate.yes').count(), 0);
    await go(page, '#/export');
    await page.locator('.banner', { hasText: 'The plan has no node group' }).waitFor();
    await go(page, '#/vpc');
    await page.locator('.best').getByRole('link', { name: 'Add it on Nodes' }).click();
    await button(page, 'Add a group of nodes').waitFor();
  });
});
