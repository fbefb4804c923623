// The later module of the built site without a browser, in a worker thread as it is in one: plans go in as files, archives come out.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort } from 'node:worker_threads';

const folder = join(process.env.SITE_DIR, 'later');
const { default: init, show, tell } = await import(join(folder, 'later.js'));
await init({ module_or_path: await readFile(join(folder, 'later_bg.wasm')) });

/** Reads what an outcome is made of, as crates/eniplan-elements writes it. */
class Reader {
  #bytes;
  #at = 0;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  count() {
    for (let count = 0, place = 1; ; place *= 128) {
      const byte = this.#bytes[this.#at++];
      count += (byte % 128) * place;
      if (byte < 128) return count;
    }
  }

  bytes() {
    const length = this.count();
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }

  text() {
    return new TextDecoder().decode(this.bytes());
  }
}

const PLAN = 3;
const SAVE = 6;

/** What comes of an event: a plan in bytes or a file with its name; nothing else is asked for here. */
function outcome(code, value = '', files = []) {
  const reader = new Reader(tell(code, value, files));
  const kind = reader.count();
  if (kind === PLAN) return { plan: reader.bytes() };
  if (kind === SAVE) return { name: reader.text(), bytes: reader.bytes() };
  return {};
}

/** What is done for those who ask, by name. */
const tasks = {
  /** A plan file, opened as one that is dropped on the page. */
  open(bytes) {
    outcome('open file', '', [['plan.yaml', bytes]]);
    return outcome('open take').plan;
  },

  /** The archive of a plan under a choice, with its name; nothing of it where the strategy is refused. */
  archive(plan, { strategy, into, form }) {
    tell('export strategy', strategy, []);
    tell(`export into ${into}`, '', []);
    tell(`export form ${form}`, '', []);
    show(plan, 'export', '', false);
    return outcome('export zip');
  },

  /** The file of a place in the export that was made last. */
  file(place) {
    return outcome(`export save ${place}`);
  },

  /** The plan of a link as a file. */
  saved(link) {
    return outcome('open save', link);
  },
};

parentPort.on('message', ([id, name, ...values]) => parentPort.postMessage([id, tasks[name](...values)]));
