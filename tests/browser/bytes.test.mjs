// The site and the command line give the same bytes: every example and golden plan, through the wasm that is published and
// through the native program.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

import { answered, launch, siteUrl, until, visit } from './browser.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const run = promisify(execFile);

const INTO = ['new', 'vpc', 'cluster'];
const FORMS = ['modules', 'plain'];
const WAYS = INTO.flatMap((into) => FORMS.map((form) => ({ into, form })));
const AS_PLANNED = 'as-planned';

/** Plans of the examples and of tests/golden. */
const examples = (await readdir(join(root, 'examples'))).filter((name) => name.endsWith('.yaml'));
const golden = (await readdir(join(root, 'tests/golden'))).sort();
const plans = [
  ...examples.map((name) => ({ name, path: join(root, 'examples', name), isExample: true })),
  ...golden.map((name) => ({ name, path: join(root, 'tests/golden', name, 'plan.yaml') })),
];

/** The later module in threads of their own, so that both processors work. */
class Later {
  #asked = new Map();
  #questions = 0;
  #worker = new Worker(new URL('later.mjs', import.meta.url));
  #last = Promise.resolve();

  constructor() {
    const give = (why) => this.#asked.forEach(({ no }) => no(why));
    this.#worker.on('error', give);
    this.#worker.on('message', ([id, answer]) => {
      this.#asked.get(id).yes(answer);
      this.#asked.delete(id);
    });
  }

  ask(...question) {
    const id = this.#questions++;
    return new Promise((yes, no) => {
      this.#asked.set(id, { yes, no });
      this.#worker.postMessage([id, ...question]);
    });
  }

  /** Runs `body` when those before it have ended: the module remembers what it was asked last. */
  alone(body) {
    const ended = this.#last.then(() => body(this));
    this.#last = ended.catch(() => {});
    return ended;
  }

  end() {
    return this.#worker.terminate();
  }
}

let program;
let folder;
let strategies;
const later = [];
before(async () => {
  const built = await run('cargo', ['build', '-q', '-p', 'eniplan', '--message-format', 'json'], { cwd: root, maxBuffer: 1 << 26 });
  const artefacts = built.stdout.split('\n').filter(Boolean).map(JSON.parse);
  program = artefacts.find(({ executable, target }) => executable && target.name === 'eniplan').executable;
  folder = await mkdtemp(join(tmpdir(), 'eniplan-bytes-'));
  const { stdout } = await run(program, ['compare', plans[0].path, '--format', 'json']);
  strategies = JSON.parse(stdout).strategies.map(({ strategy }) => strategy);
  later.push(new Later(), new Later());
});
after(async () => {
  await Promise.all(later.map((one) => one.end()));
  if (folder) await rm(folder, { recursive: true });
});

/** The archive that the command line writes; nothing where the strategy is refused. */
async function native(path, { strategy, into, form }, name) {
  const archive = join(folder, `${name}.zip`);
  const chosen = strategy === AS_PLANNED ? [] : ['--strategy', strategy];
  try {
    await run(program, ['export', path, '--into', into, '--form', form, ...chosen, '--zip', archive]);
  } catch (error) {
    // 1: written, without Terraform. 2: refused.
    if (error.code === 2) {
      assert.match(error.stderr, /cannot run\./);
      return undefined;
    }
    if (error.code !== 1) throw error;
  }
  const bytes = await readFile(archive);
  await rm(archive);
  return bytes;
}

/** Both are nothing, or the same bytes; else where they part. */
function assertSame(page, line, what) {
  assert.equal(page !== undefined, line !== undefined, `${what}: there is one from the page and the command line, or from neither`);
  if (line === undefined || Buffer.compare(page, line) === 0) return;
  const at = line.findIndex((byte, place) => byte !== page[place]);
  const near = (bytes) => JSON.stringify(Buffer.from(bytes).subarray(Math.max(0, at - 60), at + 60).toString());
  assert.fail(`${what}: of ${page.length} and ${line.length} bytes the first other one is ${at}\n${near(page)}\n${near(line)}`);
}

/** What is exported of a plan: an example in every way under every strategy, another plan in every way as it is and in one of them under each. */
function choices({ isExample }, index) {
  return [AS_PLANNED, ...strategies].flatMap((strategy, place) =>
    (isExample || strategy === AS_PLANNED ? WAYS : [WAYS[(index + place) % WAYS.length]]).map((way) => ({ strategy, ...way })),
  );
}

