// A subnet from near: its /28 blocks, found and walked by mouse, by keys and by touch, and what of it is read aloud.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible } from './axe.mjs';
import { launch, siteUrl, until, visit } from './browser.mjs';

/*
 * Prefixes, a reservation, a listed address and an upgrade; the second subnet is as large as AWS makes them. The plan, as
 * `eniplan link` makes a link of it, which decodes for ever:
 *
 * zones: [a]
 * networking: {prefix_delegation: true}
 * cluster: {control_plane_interfaces: 0}
 * subnets:
 *   - {name: nodes-a, zone: a, role: nodes, cidr: 10.0.12.0/24, reservations: [10.0.12.128/26], taken: [10.0.12.40]}
 *   - {name: large, zone: a, role: other, cidr: 10.1.0.0/16}
 *   - {name: small, zone: a, role: other, cidr: 10.0.13.128/27}
 * vpc: {cidrs: [10.0.0.0/16, 10.1.0.0/16]}
 * node_groups:
 *   - {name: g, instance_types: [m5.large], nodes: {min: 3, desired: 3, max: 3}, pods: {desired: 3}}
 */
const link =
  siteUrl +
  '#/vpc?p=1QJPUB0mgFADQCgE130kA8pgKAAyXObalalbclea9oKAAydcPNtAKAWSkYAWX5TYUABsckO79RvIMflwl7q-0nYBD5A';

/** The same plan, whose first subnet is named `"><img src=x onerror=alert(1)>`. */
const hostile =
  siteUrl +
  '#/vpc?p=1XZPUB0mgFADQCgE1wi_ov77-8IMGoSRC_vV6DjREUTkf70AsRFP-ob_qf77ymAoADJc5tqVqVtyV5r2goADJrh5toBQCyUjACy_KbCgANjkh3fqN5Bj8uEvdX2k7AE-M';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const option = (page, name) => page.locator('.icicle').getByRole('option', { name });
const grid = (page) => page.locator('#blocks');
const button = (page, name) => page.locator('.map').getByRole('button', { name, exact: true });
const focused = (page) => page.evaluate(() => document.activeElement.id);

/** What is read aloud of the chosen block, and that the grid points at it. */
async function assertTold(page, words) {
  await page.locator('#block-live', { hasText: words }).waitFor();
  const block = words.split(':')[0];
  const chosen = await grid(page).evaluate((one) => document.getElementById(one.getAttribute('aria-activedescendant')).getAttribute('aria-label'));
  assert.equal(chosen, block);
}

/** The colours that stand on the canvas, so that it is not empty. */
const colours = (page) =>
  grid(page).evaluate((one) => {
    const canvas = one.querySelector('canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const found = new Set();
    for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) found.add(`${data[at]},${data[at + 1]},${data[at + 2]}`);
    return found.size;
  });

const FIRST = '10.0.12.0/28: no prefix fits, because AWS keeps 4 addresses of it; 3 single addresses in it (3 nodes’ primary).';
const LISTED = '10.0.12.32/28: no prefix fits; 1 single address in it (1 listed as taken).';
const HELD = '10.0.12.128/28: a node’s prefix, the 3rd of 6. A reservation keeps it for prefixes.';
const LAST = '10.0.12.240/28: no prefix fits, because AWS keeps 1 address of it.';

/** Points at the block in a column and row of the grid. */
async function point(page, column, row, how) {
  const box = await grid(page).locator('svg').boundingBox();
  const rows = Number(await grid(page).getAttribute('aria-rowcount'));
  const [x, y] = [box.x + ((column + 0.5) * box.width) / 16, box.y + ((row + 0.5) * box.height) / rows];
  await how(x, y);
}

