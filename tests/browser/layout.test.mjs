// A layout changed by hand: split, merge, move into a hole, a secondary block, and each undone; by mouse, keyboard and touch.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { assertAccessible } from './axe.mjs';
import { launch, siteUrl, views, visit } from './browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

// The example's private-a is 10.20.0.0/23; 10.20.6.0/23 is the first hole of that size, 10.20.10.0/23 the next,
// 100.64.0.0/16 is taken, 10.30.0.0/16 is peered.
const SPLIT = 'private-a split into 10.20.0.0/24 and 10.20.1.0/24.';
const MERGED = 'private-a and private-a-2 merged into 10.20.0.0/23.';
const MOVED = 'private-a moved to 10.20.6.0/23.';
const ADDED = 'Secondary block 100.65.0.0/16 added.';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const map = (page) => page.locator('.map');
const option = (page, name) => page.locator('.icicle').getByRole('option', { name });
const onMap = (page, name) => map(page).getByRole('button', { name, exact: true });
const blockField = (page) => map(page).getByLabel('New secondary block');

/** What a person sees and hears of a change: a line in the page's status, and one beside the map. */
async function assertSaid(page, text) {
  await page.locator('.notice', { hasText: text }).waitFor();
  assert.equal(await page.locator('.notice').getAttribute('role'), 'status');
  await map(page).locator('.done', { hasText: text }).waitFor();
}

/** The subnets on the map by name and block, in order. */
async function subnets(page) {
  const names = await page.locator('.icicle [role="option"]').evaluateAll((all) =>
    all.map((one) => one.getAttribute('aria-label').match(/^(\S+), (\S+), zone/)).filter(Boolean),
  );
  return names.map((match) => `${match[1]} ${match[2]}`);
}

const blocks = (page) => option(page, /^VPC block/).count();

const START = 'private-a 10.20.0.0/23';

async function assertAsBefore(page) {
  await option(page, /^private-a, 10\.20\.0\.0\/23/).waitFor();
  const found = await subnets(page);
  assert.equal(found.length, 9);
  assert.equal(found[0], START);
  assert.equal(await blocks(page), 2);
}

/** The whole walk by a pointer: `press` clicks or taps; with `force` also what would be refused, which says why. */
async function walk(page, press) {
  await press(option(page, /^private-a,/));
  await press(onMap(page, 'Split private-a'));
  await assertSaid(page, SPLIT);
  assert.deepEqual((await subnets(page)).slice(0, 2), ['private-a 10.20.0.0/24', 'private-a-2 10.20.1.0/24']);
  await press(onMap(page, `Undo: ${SPLIT}`));
  await assertAsBefore(page);

  await press(page.getByRole('button', { name: 'Redo' }));
  await option(page, /^private-a-2,/).waitFor();
  await press(option(page, /^private-a-2,/));
  await press(onMap(page, 'Merge private-a-2'));
  await assertSaid(page, MERGED);
  await assertAsBefore(page);
  await press(onMap(page, `Undo: ${MERGED}`));
  await option(page, /^private-a-2, 10\.20\.1\.0\/24/).waitFor();
  await press(page.getByRole('button', { name: 'Undo', exact: true }));
  await assertAsBefore(page);

  await press(option(page, /^private-a,/));
  await press(onMap(page, 'Merge private-a'), { force: true });
  await map(page).getByRole('alert').getByText(/private-a was left as it is: the two differ in zone/).waitFor();
  await press(onMap(page, 'Move private-a'));
  await press(onMap(page, 'Cancel move private-a'));
  assert.equal(await option(page, /^Move private-a/).count(), 0);
  await press(onMap(page, 'Move private-a'));
  await press(option(page, 'Move private-a to 10.20.6.0/23, in the free 10.20.6.0/23.'));
  await assertSaid(page, MOVED);
  await option(page, /^private-a, 10\.20\.6\.0\/23/).waitFor();
  await press(onMap(page, `Undo: ${MOVED}`));
  await assertAsBefore(page);
  // The same without the picture.
  await press(option(page, /^private-a,/));
  await press(onMap(page, 'Move private-a'));
  await press(onMap(page, 'Move private-a to 10.20.6.0/23'));
  await assertSaid(page, MOVED);
  await press(onMap(page, `Undo: ${MOVED}`));
  await assertAsBefore(page);

  await press(option(page, /^VPC block 10\.20\.0\.0\/20/));
  const field = blockField(page);
  assert.equal(await field.inputValue(), '100.65.0.0/16', 'the next legal block is proposed');
  const verdict = map(page).locator('#map-block-said');
  for (const [typed, words] of [
    ['100.65.0.0', /Write an IPv4 block/],
    ['100.64.128.0/17', /overlap/],
    ['192.168.0.0/16', /cannot be added to a VPC that has 10\.20\.0\.0\/20/],
    ['10.30.0.0/17', /peer/],
    ['100.65.0.0/15', /Write 100\.64\.0\.0\/15/],
  ]) {
    await field.fill(typed);
    await verdict.getByText(words).waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true', typed);
    await press(onMap(page, 'Add secondary block'), { force: true });
    assert.equal(await blocks(page), 2, `${typed} is not added`);
  }
  await field.fill('100.65.0.0/16');
  await verdict.getByText('AWS takes it: 65,536 addresses').waitFor();
  await press(onMap(page, 'Add secondary block'));
  await assertSaid(page, ADDED);
  await option(page, /^VPC block 100\.65\.0\.0\/16, 65,536 addresses/).waitFor();
  assert.equal(await field.inputValue(), '100.66.0.0/16', 'and the next one then');
  await press(onMap(page, `Undo: ${ADDED}`));
  await assertAsBefore(page);
}

