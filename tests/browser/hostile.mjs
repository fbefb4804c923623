// Texts of anybody, and a page on which one sees whether they stay text.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { siteUrl, visit } from './browser.mjs';
import { go } from './places.mjs';

/** What a browser would make elements of, or run, in each place where a text can stand. */
export const MARKUP = [
  `"'></title></textarea><img bad src=x onerror=bad()><script bad>bad()</script><svg bad onload=bad()>`,
  'javascript:bad()',
  [
    `" bad onfocus="bad()" autofocus x="' bad onfocus='bad()' x='`,
    "</style><iframe bad srcdoc='<script>parent.bad()</script>'><details bad open ontoggle=bad()>",
    '<a bad href=javascript:bad()>x</a><base bad href=//x.y><form bad action=//x.y><button bad><meta bad>',
    '&lt;img bad src=x onerror=bad()&gt; {{bad()}} ${bad()} <b bad><input bad autofocus onfocus=bad()>',
  ].join(''),
  // As long as a name may be, so that it is taken into a plan.
  '<img bad src=x onerror=bad()>\'"><svg bad onload=bad()>',
];

const list = fileURLToPath(new URL('../src/hostile.json', import.meta.url));

/** All of it, with what breaks careless writers of this and of other languages. */
export const TEXTS = [...MARKUP, ...JSON.parse(await readFile(list, 'utf8')), 'x'.repeat(5_000), '"${\\'.repeat(500)];

/** What people type, right and wrong: with it a page shows whatever it ever shows. */
export const HARMLESS = ['no such thing', '10.0.0.0/16', '7', 'm5.large', '', 'a, b', '5%', 'a: b', '{}', '9'.repeat(200), '100%', 'a', 'shop'];

/** A plan with one of each thing that a plan lists. */
export const ONE_OF_EACH = {
  zones: ['a', 'b'],
  vpc: { cidrs: ['10.0.0.0/22', '100.64.0.0/20'] },
  subnets: [{ name: 'one', zone: 'a', cidr: '10.0.0.0/24' }],
  node_groups: [{ name: 'all', instance_types: ['m5.large'], nodes: { desired: 2 }, pods: { desired: 30 } }],
  others: [{ name: 'rest', addresses: 3 }],
  accept: [{ code: 'EP0301', reason: 'known' }],
};

/** Takes note of every element and attribute that ever stands on the page, and of what a text runs. */
function observe() {
  window.bad = () => window.reportToTest('a text ran as a script');
  window.kinds = new Set();
  const note = (element) => {
    window.kinds.add(`<${element.localName}>`);
    for (const { name, value } of element.attributes) {
      window.kinds.add(`${name}=`);
      if (name === 'bad') window.reportToTest(`a text became an element: ${element.outerHTML.slice(0, 200)}`);
      const leads = ['href', 'src', 'action', 'formaction'].includes(name);
      if (leads && /^\s*javascript:/i.test(value)) window.reportToTest(`a text became an address: ${value}`);
    }
  };
  new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      if (type === 'attributes') note(target);
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        note(node);
        node.querySelectorAll('*').forEach(note);
      }
    }
  }).observe(document, { subtree: true, childList: true, attributes: true });

  // A task of its own, without the four milliseconds that a timer takes within another.
  const task = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        done();
      };
      port2.postMessage(0);
    });
  // The worker answers in turn: what was asked before is answered once this is.
  const fence = async () => (await import('./beside.js')).tell(() => '', '', '', []);
  window.task = task;
  /** Waits until everything that was done is drawn; the worker has to be there. */
  window.calm = async () => {
    await task();
    await fence();
    await task();
    await fence();
    await task();
  };
}

/** A visit that is observed and has its worker; gives the kinds of elements and attributes that stood there. */
export async function observed(browser, query, body) {
  let kinds;
  await visit(browser, `${siteUrl}#/cases?${query}`, { script: observe }, async (page) => {
    await go(page, '#/cases');
    await body(page);
    kinds = await page.evaluate(() => [...window.kinds]);
  });
  return kinds;
}

/** Fails where a visit with hostile text brings a kind of element or attribute that one with plain text does not. */
export function assertNothingNew(kinds, plain) {
  assert.deepEqual(kinds.filter((kind) => !plain.includes(kind)), []);
}

/** Every address of a page, as the tabs have it. */
export const addresses = (page) => page.locator('nav a').evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('href')));
