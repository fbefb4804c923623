// Asks the later module, which works in a worker beside the page; it comes when it is first asked.

let later;
const asked = new Map();
let questions = 0;

const progress = { line: document.createElement('p') };
progress.line.className = 'progress';
progress.line.setAttribute('role', 'status');

/** Says below the page that something is being worked on, and how far it is; without a number nothing more is. */
function showProgress(percent) {
  progress.percent = asked.size ? percent : undefined;
  const words = percent === undefined ? 'Working…' : `Reading… ${percent} %`;
  progress.line.textContent = asked.size ? words : '';
  if (!progress.line.isConnected) document.body.append(progress.line);
}

function start(script) {
  later = new Worker(script(1), { type: 'module' });
  const give = (why) => {
    for (const { no } of asked.values()) no(why);
    asked.clear();
    showProgress();
    later.terminate();
    later = undefined;
  };
  later.onerror = () => give('This part of the page could not be loaded. Are you offline before the first whole visit?');
  later.onmessage = ({ data: [id, answer, why, broken] }) => {
    if (!id) return showProgress(answer);
    if (broken) return give(why);
    const { yes, no } = asked.get(id);
    asked.delete(id);
    if (!asked.size) showProgress();
    if (why === undefined) yes(answer);
    else no(why);
  };
}

function ask(script, ...question) {
  if (!later) start(script);
  questions += 1;
  later.postMessage([questions, ...question]);
  // What takes no longer than a blink needs no words.
  setTimeout(() => asked.size && showProgress(progress.percent), 100);
  return new Promise((yes, no) => asked.set(questions, { yes, no }));
}

let shown;
let newest;

/** What the module shows; nothing where it was asked anew before it could begin. */
export async function show(script, question) {
  newest = question;
  await shown?.catch(() => {});
  if (newest !== question) return undefined;
  shown = ask(script, 'show', ...question);
  return shown;
}

/** Tells the module a text, or files; the worker reads these, so that the page never holds what is in them. */
export async function tell(script, code, value, files) {
  return ask(script, 'tell', code, value, files);
}

/** Hands a file to the browser. */
export function save(name, bytes) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes]));
  // A browser keeps the last part of a path alone.
  link.download = name.split('/').pop();
  link.click();
  URL.revokeObjectURL(link.href);
}
