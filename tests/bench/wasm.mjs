// How long a recompute with the ranking takes as WebAssembly: the best and the median of many calls of `main`, in
// nanoseconds. Called by `cargo xtask bench --wasm` with tests/bench/ir.rs as the module of answers is built.

import { readFile } from "node:fs/promises";

const CALLS = 3000;

const module = await WebAssembly.compile(await readFile(process.argv[2]));
const { exports } = await WebAssembly.instantiate(module, {});
const times = Array.from({ length: CALLS }, () => {
  const started = process.hrtime.bigint();
  exports.main(0, 0);
  return Number(process.hrtime.bigint() - started);
}).sort((a, b) => a - b);
console.log(`best = ${times[0]}\nmedian = ${times[CALLS / 2]}`);
