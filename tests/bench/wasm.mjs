// How long a recompute with the ranking takes as WebAssembly: the best and the median of many calls of `main`.
//
//   cargo build --profile web --target wasm32-unknown-unknown -p eniplan-tests --bin ir
//   node tests/bench/wasm.mjs target/wasm32-unknown-unknown/web/ir.wasm

import { readFile } from "node:fs/promises";

const CALLS = 3000;

const module = await WebAssembly.compile(await readFile(process.argv[2]));
const { exports } = await WebAssembly.instantiate(module, {});
const times = Array.from({ length: CALLS }, () => {
  const started = process.hrtime.bigint();
  exports.main(0, 0);
  return Number(process.hrtime.bigint() - started) / 1000;
}).sort((a, b) => a - b);
console.log(`best ${times[0].toFixed(1)} µs, median ${times[CALLS / 2].toFixed(1)} µs`);