test('a byte that differs, one too few and one too many are told', () => {
  const bytes = Buffer.from('resource "aws_subnet" "this" {}');
  const changed = Buffer.from(bytes);
  changed[10] ^= 1;
  assertSame(Buffer.from(bytes), bytes, 'the same');
  for (const other of [changed, bytes.subarray(1), bytes.subarray(0, -1), Buffer.concat([bytes, bytes]), undefined]) {
    assert.throws(() => assertSame(other, bytes, 'another'), /another/);
    assert.throws(() => assertSame(bytes, other, 'another'), /another/);
  }
});

describe('archives from the page and the command line', { concurrency: 2 }, () => {
  let compared = 0;
  let ended = 0;
  plans.forEach((plan, index) => {
    test(plan.name, () =>
      later[index % later.length].alone(async (module) => {
        const packed = await module.ask('open', await readFile(plan.path));
        assert.ok(packed, 'the page opens the plan');
        const all = choices(plan, index);
        for (const choice of all) {
          const words = Object.values(choice).join(' ');
          const [page, line] = await Promise.all([module.ask('archive', packed, choice), native(plan.path, choice, index)]);
          assertSame(page.bytes, line, words);
          compared += line ? 1 : 0;
        }
        assert.ok(all.length >= WAYS.length + strategies.length);
        ended += 1;
      }));
  });
  after(() => {
    console.log(`${compared} archives of ${ended} plans are the same`);
    assert.ok(ended < plans.length || compared >= 500, `${compared}`);
  });
});

describe('single files, plans and links', () => {
  test('each file that the Export page saves is the one that the command line writes', async () => {
    let files = 0;
    for (const [index, { name, path }] of plans.entries()) {
      const output = join(folder, `${index}`);
      await run(program, ['export', path, '-o', output, '--into', 'new']).catch((error) => assert.equal(error.code, 1, error.stderr));
      const wanted = (await readdir(output, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
      await later[0].alone(async (module) => {
        const packed = await module.ask('open', await readFile(path));
        await module.ask('archive', packed, { strategy: AS_PLANNED, into: 'new', form: 'modules' });
        for (let place = 0; place < wanted.length; place += 1) {
          const saved = await module.ask('file', place);
          assertSame(saved.bytes, await readFile(join(output, saved.name)), `${name}: ${saved.name}`);
          files += 1;
        }
        assert.equal((await module.ask('file', wanted.length)).name, undefined, `${name}: no file more`);
      });
    }
    assert.ok(files >= 20 * examples.length, `${files}`);
  });

  test('the plan that the page saves is the one in the export, without its head', async () => {
    for (const { name, path } of plans) {
      const { stdout: link } = await run(program, ['link', path]);
      const saved = await later[0].ask('saved', link.trim().split('?p=')[1]);
      const { stdout: file } = await run(program, ['export', path, '--stdout', 'plan.yaml']).catch((error) => error);
      const body = file.split('\n').filter((line) => !line.startsWith('#')).join('\n').trimStart();
      assertSame(saved.bytes, Buffer.from(body), name);
    }
  });

  test('the link that the page copies of a plan file is the one of the command line', async () => {
    const browser = await launch();
    try {
      await visit(browser, siteUrl, {}, async (page) => {
        for (const { name, path } of plans) {
          const data = await page.evaluateHandle((text) => {
            const data = new DataTransfer();
            data.items.add(new File([text], 'plan.yaml'));
            return data;
          }, await readFile(path, 'utf8'));
          await page.dispatchEvent('main', 'drop', { dataTransfer: data });
          // In the box of the first screen, or in the dialog that opens where there is none.
          const take = page.locator('.opened').getByRole('button', { name: 'Open this plan' });
          await take.click();
          await take.waitFor({ state: 'detached' });
          await answered(page);
          await page.evaluate(() => navigator.clipboard.writeText(''));
          await page.getByRole('button', { name: 'Copy link', exact: true }).click();
          await until(page, async () => (await navigator.clipboard.readText()) !== '', 'the link is copied');
          const copied = await page.evaluate(() => navigator.clipboard.readText());
          const { stdout: link } = await run(program, ['link', path]);
          assert.equal(copied.split('?p=')[1], link.trim().split('?p=')[1], name);
        }
      });
    } finally {
      await browser.close();
    }
  });
});
