// Starts the page, and once it answers, makes it work offline.

import init from './pkg/eniplan.js';

const home = new URL('./', import.meta.url);
const worker = navigator.serviceWorker;

// The one script address that is set from code; the security policy refuses every other.
const policy = globalThis.trustedTypes?.createPolicy('eniplan', {
  createScriptURL: () => new URL('sw.js', home).href,
});

/** The module of answers: what there is to say of a plan. It is fetched once the page can be used. */
export async function loadAnswers() {
  await ready;
  const module = await import('./answers/answers.js');
  await module.default();
  return module;
}

let beReady;
const ready = new Promise((done) => {
  beReady = done;
});
let later;

/** The module for exports, YAML and imports, loaded when it is first wanted. */
export function loadLater() {
  later ??= import('./later/later.js').then(async (module) => {
    await module.default();
    return module;
  });
  later.catch(() => {
    later = undefined;
  });
  return later;
}

async function keepOffline() {
  const manifest = document.createElement('link');
  manifest.rel = 'manifest';
  manifest.href = 'manifest.webmanifest';
  document.head.append(manifest);
  const url = policy ? policy.createScriptURL('') : new URL('sw.js', home).href;
  await worker?.register(url, { updateViaCache: 'none' });
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

// The app draws in a task of its own, which may come after the module has started.
const root = document.documentElement;
const drawn = new Promise((done) => {
  new MutationObserver((_, observer) => {
    observer.disconnect();
    done();
  }).observe(root, { attributeFilter: ['data-drawn'] });
});
await init();
await drawn;
performance.mark('interactive');
root.dataset.ready = '';
beReady();
// Without a worker (a private window, a plain http host) the page works all the same, only not offline.
keepOffline().catch(() => {});
