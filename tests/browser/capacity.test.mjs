// The Capacity page, walked as a person would: find the wall, move the sliders, apply the fix, take it back.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible } from './axe.mjs';
import { launch, siteUrl, until, visit } from './browser.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const capacity = `${siteUrl}#/capacity`;
// Ten pods of a m5.large with WARM_ENI_TARGET=1 take 30 addresses a node: 300 of the 3 × 27 that a /25 in eighths gives out.
const tight = `${siteUrl}#/capacity?type=m5.large&nodes=10&max_nodes=12&pods=100&cidr=10.0.0.0/25`;
const button = (page, name) => page.getByRole('button', { name, exact: true });
const slider = (page, name) => page.getByRole('slider', { name, exact: true });
const walls = (page) => page.locator('.wall-list > li');

/** Sets a slider as a drag does: inputs on the way, and a change where it is let go. */
const drag = (page, name, values) =>
  slider(page, name).evaluate((element, all) => {
    for (const value of all) {
      element.value = value;
      element.dispatchEvent(new Event('input', { bubbles: true }));
    }
    element.dispatchEvent(new Event('change', { bubbles: true }));
  }, values);

test('which wall comes first is the first of the list, with its arithmetic and a way past it', async () => {
  await visit(browser, capacity, {}, async (page) => {
    const first = await page.locator('.sum.wall .value').textContent();
    const wall = walls(page).first();
    assert.match(await wall.locator('h3').textContent(), new RegExp(`^${first} `));
    assert.match(await wall.textContent(), /How to get past it: /);
    await wall.getByText('Show the arithmetic').click();
    await wall.getByRole('link', { name: /^Where the limit is written: / }).waitFor();
    assert.match(await wall.locator('.arithmetic code').textContent(), / (≤|=|<|>|≥) /);
    const ruler = page.getByRole('img', { name: /nodes desired, [\d,]+ at max\. Walls: / });
    assert.match(await ruler.getAttribute('aria-label'), /^36 nodes desired, 84 at max\./);
    // As many marks as walls, over both lines.
    assert.equal(await page.locator('.ruler .mark').count(), await walls(page).count());
  });
});

test('a slider moves everything, and a whole drag is one step back', async () => {
  await visit(browser, capacity, {}, async (page) => {
    const name = 'Pods, desired of general';
    const placed = page.locator('.sum', { hasText: 'Pods placed' }).locator('.value');
    assert.equal(await placed.textContent(), '1,020 of 1,020');
    const far = await slider(page, name).getAttribute('max');
    await drag(page, name, [1000, 1300, 1600]);
    await until(page, () => document.querySelector('h1').textContent.includes('does not fit'), 'too many pods');
    assert.match(await placed.textContent(), / of 1,720$/);
    assert.equal(await slider(page, name).getAttribute('max'), far, 'the thumb stays below the finger');
    assert.match(await walls(page).first().textContent(), /pods too many/);
    await drag(page, name, [1200]);
    await page.keyboard.press('Control+z');
    await until(page, () => document.body.textContent.includes('of 1,720'), 'the second drag is undone alone');
    await page.keyboard.press('Control+z');
    await until(page, () => document.body.textContent.includes('1,020 of 1,020'), 'the first drag is one step');
    assert.equal(await slider(page, name).inputValue(), '900');
  });
});

test('by keyboard: a slider, the best fix, and the way back', async () => {
  await visit(browser, tight, {}, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent);
    const headline = await page.locator('h1').textContent();
    assert.match(headline, /does not fit|fails/);
    const best = page.locator('.best');
    assert.match(await best.textContent(), /^Best fix: /);
    const apply = best.getByRole('button', { name: /^Apply: / });
    await apply.focus();
    await page.keyboard.press('Enter');
    await best.getByText(/^Applied: /).waitFor();
    assert.equal(await focused(), 'undo-fix');
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: headline }).waitFor();
    await until(page, () => document.activeElement.id === 'best-title', 'the focus stays there');
    const nodes = slider(page, 'Nodes, desired of group-1');
    await nodes.focus();
    await page.keyboard.press('ArrowRight');
    await until(page, () => /11 nodes desired/.test(document.querySelector('.ruler').getAttribute('aria-label')), 'one more');
  });
});

