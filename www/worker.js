// Runs the module for exports, YAML and imports beside the page, so that typing never waits for it.

import init, { show, tell } from './later/later.js';

const functions = { show, tell };
const ready = init();

self.onmessage = async ({ data: [id, name, ...values] }) => {
  try {
    await ready;
    self.postMessage([id, functions[name](...values)]);
  } catch (why) {
    // After a trap the module is in no state to go on, so the page starts another.
    self.postMessage([id, undefined, String(why?.message ?? why), why instanceof WebAssembly.RuntimeError]);
  }
};