test('by mouse, from the map and back', async () => {
  await visit(browser, link, {}, async (page) => {
    await option(page, /^nodes-a,/).click();
    await button(page, '/28 blocks of nodes-a').click();
    await page.getByRole('heading', { name: 'The /28 blocks of nodes-a 10.0.12.0/24' }).waitFor();
    const sum = await page.locator('#blocks-sum').textContent();
    // 16 less the first and last, six prefixes and one listed address are seven; three primary addresses can spoil three.
    assert.match(sum, /7 of 16 blocks are free: 4 to 7 more prefixes fit, by where single addresses stand\./);
    assert.match(sum, /Nodes hold 6 prefixes; an empty subnet of this size has room for 14\./);
    await assertTold(page, FIRST);
    assert.ok((await colours(page)) >= 4, 'blocks are drawn');
    const press = (x, y) => page.mouse.click(x, y);
    await point(page, 2, 0, press);
    await assertTold(page, LISTED);
    await point(page, 8, 0, press);
    await assertTold(page, HELD);
    await button(page, 'Next free').click();
    await page.locator('#block-live', { hasText: /^10\.0\.12\.\d+\/28: free, the \d+(st|nd|rd|th) of \d+ free blocks?\.$/ }).waitFor();
    const legend = await page.locator('.beside-blocks .legend').textContent();
    for (const words of [/6 a node’s prefix/, /1 listed as taken/, /2 first and last/, /4 of them in a reservation/, /free until an upgrade/]) {
      assert.match(legend, words);
    }
    await button(page, 'apart').click();
    await page.locator('#blocks-sum', { hasText: '4 of 16 blocks are free' }).waitFor();
    await button(page, 'Back to the map').click();
    await option(page, /^nodes-a,/).waitFor();
    assert.equal(await focused(page), 'map');
    assert.equal(await option(page, /^nodes-a,/).getAttribute('aria-selected'), 'true');
    // As a folder opens, and from the number in the table.
    await option(page, /^nodes-a,/).dblclick();
    await assertTold(page, FIRST);
    await button(page, 'Back to the map').click();
    await page.locator('.subnets').getByRole('button', { name: /show the \/28 blocks of nodes-a/ }).click();
    await assertTold(page, FIRST);
    assert.equal(await focused(page), 'blocks');
  });
});

test('by keyboard alone', async () => {
  await visit(browser, link, {}, async (page) => {
    const press = (key) => page.keyboard.press(key);
    for (let steps = 0; (await focused(page)) !== 'map'; steps += 1) {
      assert.ok(steps < 60, 'the map is reached by Tab');
      await press('Tab');
    }
    await press('ArrowDown');
    const live = page.locator('#map-live');
    for (let steps = 0; !/^nodes-a,/.test(await live.textContent()); steps += 1) {
      assert.ok(steps < 5, `the arrows reach nodes-a, and stand at: ${await live.textContent()}`);
      await press('ArrowRight');
    }
    await press('Enter');
    await assertTold(page, FIRST);
    assert.equal(await focused(page), 'blocks');
    assert.equal(await grid(page).getAttribute('role'), 'grid');
    await press('ArrowRight');
    await press('ArrowRight');
    await assertTold(page, LISTED);
    await press('End');
    await assertTold(page, LAST);
    await press('ArrowRight');
    await press('ArrowDown');
    await assertTold(page, LAST);
    await press('Home');
    await assertTold(page, FIRST);
    await press('Escape');
    await option(page, /^nodes-a,/).waitFor();
    assert.equal(await focused(page), 'map');
    assert.match(await page.locator('#map-live').textContent(), /^nodes-a,/);
  });
});

test('by touch at 320 px', async () => {
  await visit(browser, link, { width: 320, hasTouch: true, isMobile: true }, async (page) => {
    await option(page, /^nodes-a,/).tap();
    await button(page, '/28 blocks of nodes-a').tap();
    await assertTold(page, FIRST);
    await point(page, 2, 0, (x, y) => page.touchscreen.tap(x, y));
    await assertTold(page, LISTED);
    await button(page, 'Next block').tap();
    await page.locator('#block-live', { hasText: /^10\.0\.12\.48\/28/ }).waitFor();
    const low = await page.locator('.near').getByRole('button').evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.textContent),
    );
    assert.deepEqual(low, [], 'buttons of 44 px');
    await button(page, 'Back to the map').tap();
    await option(page, /^nodes-a,/).waitFor();
  });
});

