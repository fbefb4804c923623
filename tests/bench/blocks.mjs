// Measures the map of a VPC as full as a link may make it, and the 4,096 blocks of a /16: how long a frame takes to draw, and
// whether any is dropped while it moves; and an edit of that plan, from the key to the end of the frame that shows its answer.

/** 255 subnets of /24 in one block, and one of /16, with a thousand nodes that take prefixes. */
export const LARGE =
  '#/vpc?p=1nwilwpdQGoLUJ0mgFADQCgEwEC2Sa9pgKAABsk22ScbJO-tknmyT7ZKD1slC2SibJR-t0m2m6TbbdJtz1uk263SbebpNv-t0m4G6TcLdJuL1uk3G3ScabpON-t0nHG6TjrdJx71uk4-3ScgbpOQ-t0nIm6TkbdJ1r1uk623SdcbpOu-t0nXm6Tr7dJ2D1uk7C3SdibpOx-t0nmm6TzbdJ5z1uk863SeebpPP-t0noG6T0LdJ6L1uk9G3SfabpPt-t0n3G6T7rdJ971uk--3SfgbpPw-t0n4m6T8bdKBr1ulA23SgcbpQO-t0oHm6UD7dKCD1ulBC3SgibpQR-t0oWm6ULbdKFz1ulC63ShebpQv-t0oYG6UMLdKGL1ulDG3SiabpRN-t0onG6UTrdKJ71ulE-3SigbpRQ-t0oom6UUbdKNr1ulG23SjcbpRu-t0o3m6Ub7dKOD1ulHC3SjibpRx-shJtppkJNtNshJtpz1kJNtOshJtp5kJNtP-shJtqBkJNtQshJtqL1kJNtRshJttpkJNtt-shJttxkJNtushJtt71kJNtvshJtuBkJNtw-shJtuJkJNtxshJtxr1kJNuNshJtxxkJNuO-shJtx5kJNuPshJtyD1kJNuQshJtyJkJNuR-shJt1pkJNutshJt1z1kJNuushJt15kJNuv-shJt2BkJNuwshJt2L1kJNuxshJt5pkJNvN-shJt5xkJNvOshJt571kJNvPshJt6BkJNvQ-shJt6JkJNvRshJt9r1kJNvtshJt9xkJNvu-shJt95kJNvvshJt-D1kJNvwshJt-JkJNvx-shJuBpkJNwNshJuBz1kJNwOshJuB5kJNwP-shJuCBkJNwQshJuCL1kJNwRshJuFpkJNwt-shJuFxkJNwushJuF71kJNwvshJuGBkJNww-shJuGJkJNwxshJuJr1kJNxNshJuJxkJNxO-shJuJ5kJNxPshJuKD1kJNxQshJuKJkJNxR-shJuNpkJNxtshJuNz1kJNxushJuN5kJNxv-shJuOBkJNxwshJuOL1kJNxxshJxppkJONN-shJxpxkJONOshJxp71kJONPshJxqBkJONQ-shJxqJkJONRshJxtr1kJONtshJxtxkJONu-shJxt5kJONvshJxuD1kJONwshJxuJkJONx-shJxxpkJOONshJxxz1kJOOOshJxx5kJOOP-shJxyBkJOOQshJxyL1kJOORshJx1pkJOOt-shJx1xkJOOushJx171kJOOvshJx2BkJOOw-shJx2JkJOOxshJx5r1kJOPNshJx5xkJOPO-shJx55kJOPPshJx6D1kJOPQshJx6JkJOPR-shJx9pkJOPtshJx9z1kJOPushJx9557SAUAqu_UbyTICJb5cbKA_DAfYSYAOpwPwb';