test('by mouse', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await walk(page, (target, options) => target.click(options));
    const small = await map(page).getByRole('button').evaluateAll((all) =>
      all.map((one) => one.getBoundingClientRect()).filter((box) => Math.min(box.width, box.height) < 24).length,
    );
    assert.equal(small, 0, 'buttons of 24 px');
  });
});

test('by touch at 320 px', async () => {
  await visit(browser, siteUrl, { width: 320, hasTouch: true, isMobile: true }, async (page) => {
    await walk(page, (target, options) => target.tap(options));
    await option(page, /^private-a,/).tap();
    await onMap(page, 'Move private-a').tap();
    const low = await map(page).locator('.chosen').getByRole('button').evaluateAll((all) =>
      all.filter((one) => one.getBoundingClientRect().height < 44).map((one) => one.textContent),
    );
    assert.deepEqual(low, [], 'buttons of 44 px');
  });
});

test('by keyboard alone', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const press = (key) => page.keyboard.press(key);
    const focused = () => page.evaluate(() => document.activeElement.id);
    for (let steps = 0; (await focused()) !== 'map'; steps += 1) {
      assert.ok(steps < 60, 'the map is reached by Tab');
      await press('Tab');
    }
    const live = page.locator('#map-live');
    await press('ArrowDown');
    await press('s');
    await assertSaid(page, SPLIT);
    assert.match(await live.textContent(), /^private-a, 10\.20\.0\.0\/24/);
    await press('z');
    await assertAsBefore(page);
    await press('Control+Shift+z');
    await option(page, /^private-a-2,/).waitFor();
    await press('j');
    await assertSaid(page, MERGED);
    await assertAsBefore(page);
    await press('z');
    await option(page, /^private-a-2,/).waitFor();
    await press('z');
    await assertAsBefore(page);

    await press('j');
    await map(page).getByRole('alert').getByText(/private-a was left as it is: the two differ in zone/).waitFor();
    await press('m');
    assert.match(await live.textContent(), /^Move private-a to 10\.20\.6\.0\/23/);
    await press('ArrowRight');
    assert.match(await live.textContent(), /^Move private-a to 10\.20\.10\.0\/23/);
    await press('ArrowLeft');
    await press('Escape');
    assert.match(await live.textContent(), /^private-a, 10\.20\.0\.0\/23/);
    await press('m');
    await press('Enter');
    await assertSaid(page, MOVED);
    assert.equal(await focused(), 'map', 'the focus stays');
    await press('z');
    await assertAsBefore(page);

    await press('ArrowUp');
    await press('Tab');
    assert.equal(await focused(), 'map-block');
    await press('ControlOrMeta+a');
    await page.keyboard.type('10.30.0.0/17');
    await map(page).locator('#map-block-said').getByText(/peer/).waitFor();
    await press('ControlOrMeta+a');
    await page.keyboard.type('100.65.0.0/16');
    await press('Tab');
    await press('Enter');
    await assertSaid(page, ADDED);
    await press('Control+z');
    await assertAsBefore(page);
  });
});