test('a wall and a finding each have a button that applies what they ask for', async () => {
  await visit(browser, capacity, {}, async (page) => {
    const wall = walls(page).filter({ has: page.getByRole('button', { name: /^Apply: / }) }).first();
    const title = await wall.locator('h3').textContent();
    const before = await wall.locator('.how-far').textContent();
    const setting = await wall.locator('.row code').textContent();
    await wall.getByRole('button', { name: /^Apply: / }).click();
    const section = page.locator('section', { has: page.locator('#walls-title') });
    await section.getByText(`Applied: ${setting}`).first().waitFor();
    const then = walls(page).filter({ hasText: title });
    if (await then.count()) assert.notEqual(await then.first().locator('.how-far').textContent(), before);
    await section.getByRole('button', { name: /^Undo: / }).click();
    await walls(page).filter({ hasText: title }).filter({ hasText: before }).first().waitFor();
  });
  const idle = `${siteUrl}#/capacity?type=m5.large&nodes=3&pods=9&warm.eni=2&warm.ip=5`;
  await visit(browser, idle, {}, async (page) => {
    const finding = page.locator('.findings li', { hasText: 'WARM_ENI_TARGET=2 has no effect' });
    await finding.getByRole('button', { name: /^Apply: / }).click();
    await page.locator('.findings').getByText(/^Applied: networking\.warm\.eni/).waitFor();
    assert.equal(await finding.count(), 0);
  });
});

test('zones at each moment, the drill of each zone, and growth with a date', async () => {
  await visit(browser, capacity, {}, async (page) => {
    const zones = page.locator('.zones > li');
    assert.equal(await zones.count(), 3);
    const surge = () => zones.first().locator('dt', { hasText: 'surge' }).locator('+ dd').textContent();
    assert.equal(await surge(), '0');
    await button(page, 'while upgrading').click();
    assert.equal(await button(page, 'while upgrading').getAttribute('aria-pressed'), 'true');
    assert.notEqual(await surge(), '0');
    assert.equal(await page.locator('section', { hasText: 'If a zone fails' }).last().locator('.gate').count(), 3);
    const year = new Date().getUTCFullYear();
    const dates = await page.locator('.dates b').allTextContents();
    assert.ok(dates.some((text) => text.includes(`about ${year}`) || text.includes(`about ${year + 1}`)), `${dates}`);
    const growth = page.locator('[id="growth.pods_per_month"]');
    await growth.fill('0%');
    await page.getByText('No growth is planned').waitFor();
    await growth.fill('ten');
    assert.equal(await growth.getAttribute('aria-invalid'), 'true');
  });
});

test('a plan without nodes says where to begin', async () => {
  await visit(browser, capacity, {}, async (page) => {
    await page.evaluate(() => (location.hash = '#/nodes'));
    for (const name of ['general', 'batch']) await button(page, `Remove group ${name}`).click();
    await page.evaluate(() => (location.hash = '#/capacity'));
    await page.getByRole('link', { name: 'Add a group of nodes' }).waitFor();
    await assertAccessible(page, 'no nodes');
    await page.getByRole('link', { name: 'Add a group of nodes' }).click();
    await page.locator('#groups-title').waitFor();
  });
});

test('hostile names stay text', async () => {
  const text = '<img src=x onerror=alert(1)>';
  const link = `${siteUrl}#/capacity?nodes=9&max_nodes=40&pods=900&node_groups[0].name=${encodeURIComponent(text)}`;
  await visit(browser, link, {}, async (page) => {
    await page.getByRole('heading', { name: text }).first().waitFor();
    await page.locator('[id="growth.pods_per_month"]').fill(text);
    assert.equal(await page.locator('img, #app script').count(), 0);
  });
});

for (const theme of ['light', 'dark']) {
  for (const width of [320, 768, 1440]) {
    test(`accessible: ${theme}, ${width} px`, async () => {
      for (const [name, url] of [['typical', capacity], ['short', tight]]) {
        await visit(browser, url, { theme, width }, async (page) => {
          await assertAccessible(page, name);
          await page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));
          await assertAccessible(page, `${name}, all open`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(wide <= 0, `${name} is ${wide} px wider than the window`);
        });
      }
    });
  }
}
