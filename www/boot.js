// Starts the page, and once it answers, makes it work offline.

import init from './pkg/eniplan.js';

const home = new URL('./', import.meta.url);
const worker = navigator.serviceWorker;

// The two script addresses that are set from code; the security policy refuses every other.
const scripts = ['sw.js', 'worker.js'];
const policy = globalThis.trustedTypes?.createPolicy('eniplan', {
  createScriptURL: (index) => new URL(scripts[index], home).href,
});
const script = (index) => policy?.createScriptURL(index) ?? new URL(scripts[index], home).href;

let answers;

/** The module of answers: what there is to say of a plan. It is fetched once the page can be used. */
export function loadAnswers() {
  answers = fetchAnswers();
  // The numbers come first. Without a worker (a private window, a plain http host) the page works all the same, only not offline.
  answers.catch(() => {}).then(keepOffline).catch(() => {});
  return answers;
}

async function fetchAnswers() {
  await ready;
  const styled = ['parts.css', 'answers.css'].map(
    (file) =>
      new Promise((done) => {
        const style = document.createElement('link');
        style.rel = 'stylesheet';
        style.href = file;
        style.onload = done;
        style.onerror = done;
        document.head.append(style);
      }),
  );
  const module = await import('./answers/answers.js');
  // What the answers look like comes before they are shown.
  await Promise.all([module.default(), ...styled]);
  // Each in a task of its own, so that none is long; what there is to say of the plan in another.
  for (const begin of [module.begin, () => module.show(new Uint8Array(), 'vpc', false)]) {
    begin();
    await new Promise((done) => setTimeout(done));
  }
  return module;
}

let beReady;
const ready = new Promise((done) => {
  beReady = done;
});

/** Until the next frame is painted; a tab in the background has none. */
export const painted = () =>
  new Promise((done) => {
    requestAnimationFrame(() => setTimeout(done));
    setTimeout(done, 200);
  });

const beside = () => import('./beside.js');

/** What the later module shows; nothing where it was asked anew before it could begin. */
export async function showLater(...question) {
  return (await beside()).show(script, question);
}

/** Tells the later module what stands in the element of an event: a text, or files. */
export async function tellLater(code, target) {
  const files = Array.from(target?.files ?? []);
  const value = target?.type === 'checkbox' ? target.checked : target?.value;
  const { tell } = await beside();
  // What comes of it may be something to tell the other module.
  await answers.catch(() => {});
  return tell(script, code, files.length ? '' : String(value ?? ''), files);
}

/** Hands a file to the browser. */
export async function saveFile(name, bytes) {
  (await beside()).save(name, bytes);
}

/** Whether a text came into the clipboard, which is closed to some pages. */
export async function copyText(text) {
  return (await navigator.clipboard?.writeText(text).then(() => true, () => false)) ?? false;
}

async function keepOffline() {
  const manifest = document.createElement('link');
  manifest.rel = 'manifest';
  manifest.href = 'manifest.webmanifest';
  document.head.append(manifest);
  await worker?.register(script(0), { updateViaCache: 'none' });
  // The tab that this one replaced is gone now, and maybe the version that it was the last to need.
  worker?.controller?.postMessage('clean');
}

// A theme that was chosen holds from the start; web/src/browser.rs keeps it.
try {
  const theme = localStorage.getItem('eniplan theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // Storage is closed: the system's theme holds.
}

// The app draws in a task of its own, which may come after the module has started; the shell has no footer.
const app = document.getElementById('app');
const drawn = new Promise((done) => {
  new MutationObserver((_, observer) => {
    if (!app.querySelector('footer')) return;
    observer.disconnect();
    done();
  }).observe(app, { childList: true });
});
await init();
await drawn;
document.documentElement.dataset.ready = '';
// What nobody has asked for yet waits for the frame that shows the page; a tab in the background has none.
await new Promise((done) => {
  requestAnimationFrame(done);
  setTimeout(done, 200);
});
performance.mark('interactive');
beReady();
