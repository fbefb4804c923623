// Measures what a key costs: the main thread's work from the key until the frame that shows it is handed over.
//
// Event Timing rounds to 8 ms and counts the wait for the next frame, of up to 17 ms, which is the same for every page; so the
// work is read from a trace.

const KEYS = 200;

const sorted = (numbers) => [...numbers].sort((a, b) => a - b);

/** The part of a task, in ms, that lies between two times. */
const within = ({ ts, dur }, from, to) => Math.max(0, Math.min(ts + dur, to) - Math.max(ts, from)) / 1000;

/** Milliseconds of work of a key in a field of numbers, the 190th of 200, on a processor slower by so much. */
export async function keys(browser, page, id, slower) {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.locator(`[id="${id}"]`).focus();
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  for (let key = 0; key < KEYS; key += 1) {
    // Each of them is another plan, of which everything is computed and drawn.
    await page.keyboard.press(key % 2 ? 'Backspace' : '5');
    // As somebody types who is fast: sixteen keys a second.
    await page.waitForTimeout(60);
  }
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const presses = traceEvents.filter((event) => event.name === 'EventDispatch' && event.args.data?.type === 'keydown');
  const here = traceEvents.filter(({ pid, tid }) => pid === presses[0]?.pid && tid === presses[0]?.tid);
  const named = (name) => here.filter((event) => event.ph === 'X' && event.name === name);
  const [tasks, paints] = [named('ThreadControllerImpl::RunTask'), named('Paint')];
  const work = presses.map(({ ts }) => {
    const paint = paints.find((one) => one.ts > ts);
    // The task that paints hands the frame over as well.
    const frame = paint && tasks.find((task) => within(task, paint.ts, paint.ts + paint.dur) > 0);
    return frame ? tasks.reduce((sum, task) => sum + within(task, ts, frame.ts + frame.dur), 0) : 0;
  });
  if (work.filter((one) => one > 0).length < 0.9 * KEYS) throw new Error(`the trace does not show the frames of ${KEYS} keys`);
  return sorted(work)[Math.floor(0.95 * work.length)];
}
