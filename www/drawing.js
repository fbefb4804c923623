// What everything that is drawn on a canvas takes from the page: the colours of the style sheet, and when they or its size change.

const probe = document.createElement('i');
probe.hidden = true;

/** The colours that the style sheet gives classes in the theme of now. */
export function coloursOf(names) {
  document.body.append(probe);
  const found = names.map((name) => {
    probe.className = name;
    const { backgroundColor, color, borderTopColor } = getComputedStyle(probe);
    return { fill: backgroundColor, mark: color, edge: borderTopColor };
  });
  probe.remove();
  return found;
}

const drawings = new Set();

/** An element with a canvas: `forget()` what was prepared for the theme, `update()` at once, `resized()` when there is time. */
export class Drawing extends HTMLElement {
  #sizes = new ResizeObserver(() => this.resized());

  connectedCallback() {
    drawings.add(this);
    this.#sizes.observe(this);
  }

  disconnectedCallback() {
    drawings.delete(this);
    this.#sizes.disconnect();
  }
}

const again = () => {
  for (const drawing of drawings) {
    drawing.forget();
    drawing.resized();
  }
};
for (const query of ['(prefers-color-scheme: dark)', '(forced-colors: active)']) matchMedia(query).addEventListener('change', again);
const { dataset } = document.documentElement;
let { theme } = dataset;
// The page sets its theme whenever it draws itself.
const themed = () => {
  if (dataset.theme === theme) return;
  theme = dataset.theme;
  again();
};
new MutationObserver(themed).observe(document.documentElement, { attributeFilter: ['data-theme'] });
// No frame comes before what is printed.
matchMedia('print').addEventListener('change', () => {
  for (const drawing of drawings) {
    drawing.forget();
    drawing.update();
  }
});

/** Draws anew on a screen with other pixels, which changes no size. */
function onScreen() {
  const change = () => onScreen(again());
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', change, { once: true });
}
onScreen();
