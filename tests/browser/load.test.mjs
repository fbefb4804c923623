// How the site loads: few requests, all to its own origin, under its security policy, from any path.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { assertAccessible } from './axe.mjs';
import { answered, interactive, launch, newVisitor, siteUrl, views, visit } from './browser.mjs';
import { policies, startSite } from './site.mjs';

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

test('the page paints before the module arrives and then answers', async () => {
  // What is painted first is the page's: a word that differed would be painted twice, and read twice.
  const start = async (page) => `${await page.locator('.strip').innerText()}\n${await page.locator('.start').innerText()}`;
  let shown;
  await visit(browser, siteUrl, {}, async (page) => {
    shown = await start(page);
    assert.equal(await page.locator('h1').count(), 1);
    const { painted, interactive } = await page.evaluate(() => ({
      painted: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
      interactive: performance.getEntriesByName('interactive')[0]?.startTime,
    }));
    assert.ok(painted > 0 && interactive > 0, `painted ${painted}, interactive ${interactive}`);
  });
  const visitor = await browser.newContext({ javaScriptEnabled: false });
  try {
    const page = await visitor.newPage();
    await page.goto(siteUrl);
    assert.ok(await page.locator('h1').isVisible(), 'the shell shows a heading without any script');
    assert.equal(await start(page), shown);
  } finally {
    await visitor.close();
  }
});

test('at most six requests until it answers, and none to another origin', async () => {
  const site = await startSite();
  try {
    await visit(browser, site.url, {}, async (page, watch) => {
      await page.waitForFunction(() => navigator.serviceWorker.controller);
      // The worker, the module of answers and what answers look like are fetched once the page can be used, in no certain
      // order, so all before the first of them counts, the icon and the like included.
      const later = ['/sw.js', '/answers/answers.js', '/parts.css', '/answers.css'];
      const late = later.map((path) => site.requests.indexOf(path));
      assert.ok(Math.min(...late) > 0, 'the worker is registered, and the answers are loaded');
      const counted = site.requests.slice(0, Math.min(...late)).filter((path) => path !== '/manifest.webmanifest');
      assert.ok(counted.length <= 6, `${counted.length} requests: ${counted.join(' ')}`);
      assert.equal(new Set(counted).size, counted.length, `nothing twice: ${counted.join(' ')}`);
      const origins = new Set(watch.requests.map((url) => new URL(url).origin));
      assert.deepEqual([...origins], [new URL(site.url).origin]);
    });
  } finally {
    await site.stop();
  }
});

test('typing is taken before the module of answers is there, and its numbers follow', async () => {
  const visitor = await newVisitor(browser);
  try {
    const page = await visitor.newPage();
    await page.addInitScript(() => {
      window.titles = new Set();
      const look = () => {
        window.titles.add(document.querySelector('h1')?.textContent ?? 'none');
        requestAnimationFrame(look);
      };
      window.look = () => requestAnimationFrame(look);
    });
    let letGo;
    const held = new Promise((done) => (letGo = done));
    await page.route('**/answers/*.wasm', async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(siteUrl);
    await interactive(page);
    const title = page.locator('h1');
    assert.equal(await title.textContent(), 'shop-prod fits', 'the example is answered at once');
    const name = page.locator('[id="name"]');
    await name.fill('mine');
    const block = page.locator('[id="vpc.cidrs[0].cidr"]');
    await block.fill('10.0.0.0/1x');
    assert.equal(await block.getAttribute('aria-invalid'), 'true', 'a fault is told without the numbers');
    await block.fill('10.20.0.0/19');
    assert.equal(await title.textContent(), 'mine', 'no number of another plan is shown');
    await page.keyboard.press('Control+z');
    assert.equal(await block.inputValue(), '10.20.0.0/20');
    assert.equal(await page.locator('html[data-answered]').count(), 0);
    await page.evaluate(() => window.look());
    letGo();
    await answered(page);
    assert.equal(await title.textContent(), 'mine fits');
    await page.waitForTimeout(200);
    assert.deepEqual(await page.evaluate(() => [...window.titles]), ['mine', 'mine fits'], 'in no frame either');
    assert.equal(await name.inputValue(), 'mine');
  } finally {
    await visitor.close();
  }
});

test('it works from a folder of a host', async () => {
  const site = await startSite({ base: '/some/dir/' });
  try {
    await visit(browser, site.url, {}, async (page) => {
      await page.waitForFunction(() => navigator.serviceWorker.controller);
      const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
      assert.equal(scope, site.url);
    });
    const outside = site.requests.filter((path) => !path.startsWith('/some/dir/'));
    assert.deepEqual(outside, []);
  } finally {
    await site.stop();
  }
});

test('the policy is strict, and the same in the document and in the header', async () => {
  const { meta, header } = await policies();
  assert.equal(header, `${meta}; frame-ancestors 'none'`);
  assert.match(meta, /default-src 'none'/);
  assert.match(meta, /script-src 'self' 'wasm-unsafe-eval';/);
  assert.match(meta, /style-src 'self' 'sha256-[\w+/]+=';/);
  assert.match(meta, /connect-src 'self';/);
  assert.match(meta, /require-trusted-types-for 'script'/);
  assert.doesNotMatch(meta, /unsafe-inline|'unsafe-eval'|https?:|\*/);

  const site = await startSite({ headers: { 'Content-Security-Policy': header } });
  try {
    await visit(browser, site.url, {}, async (page) => {
      await page.waitForFunction(() => navigator.serviceWorker.controller);
    });
  } finally {
    await site.stop();
  }
});

test('the policy blocks script, style and connections from elsewhere', async () => {
  await visit(browser, siteUrl, {}, async (page, watch) => {
    await page.evaluate(async () => {
      const paragraph = document.createElement('p');
      paragraph.setAttribute('style', 'color: red');
      document.body.append(paragraph);
      const script = document.createElement('script');
      try {
        script.text = 'window.scriptRan = true';
        document.body.append(script);
      } catch {
        // Trusted Types refuse the text itself.
      }
      await fetch('http://localhost:1/').catch(() => {});
      paragraph.remove();
      script.remove();
    });
    assert.equal(await page.evaluate(() => 'scriptRan' in window), false);
    const reports = watch.takeFaults().join('\n');
    for (const directive of ['style-src', 'require-trusted-types-for', 'connect-src']) {
      assert.match(reports, new RegExp(directive));
    }
  });
});

test('the page about findings opens at a code', async () => {
  await visit(browser, siteUrl, {}, async (page) => {
    await page.goto(new URL('findings.html#EP0306', siteUrl).href);
    await page.locator('#EP0306 h2').waitFor();
    const top = await page.locator('#EP0306').evaluate((section) => section.getBoundingClientRect().top);
    assert.ok(Math.abs(top) < 40, `the section stands ${top} px from the top`);
    await assertAccessible(page, 'findings');
    const style = await page.locator('main').evaluate((main) => getComputedStyle(main).maxWidth);
    assert.notEqual(style, 'none', 'the style sheet is there');
  });
});

for (const view of views) {
  test(`axe finds nothing: ${view.name}`, async () => {
    await visit(browser, siteUrl, view, async (page) => {
      await assertAccessible(page, view.name);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `the page is ${wider} px wider than the window`);
    });
  });
}