test('a /16 has 4,096 blocks, which scroll, follow the keys and fit at once', async () => {
  await visit(browser, link, {}, async (page) => {
    await page.locator('.subnets').getByRole('button', { name: /show the \/28 blocks of large/ }).click();
    await page.locator('#blocks-sum', { hasText: 'of 4,096 blocks are free' }).waitFor();
    const elements = await grid(page).evaluate((one) => one.querySelectorAll('*').length);
    assert.ok(elements < 10, `${elements} elements for 4,096 blocks`);
    await page.keyboard.press('End');
    await assertTold(page, '10.1.255.240/28: no prefix fits, because AWS keeps 1 address of it.');
    const inSight = () => {
      const [outer, inner] = ['#blocks', '#blocks .cell'].map((name) => document.querySelector(name).getBoundingClientRect());
      return inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
    };
    await until(page, inSight, 'the chosen block is in sight');
    await button(page, 'Whole subnet').click();
    await until(page, () => {
      const one = document.getElementById('blocks');
      return one.scrollHeight <= one.clientHeight + 1;
    }, 'the whole subnet is in sight');
    await point(page, 0, 1, (x, y) => page.mouse.click(x, y));
    await assertTold(page, '10.1.1.0/28: free');
    await page.getByRole('button', { name: 'Back to the map' }).click();
    await page.locator('.subnets').getByRole('button', { name: /show the \/28 blocks of small/ }).click();
    // A row is a /24, so that the second block of a /27 at .128 stands in the tenth column.
    await point(page, 9, 0, (x, y) => page.mouse.click(x, y));
    await assertTold(page, '10.0.13.144/28: no prefix fits');
  });
});

test('the blocks follow the plan and the moment', async () => {
  await visit(browser, link, {}, async (page) => {
    await page.locator('.subnets').getByRole('button', { name: /show the \/28 blocks of nodes-a/ }).click();
    await page.getByLabel('Show', { exact: true }).selectOption({ label: 'while upgrading' });
    await page.locator('#blocks-sum', { hasText: 'Counted while upgrading' }).waitFor();
    assert.doesNotMatch(await page.locator('.beside-blocks .legend').textContent(), /until an upgrade/);
    await page.locator('[id="subnets[0].cidr"]').fill('10.0.14.0/24');
    await page.getByRole('heading', { name: 'The /28 blocks of nodes-a 10.0.14.0/24' }).waitFor();
    await page.locator('[id="subnets[0].name"]').fill('other-name');
    await page.locator('[id="subnets[0].name"]').blur();
    await page.locator('.icicle').waitFor();
  });
});

test('a name that is markup stays a name', async () => {
  const name = '"><img src=x onerror=alert(1)>';
  await visit(browser, hostile, {}, async (page) => {
    await page.locator('.subnets .open-blocks').first().click();
    await page.getByRole('heading', { name: `The /28 blocks of ${name}` }).waitFor();
    assert.equal(await page.locator('main img').count(), 0);
    assert.equal(await grid(page).getAttribute('aria-label'), `The /28 blocks of ${name}`);
  });
});

for (const theme of ['light', 'dark']) {
  for (const width of [320, 768, 1440]) {
    test(`accessible: ${theme}, ${width} px`, async () => {
      await visit(browser, link, { theme, width }, async (page) => {
        await page.locator('.subnets').getByRole('button', { name: /show the \/28 blocks of nodes-a/ }).click();
        await assertTold(page, FIRST);
        await assertAccessible(page, 'blocks');
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${wide} px wider than the window`);
      });
    });
  }
}

test('in forced colours blocks are told apart by their marks', async () => {
  await visit(browser, link, { forcedColors: 'active' }, async (page) => {
    await page.locator('.subnets').getByRole('button', { name: /show the \/28 blocks of nodes-a/ }).click();
    await assertTold(page, FIRST);
    assert.ok((await colours(page)) >= 2);
    await assertAccessible(page, 'forced colours');
  });
});
