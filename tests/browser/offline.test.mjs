// What the service worker promises: the whole site offline after one visit, and never two versions at once.

import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, test } from 'node:test';

import { answered, launch, newVisitor, openTab, until } from './browser.mjs';
import { startSite } from './site.mjs';

let browser;
let site;
let visitor;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());
beforeEach(async () => {
  site = await startSite();
  visitor = await newVisitor(browser);
});
afterEach(async () => {
  await visitor.close();
  await site.stop();
});

const NEW_STYLE = ':root { --tested-version: new; }';
const NEW_LATER = 'export default async () => {}; export const most_bytes = () => 0; export const show = () => { throw "new"; }; export const tell = show;';

function kept(page) {
  return until(page, () => navigator.serviceWorker.controller !== null, 'the worker serves the page');
}

function style(page) {
  return page.evaluate(() =>
    getComputedStyle(document.documentElement).getPropertyValue('--tested-version').replaceAll('"', ''),
  );
}

/** Names of the versions that are kept, without the note of who began with which. */
async function versions(page) {
  const names = await page.evaluate(() => window.caches.keys());
  return names.filter((name) => /^eniplan \/ [0-9a-f]+$/.test(name));
}

/** Changes the deployed site and waits until the browser, asked by `page`, has it. */
async function deploy(page) {
  await site.publish('later/later.js', NEW_LATER);
  await site.publish('answers.css', NEW_STYLE);
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    window.oldWorker = registration.active;
    await registration.update();
  });
  const replaced = async () => {
    const { active } = await navigator.serviceWorker.getRegistration();
    return active !== window.oldWorker && active.state === 'activated';
  };
  await until(page, replaced, 'the new worker is active');
  return (await site.precache()).version;
}

test('after one visit it works with the network off, the later module included', async () => {
  const { page, watch } = await openTab(visitor, site.url);
  await kept(page);
  await site.goAway();
  await page.reload();
  await answered(page);
  assert.ok(await page.locator('h1').isVisible());
  await page.getByRole('link', { name: 'Export', exact: true }).click();
  await page.locator('.files li').first().waitFor();
  await watch.assertClean();
  const another = await openTab(visitor, `${site.url}index.html`);
  await another.watch.assertClean();
});

test('every listed file is kept, and nothing else', async () => {
  const { page } = await openTab(visitor, site.url);
  await kept(page);
  const { version, files } = await site.precache();
  assert.deepEqual(await versions(page), [`eniplan / ${version}`]);
  const paths = await page.evaluate(async (name) => {
    const requests = await (await window.caches.open(name)).keys();
    return requests.map((request) => new URL(request.url).pathname.slice(1));
  }, `eniplan / ${version}`);
  assert.deepEqual(paths.sort(), Object.keys(files).sort());
  assert.ok('later/later_bg.wasm' in files && '' in files);
});

test('a tab keeps the version that it began with, and the next tab has the new one', async () => {
  const old = await openTab(visitor, site.url);
  await kept(old.page);
  const version = await deploy(old.page);
  const other = await openTab(visitor, site.url);
  assert.equal((await versions(other.page)).length, 2);
  const later = async ({ page }) => {
    await page.getByRole('link', { name: 'Export', exact: true }).click();
    await page.locator('html[data-shown]').waitFor();
    return (await page.getByRole('alert').count()) ? page.getByRole('alert').textContent() : 'old';
  };
  assert.equal(await later(old), 'old', 'what the old tab loads later is of its own version');
  assert.equal(await later(other), 'new');

  await old.page.close();
  await other.page.reload();
  await answered(other.page);
  assert.equal((await style(other.page)).trim(), 'new');
  const newest = async () => {
    navigator.serviceWorker.controller.postMessage('clean');
    return (await window.caches.keys()).filter((name) => /[0-9a-f]{16}$/.test(name)).length === 1;
  };
  await until(other.page, newest, 'the old version is deleted');
  assert.deepEqual(await versions(other.page), [`eniplan / ${version}`]);
  await other.watch.assertClean();
});

test('a deployment that is cut off is not kept, and the page still works', async () => {
  await site.corrupt('app.css', NEW_STYLE);
  const { page, watch } = await openTab(visitor, site.url);
  await site.requested('/later/later_bg.wasm');
  const refused = async () => (await navigator.serviceWorker.getRegistrations()).length === 0;
  await until(page, refused, 'the cut version is given up');
  assert.deepEqual(await versions(page), []);
  await page.reload();
  await answered(page);
  await watch.assertClean();
});

test('caches of other sites on the same origin are left alone', async () => {
  const { page } = await openTab(visitor, site.url);
  await kept(page);
  const foreign = ['eniplan /elsewhere/ 0123456789abcdef', 'other'];
  await page.evaluate((names) => Promise.all(names.map((name) => window.caches.open(name))), foreign);
  await page.reload();
  await answered(page);
  await page.evaluate(async () => {
    navigator.serviceWorker.controller.postMessage('clean');
  });
  const { version } = await site.precache();
  await page.waitForTimeout(200);
  const names = await page.evaluate(() => window.caches.keys());
  assert.deepEqual(names.sort(), [`eniplan / ${version}`, 'eniplan / tabs', ...foreign].sort());
});
