// Runs the module for exports, YAML and imports beside the page, so that typing never waits for it.

import init, { most_bytes as mostBytes, show, tell } from './later/later.js';

/** Name and bytes of each file; where it is too large, its size in MiB in their place. */
async function read(files) {
  // Two of the largest at once leave room for what is made of them.
  let room = 2 * mostBytes();
  const pairs = [];
  for (const file of files) {
    const fits = file.size <= Math.min(room, mostBytes());
    room -= fits ? file.size : 0;
    const size = () => String(Math.ceil(file.size / 2 ** 20));
    pairs.push([file.name, fits ? new Uint8Array(await file.arrayBuffer()) : size()]);
  }
  return pairs;
}

const functions = {
  show,
  tell: async (code, value, files) => tell(code, value, await read(files)),
};
const ready = init();

self.onmessage = async ({ data: [id, name, ...values] }) => {
  try {
    await ready;
    self.postMessage([id, await functions[name](...values)]);
  } catch (why) {
    // After a trap the module is in no state to go on, so the page starts another.
    self.postMessage([id, undefined, String(why?.message ?? why), why instanceof WebAssembly.RuntimeError]);
  }
};
