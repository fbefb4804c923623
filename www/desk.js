// What the module of answers asks of the browser: plans that are kept, dialogs, files that are dropped, the way to a field.

// What both draw with is named too, so that it does not wait until they are there.
import './drawing.js';
import './icicle.js';
import './blocks.js';

// `eniplan plan` alone is the plan in force, which web/src/browser.rs keeps.
const PREFIX = 'eniplan plan ';

/** Kept plans: a name and a link, turn by turn. */
export function keptPlans() {
  try {
    const names = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    return names.sort().flatMap((key) => [key.slice(PREFIX.length), localStorage.getItem(key)]);
  } catch {
    return [];
  }
}

/** Address and title of each page, turn by turn. */
export function pages() {
  return [...app.querySelectorAll('nav a')].flatMap((tab) => [tab.getAttribute('href'), tab.textContent]);
}

/** Keeps a plan under a name; false where the storage is closed or full. */
export function keepPlan(name, link) {
  try {
    localStorage.setItem(PREFIX + name, link);
    return true;
  } catch {
    return false;
  }
}

/** Forgets the plan of a name. */
export function forgetPlan(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // Nothing is kept where the storage is closed.
  }
}

const app = document.querySelector('#app > div');
// What had the focus before the dialog.
let before;

function walk(dialog, event) {
  const form = event.key === 'Enter' && event.target.matches('input[type="text"]') && event.target.closest('[data-enter]');
  if (form) {
    // Else the key would press what has the focus next.
    event.preventDefault();
    form.querySelector('button').click();
    return;
  }
  const results = [...dialog.querySelectorAll('.results :is(button, a)')];
  if (!results.length) return;
  const place = results.indexOf(document.activeElement);
  if (event.key === 'Enter' && place < 0 && event.target.matches('[type="search"]')) {
    results[0].click();
  } else if (event.key === 'ArrowDown') {
    results[Math.min(place + 1, results.length - 1)].focus();
  } else if (event.key === 'ArrowUp') {
    (place > 0 ? results[place - 1] : dialog.querySelector('input')).focus();
  } else {
    return;
  }
  event.preventDefault();
}

function open(dialog) {
  before = document.activeElement;
  const close = () => dialog.querySelector('.close').click();
  dialog.showModal();
  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    close();
  });
  // A click beside it: what is inside fills it to its edge.
  dialog.addEventListener('mousedown', (event) => event.target === dialog && close());
  dialog.addEventListener('keydown', (event) => walk(dialog, event));
}

new MutationObserver(() => {
  const dialog = app.querySelector(':scope > dialog');
  if (dialog && !dialog.open) open(dialog);
  if (!dialog && before) {
    if (document.activeElement === document.body && before.isConnected) before.focus();
    before = undefined;
  }
}).observe(app, { childList: true });

/** Goes to a page and puts the focus on what has an id there, as soon as it is drawn. */
export function goTo(address, id) {
  before = undefined;
  if (address && location.hash.split('?')[0] !== address) location.hash = address;
  const end = performance.now() + 10_000;
  const look = () => {
    const field = document.getElementById(id);
    if (!field || app.querySelector(':scope > dialog')) {
      if (performance.now() < end) requestAnimationFrame(look);
      return;
    }
    for (let part = field.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
    field.scrollIntoView({ block: 'center' });
    field.focus();
  };
  requestAnimationFrame(look);
}

const taker = () => app.querySelector('dialog input[type="file"], main input[type="file"]');
const brings = (event) => event.dataTransfer?.types.includes('Files');

const root = document.documentElement;
// Of the many events on the way over the page, only the last one has no element to go to.
addEventListener('dragleave', (event) => event.relatedTarget || delete root.dataset.drop);
addEventListener('dragover', (event) => {
  if (!brings(event)) return;
  event.preventDefault();
  root.dataset.drop = '';
});
addEventListener('drop', (event) => {
  delete root.dataset.drop;
  if (!brings(event)) return;
  event.preventDefault();
  const { files } = event.dataTransfer;
  // The dialog has the field where the page has none.
  if (!taker()) document.getElementById('open-plan').click();
  const give = () => {
    const input = taker();
    if (!input) return requestAnimationFrame(give);
    input.files = files;
    return input.dispatchEvent(new Event('change', { bubbles: true }));
  };
  give();
});