const SECONDS = 10;
// Even, so that the plan is as it was.
const EDITS = 40;

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const median = (numbers) => sorted(numbers)[Math.floor(numbers.length / 2)];
const mean = (numbers) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** Scrolls the blocks of the /16 up and down for ten seconds, and every second between its parts and the whole. */
const move = (seconds) =>
  new Promise((done) => {
    const grid = document.getElementById('blocks');
    const [deltas, draws] = [[], []];
    const start = performance.now();
    let [last, fit] = [undefined, 0];
    const step = (now) => {
      if (last !== undefined) deltas.push(now - last);
      last = now;
      if (now - start > 1000 * seconds) return done({ deltas, draws });
      const second = Math.floor((now - start) / 1000);
      if (second !== fit) {
        fit = second;
        // As the button does it, without the rest of the page.
        grid.setAttribute('fit', fit % 2 ? 'yes' : '');
        grid.update();
      }
      const length = grid.scrollHeight - grid.clientHeight;
      const part = ((now - start) / 2500) % 2;
      grid.scrollTop = length * (part > 1 ? 2 - part : part);
      // What the scroll does once more in this frame, so that what is measured is not less than what is done.
      const before = performance.now();
      grid.draw();
      draws.push(performance.now() - before);
      return requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });

/** Walks the map by a key a frame. */
const walk = (seconds) =>
  new Promise((done) => {
    const map = document.getElementById('map');
    const [deltas, draws] = [[], []];
    const start = performance.now();
    let last;
    const step = (now) => {
      if (last !== undefined) deltas.push(now - last);
      last = now;
      if (now - start > 1000 * seconds) return done({ deltas, draws });
      const key = now % 1000 < 500 ? 'ArrowRight' : 'ArrowLeft';
      const before = performance.now();
      map.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
      draws.push(performance.now() - before);
      return requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  });

/**
 * Milliseconds of edits, turn by turn to and fro: the frame that shows the key, what is computed then, and the frame that
 * shows it; without the waits for a frame.
 */
const edit = async ([id, count]) => {
  const now = () => performance.now();
  const frame = (work) =>
    new Promise((done) => {
      requestAnimationFrame(() => {
        const start = now();
        work();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => done(now() - start);
        port2.postMessage(undefined);
      });
    });
  const root = document.documentElement;
  const before = document.getElementById(id).value;
  const times = [];
  for (let turn = 0; turn < count; turn += 1) {
    let [begun, end] = [0, 0];
    const answered = new Promise((done) => {
      const observer = new MutationObserver(() => {
        if (!('answered' in root.dataset)) return;
        observer.disconnect();
        end = now();
        done();
      });
      observer.observe(root, { attributeFilter: ['data-answered'] });
    });
    const key = await frame(() => {
      // Right before the page does the same.
      requestAnimationFrame(() => setTimeout(() => (begun = now())));
      const field = document.getElementById(id);
      field.value = turn % 2 ? before : `${before}x`;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    });
    await answered;
    times.push(key + (end - begun) + (await frame(() => {})));
    // A pause as between two keys.
    await new Promise((done) => setTimeout(done, 30));
  }
  return times;
};

function told(what, { deltas, draws }, idle) {
  const late = deltas.filter((delta) => delta > 1.5 * idle).length;
  const ms = (number) => number.toFixed(3);
  console.error(
    `${what}: ${deltas.length} frames, median ${ms(median(deltas))} ms, slowest ${ms(Math.max(...deltas))}, late ${late}; drawn in ${ms(mean(draws))} ms, slowest ${ms(Math.max(...draws))}`,
  );
  return late;
}

/** What `page`, which shows the plan of `LARGE`, needs for a frame, in thousandths of an idle one, of `idle` ms. */
export async function blocks(page, idle) {
  await page.locator('.icicle [role="option"]').nth(200).waitFor({ state: 'attached' });
  await page.locator('[id="subnets[0].name"]').scrollIntoViewIfNeeded();
  const edits = await page.evaluate(edit, ['subnets[0].name', EDITS]);
  console.error(`an edit of 256 subnets: median ${median(edits).toFixed(1)} ms, fastest ${Math.min(...edits).toFixed(1)}, slowest ${Math.max(...edits).toFixed(1)}`);
  told('map of 256 subnets by keys', await page.evaluate(walk, SECONDS), idle);
  await page.locator('.subnets').getByRole('button', { name: /show the .* blocks of s0$/ }).waitFor();
  await page.locator('.icicle').getByRole('option', { name: /^large,/ }).click();
  await page.getByRole('button', { name: '/28 blocks of large' }).click();
  await page.locator('#blocks').waitFor();
  await page.waitForTimeout(500);
  const moved = await page.evaluate(move, SECONDS);
  const late = told('blocks of a /16', moved, idle);
  return {
    edit_256: Math.round((1000 * median(edits)) / idle),
    blocks_drawn: Math.round((1000 * mean(moved.draws)) / idle),
    blocks_late: Math.round((1000 * late) / moved.deltas.length),
  };
}
