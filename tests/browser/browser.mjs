// Chromium, and pages in it that take note of everything that must not happen.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import { FLAGS } from './flags.mjs';

// NODE_PATH, where xtask's packages are, counts for require and not for import.
const { chromium } = createRequire(import.meta.url)('playwright-core');

/** The site that `cargo xtask test` serves; ends with a slash. */
export const siteUrl = process.env.SITE_URL;

/** What every page is looked at in. */
export const views = ['light', 'dark'].flatMap((theme) =>
  [320, 1440].map((width) => ({ theme, width, name: `${theme}, ${width} px` })),
);

/** A browser with an empty profile and perhaps more flags; close it. */
export async function launch(...flags) {
  assert.ok(process.env.CHROMIUM && siteUrl, 'run these tests with: cargo xtask test --only browser');
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: [...FLAGS, ...flags] });
}

/** A visitor without any history, whose pages share storage as the tabs of one window do; `script` runs first in each. */
export async function newVisitor(browser, { theme = 'light', width = 1440, script, ...options } = {}) {
  const visitor = await browser.newContext({
    colorScheme: theme,
    viewport: { width, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
    ...options,
  });
  if (script) await visitor.addInitScript(script);
  return visitor;
}

/** Opens a tab on `url`; `watch.assertClean()` fails on any error, any policy report and any other origin. */
export async function openTab(visitor, url) {
  const page = await visitor.newPage();
  page.setDefaultTimeout(20_000);
  seeWhatIsTyped(page);
  const watch = new Watch(page, new URL(url).origin);
  await watch.listen();
  await page.goto(url);
  await answered(page);
  return { page, watch };
}

/** Until the frame after the next one: a key is painted first, and what comes of it right then. */
const twoFrames = () =>
  new Promise((done) => {
    const later = (then) => {
      requestAnimationFrame(() => setTimeout(then));
      setTimeout(then, 250);
    };
    later(() => later(done));
  });

const patched = new WeakSet();

/** Makes a test go on, as a person does, when it sees what came of its keys. */
function seeWhatIsTyped(page) {
  const patch = (owner, names, pageOf) => {
    if (patched.has(owner)) return;
    patched.add(owner);
    for (const name of names) {
      const act = owner[name];
      owner[name] = async function actAndSee(...values) {
        const found = await act.apply(this, values);
        // A key may as well lead to another page.
        await pageOf(this).evaluate(twoFrames).catch(() => {});
        return found;
      };
    }
  };
  patch(Object.getPrototypeOf(page.locator('html')), ['fill', 'press', 'pressSequentially', 'selectOption', 'check', 'uncheck', 'setChecked'], (locator) => locator.page());
  patch(page.keyboard, ['press', 'type', 'insertText'], () => page);
}

/** Waits until the page can be used. */
export async function interactive(page) {
  await page.locator('html[data-ready]').waitFor();
}

/** Waits until the page can be used and the module of answers has said what there is to say of the plan. */
export async function answered(page) {
  await interactive(page);
  await page.locator('html[data-answered]').waitFor();
}

/** Waits until a page that the later module makes shows the plan and the address of now. */
export async function shown(page) {
  await page.locator('html[data-shown]').waitFor();
}

/** Pastes `text` as a person does; Playwright's `fill` types it, which takes Chromium minutes for what a cluster shows. */
export async function paste(page, field, text) {
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.locator(field).focus();
  await page.keyboard.press('Control+v');
}

/** Waits until `probe`, which may be async and runs in the page, gives something true. */
export async function until(page, probe, what) {
  const deadline = Date.now() + 20_000;
  while (!(await page.evaluate(probe))) {
    assert.ok(Date.now() < deadline, `waited 20 s in vain until ${what}`);
    await page.waitForTimeout(50);
  }
}

/** Runs a test body in a fresh profile and fails on whatever the page did wrong on the way. */
export async function visit(browser, url, options, body) {
  const visitor = await newVisitor(browser, options);
  try {
    const { page, watch } = await openTab(visitor, url);
    await body(page, watch, visitor);
    await watch.assertClean();
  } finally {
    await visitor.close();
  }
}

class Watch {
  /** Addresses of all requests, in order. */
  requests = [];
  #faults = [];
  #page;
  #origin;

  constructor(page, origin) {
    this.#page = page;
    this.#origin = origin;
  }

  async listen() {
    const fault = (text) => this.#faults.push(text);
    this.#page.on('request', (request) => {
      const url = new URL(request.url());
      this.requests.push(url.href);
      const own = url.origin === this.#origin || ['data:', 'blob:'].includes(url.protocol);
      if (!own) fault(`request to another origin: ${url.href}`);
    });
    this.#page.on('console', (message) => {
      if (message.type() === 'error') fault(`console error: ${message.text()}`);
    });
    this.#page.on('pageerror', (error) => fault(`uncaught: ${error.stack ?? error}`));
    this.#page.on('dialog', async (dialog) => {
      fault(`dialog: ${dialog.message()}`);
      await dialog.dismiss();
    });
    await this.#page.exposeFunction('reportToTest', fault);
    await this.#page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        window.reportToTest(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
  }

  /** The faults so far, for a test that expects some; they no longer count. */
  takeFaults() {
    return this.#faults.splice(0);
  }

  async assertClean() {
    // A round trip, so that what the page has already done has been told.
    await this.#page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    assert.deepEqual(this.#faults, []);
  }
}