test('in the rows of the table, and in the copied link', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const row = (name) => page.locator('.subnets tbody tr', { has: page.locator(`[id="move-${name}"]`) });
    const inRow = (name, label) => row(name).getByRole('button', { name: label, exact: true });
    await inRow('private-a', 'Split private-a').click();
    await row('private-a').getByText(SPLIT).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'move-private-a');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Link copied.').waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await visit(browser, link, {}, async (other) => {
      assert.deepEqual((await subnets(other)).slice(0, 2), ['private-a 10.20.0.0/24', 'private-a-2 10.20.1.0/24']);
    });
    await inRow('private-a-2', 'Merge private-a-2').click();
    await row('private-a').getByText(MERGED).waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.id), 'move-private-a', 'the focus goes on');
    await inRow('private-a', 'Move private-a').click();
    await inRow('private-a', 'Move private-a to 10.20.6.0/23').click();
    await row('private-a').getByText(MOVED).waitFor();
    await inRow('private-a', `Undo: ${MOVED}`).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await assertAsBefore(page);
  });
});

test('what is typed into a block is judged beside its field', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    const told = (around, path) => page.locator(around, { has: page.locator(`[id="${path}"]`) }).locator('.told');
    await page.locator('[id="vpc.cidrs[1].cidr"]').fill('192.168.0.0/16');
    await told('.field', 'vpc.cidrs[1].cidr').getByText(/192\.168\.0\.0\/16 cannot be added to a VPC/).waitFor();
    await page.locator('[id="subnets[1].cidr"]').fill('10.20.1.0/24');
    await told('td', 'subnets[1].cidr').getByText(/overlap/).waitFor();
    await page.locator('[id="subnets[1].cidr"]').fill('10.20.2.0/29');
    await told('td', 'subnets[1].cidr').getByText(/AWS takes \/16 to \/28/).waitFor();
  });
});

test('a subnet that exists stays, and the reason stands where it was asked for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'eniplan-layout-'));
  let link;
  try {
    const plan = join(folder, 'plan.yaml');
    await writeFile(plan, 'zones: [a]\nsubnets: [{name: old, zone: a, cidr: 10.0.0.0/20, id: subnet-0123456789abcdef0}]\n');
    const run = promisify(execFile);
    const { stdout } = await run('cargo', ['run', '-q', '-p', 'eniplan', '--', 'link', plan, '--site', siteUrl], { cwd: root });
    link = stdout.trim();
  } finally {
    await rm(folder, { recursive: true });
  }
  await visit(browser, link, {}, async (page) => {
    await option(page, /^old,/).click();
    for (const label of ['Split old', 'Move old']) {
      await onMap(page, label).click();
      await map(page).getByRole('alert').getByText('it exists, and AWS neither resizes nor moves a subnet').waitFor();
    }
    await page.locator('.subnets').getByRole('button', { name: 'Split old' }).click();
    await page.locator('.subnets').getByRole('alert').getByText('it exists').waitFor();
    assert.deepEqual(await subnets(page), ['old 10.0.0.0/20']);
  });
});

for (const view of views) {
  test(`accessible: ${view.name}`, async () => {
    await visit(browser, siteUrl, view, async (page) => {
      const look = async (where) => {
        await assertAccessible(page, where);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(wide <= 0, `${where}: ${wide} px wider than the window`);
      };
      await blockField(page).fill('10.30.0.0/17');
      await map(page).locator('#map-block-said').getByText(/peer/).waitFor();
      await look('a block that is refused');
      await option(page, /^private-a,/).click();
      await onMap(page, 'Merge private-a').click({ force: true });
      await map(page).getByRole('alert').waitFor();
      await look('a refusal');
      await onMap(page, 'Split private-a').click();
      await assertSaid(page, SPLIT);
      await look('a split');
      await onMap(page, 'Move private-a').click();
      await option(page, /^Move private-a/).first().waitFor();
      await look('a move');
      await option(page, /^Move private-a/).first().click();
      await page.locator('.subnets').getByRole('button', { name: 'Move private-a', exact: true }).click();
      await look('a move in the table');
    });
  });
}
