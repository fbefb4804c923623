// Every page and dialog, how one gets there, and the plans that they are looked at with.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { answered, shown } from './browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The words of the pages in addresses; links.test.mjs holds them against the tabs. */
export const PAGES = ['vpc', 'nodes', 'capacity', 'compare', 'import', 'export', 'cases'];
const LATER = ['compare', 'import', 'export', 'cases'];

/** What a link of a plan says behind its question mark, made by the command line of the plan as JSON. */
export async function linkOf(plan) {
  const folder = await mkdtemp(join(tmpdir(), 'eniplan-plan-'));
  try {
    const path = join(folder, 'plan.yaml');
    // What YAML refuses in a text is written by its number.
    const number = (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
    await writeFile(path, JSON.stringify(plan).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, number));
    const { stdout } = await promisify(execFile)('cargo', ['run', '-q', '-p', 'eniplan', '--', 'link', path], { cwd: root });
    return stdout.trim().split('?')[1];
  } finally {
    await rm(folder, { recursive: true });
  }
}

const long = 'a-name-that-goes-on-for-as-long-as-a-name-may-be-'.repeat(2);

/** Too small a block, subnets over each other and outside it, a type that nobody knows, and names as long as they may be. */
const WRONG = {
  name: long,
  region: 'nowhere',
  zones: ['a', 'b'],
  vpc: { cidrs: ['10.0.0.0/26', '10.0.0.32/27'], peers: ['10.0.0.0/8'] },
  subnets: [
    { name: long, cidr: '10.0.0.0/28', zone: 'a' },
    { name: `${long}2`, cidr: '10.0.0.8/29', zone: 'a' },
    { name: 'far', cidr: '192.168.0.0/24', zone: 'q' },
  ],
  networking: { custom_networking: true, warm: { ip: 500 } },
  node_groups: [
    { name: long, instance_types: ['z99.huge'], nodes: { desired: 9, max: 90 }, pods: { desired: 900 } },
    { name: 'small', instance_types: ['t3.nano'], nodes: { desired: 9 }, pods: { desired: 90 } },
  ],
  others: [{ name: long, addresses: 4000, subnets: [long, 'there is none'] }],
};

/** What stands behind the question mark of an address, by what the plan is; the example stands there without. */
export async function kindsOfPlan() {
  return { empty: await linkOf({ zones: ['a'] }), usual: '', wrong: await linkOf(WRONG) };
}

/** Waits until what was done is drawn, by whichever module. */
export async function settled(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await answered(page);
  const word = await page.locator('nav a[aria-current]').getAttribute('href');
  if (LATER.includes(word.slice(2))) await shown(page);
}

/** Shows an address, as a link on the page does. */
export async function go(page, address) {
  await page.evaluate(
    (address) =>
      new Promise((done) => {
        const before = location.href;
        addEventListener('hashchange', () => setTimeout(done), { once: true });
        location.hash = address;
        if (location.href === before) done();
      }),
    address,
  );
  await settled(page);
}

/** Opens all that can be opened to read on. */
export const openAll = (page) => page.evaluate(() => document.querySelectorAll('details').forEach((one) => (one.open = true)));

/** Every dialog by its title: what has the focus before, and the keys that open it from there. */
export const DIALOGS = {
  'A new plan': ['#new-plan', 'Enter'],
  Plans: ['#save-plan', 'Enter'],
  Search: ['#main', '/'],
  Keys: ['#main', '?'],
};

/** Opens a dialog by keyboard; gives it. */
export async function openDialog(page, name) {
  const [from, key] = DIALOGS[name];
  await page.locator(from).focus();
  await page.keyboard.press(key);
  const dialog = page.getByRole('dialog', { name, exact: true });
  await dialog.waitFor();
  await settled(page);
  return dialog;
}

/** How many pixels the page is wider than the window; what is too wide scrolls in itself. */
export const wider = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/** Fails where the page scrolls sideways. */
export async function assertNarrow(page, where) {
  assert.ok((await wider(page)) <= 0, `${where}: ${await wider(page)} px too wide`);
}
