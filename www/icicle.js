// Draws the map of the address space on a canvas: `<icicle-map>`, which crates/eniplan-answers/src/picture.rs makes.
//
// What is pointed at, walked and read out lies over the canvas as elements of the page, one a cell, with the chosen one's outline.

import { Drawing, coloursOf } from './drawing.js';

// The whole length of the map in the units of its cells.
const WHOLE = 10_000;
// Where the rows are, in hundredths of the other side: blocks of the VPC, what stands in them, how much of that is used.
const ROWS = { block: [0, 22], inside: [22, 82], used: [83, 100] };
// The strip with a role's pattern.
const STRIP = 8;

/** Draws what fills a tile of so many pixels, of which `one` are a pixel of the page. */
const PATTERNS = {
  pods: [8, (pen, side) => pen.arc(side / 2, side / 2, side / 4, 0, 7)],
  public: [10, (pen, side) => slanted(pen, side, side * 0.42, false)],
  'control-plane': [6, (pen, side) => pen.rect(0, 0, side / 3, side)],
  other: [4, (pen, side) => pen.rect(0, 0, side, side / 2)],
  short: [6, (pen, side) => slanted(pen, side, side * 0.4, true)],
};

/** A line from corner to corner that goes on in the next tile, up or down. */
function slanted(pen, side, thick, up) {
  const [from, to] = up ? [side, 0] : [0, side];
  for (const shift of [-side, 0, side]) {
    pen.moveTo(shift, from);
    pen.lineTo(shift + side, to);
    pen.lineTo(shift + side + thick, to);
    pen.lineTo(shift + thick, from);
    pen.closePath();
  }
}

/** As much of a text as has room, with an ellipsis where that is not all. */
function cut(pen, text, room) {
  if (pen.measureText(text).width <= room) return text;
  // No screen has room for more.
  const letters = [...text.slice(0, 400)];
  let [fits, more] = [0, letters.length];
  while (fits + 1 < more) {
    const half = (fits + more) >> 1;
    if (pen.measureText(`${letters.slice(0, half).join('')}…`).width <= room) fits = half;
    else more = half;
  }
  return fits ? `${letters.slice(0, fits).join('').trimEnd()}…` : '';
}

/** From where to where a cell goes on the canvas: on whole pixels, but for one so narrow that rounding would show in a row of them. */
function edges(from, to, ratio) {
  return to - from < 6 * ratio ? [from, to] : [Math.round(from), Math.round(to)];
}

/** What parts a cell from those before and behind it. */
const gap = (length, ratio) => (length < 6 * ratio ? length / 10 : Math.round(ratio));

/** How much of each cell the next of its row leaves to be seen: blocks of a plan may overlap. */
function uncovered(cells) {
  const next = {};
  return cells
    .toReversed()
    .map(([kind, start, share]) => {
      const row = kind === 'block' ? 'block' : 'inside';
      const before = (next[row] ?? Infinity) - start;
      next[row] = Number(start);
      return before < 0 ? Number(share) : Math.min(before, share);
    })
    .reverse();
}

class IcicleMap extends Drawing {
  static observedAttributes = ['cells', 'class'];

  #style;
  #waits = false;
  #wide = 0;
  #high = 0;

  attributeChangedCallback() {
    if (this.#waits || !this.#wide) return;
    this.#waits = true;
    // Before the frame that has the rest of the answer, and once for all that changes now.
    queueMicrotask(() => {
      this.#waits = false;
      if (!this.isConnected) return;
      this.draw();
      requestAnimationFrame(() => this.#place());
    });
  }

  forget() {
    this.#style = undefined;
  }

  /** Comes after the layout and before the paint of a frame, so that no map stands there empty. */
  resized() {
    this.update();
  }

  update() {
    this.#wide = this.clientWidth;
    this.#high = this.clientHeight;
    if (!this.#wide) return;
    this.draw();
    this.#place();
  }

  /** Puts the canvas onto whole pixels of the screen, between which its letters would be blurred. */
  #place() {
    const canvas = this.querySelector('canvas');
    if (!canvas || !this.#style) return;
    const { ratio } = this.#style;
    const { left, top } = this.getBoundingClientRect();
    const [x, y] = [left + this.clientLeft, top + this.clientTop].map((place) => Math.round(place * ratio) / ratio - place);
    const places = { left: x, top: y, width: canvas.width / ratio, height: canvas.height / ratio };
    for (const [name, value] of Object.entries(places)) canvas.style[name] = `${value.toFixed(3)}px`;
  }

  /** What the style sheet says of this theme. */
  #prepare(ratio) {
    const names = ['block', 'nodes', 'pods', 'public', 'control-plane', 'other', 'hole', 'target', 'usage', 'taken', 'short', 'words', 'inside'];
    const colours = coloursOf(names.map((name) => `tone ${name}`));
    const kinds = Object.fromEntries(names.map((name, at) => [name, colours[at]]));
    for (const [name, [size, draw]] of Object.entries(PATTERNS)) {
      const tile = document.createElement('canvas');
      const side = Math.round(size * ratio);
      [tile.width, tile.height] = [side, side];
      const pen = tile.getContext('2d');
      pen.fillStyle = kinds[name].mark;
      draw(pen, side);
      pen.fill();
      kinds[name].pattern = pen.createPattern(tile, 'repeat');
    }
    const own = getComputedStyle(this);
    return { ratio, kinds, font: own.fontFamily, mono: own.getPropertyValue('--mono') };
  }

  /** Draws every cell. */
  draw() {
    const canvas = this.querySelector('canvas');
    // Paper shows more than a screen.
    const ratio = Math.max(devicePixelRatio, matchMedia('print').matches ? 2 : 1);
    if (this.#style?.ratio !== ratio) this.#style = this.#prepare(ratio);
    const [wide, high] = [this.#wide, this.#high].map((length) => Math.round(length * ratio));
    if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
    const pen = canvas.getContext('2d');
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, wide, high);
    const upright = this.classList.contains('upright');
    const [along, across] = upright ? [high, wide] : [wide, high];
    const box = (start, share, [from, to]) => {
      const [one, two] = edges((start * along) / WHOLE, ((start + share) * along) / WHOLE, ratio);
      const [top, bottom] = [from, to].map((place) => Math.round((place * across) / 100));
      return upright ? [top, one, bottom - top, two - one] : [one, top, two - one, bottom - top];
    };
    const cells = this.getAttribute('cells').split('\n').map((line) => line.split('\t'));
    const seen = uncovered(cells);
    cells.forEach(([kind, start, share, taken, ...words], index) => {
      const [at, length] = [Number(start), Number(share)];
      const row = kind === 'block' ? ROWS.block : ROWS.inside;
      this.#cell(pen, kind, box(at, length, row), box(at, seen[index], row), words);
      if (taken) this.#used(pen, taken, box(at, length, ROWS.used), upright);
    });
  }

  /** A cell: its colour, its edge, its role's pattern and, in the part that is seen, its words. */
  #cell(pen, kind, [x, y, wide, high], seen, words) {
    const { ratio, kinds } = this.#style;
    const { fill, mark, edge, pattern } = kinds[kind];
    const [left, top] = [gap(wide, ratio), gap(high, ratio)];
    const inner = [x + left, y + top, wide - 2 * left, high - 2 * top];
    pen.fillStyle = fill;
    pen.fillRect(...inner);
    if (kind === 'nodes' || pattern) {
      // All of a cell that is no higher than a line.
      const strip = high < 6 * ratio ? inner[3] : Math.min(Math.round(STRIP * ratio), high / 2);
      pen.translate(inner[0], y + high - top - strip);
      pen.fillStyle = pattern ?? mark;
      pen.fillRect(0, 0, inner[2], strip);
      pen.setTransform(1, 0, 0, 1, 0, 0);
    }
    const thick = Math.min(ratio * (kind === 'target' ? 3 : 1), wide / 5, high / 5);
    pen.strokeStyle = edge;
    pen.lineWidth = thick;
    pen.setLineDash(kind === 'hole' ? [4 * ratio, 3 * ratio] : []);
    pen.strokeRect(inner[0] + thick / 2, inner[1] + thick / 2, inner[2] - thick, inner[3] - thick);
    pen.setLineDash([]);
    if (!words[1]) return;
    pen.setTransform(ratio, 0, 0, ratio, x, y);
    // Subnets are as dark as words where colours are forced, so that free space is told from them.
    this.#words(pen, seen[2] / ratio, seen[3] / ratio, words, ['block', 'hole', 'target'].includes(kind) ? kinds.words : kinds.inside);
    pen.setTransform(1, 0, 0, 1, 0, 0);
  }

  /** Zone, name and block where they have room, in pixels of the page. */
  #words(pen, wide, high, [zone, name, more], { mark: ink, edge: soft }) {
    const { font, mono } = this.#style;
    const say = (face, colour, text, x, y, room) => {
      pen.font = face;
      pen.fillStyle = colour;
      const shown = cut(pen, text, room);
      pen.fillText(shown, x, y);
      return shown ? pen.measureText(shown).width : 0;
    };
    const faces = { zone: `700 16px ${font}`, name: `700 13.6px ${font}`, more: `12px ${mono}` };
    pen.textBaseline = 'alphabetic';
    if (wide <= 17 || high <= 15) return;
    if (high <= 62) {
      // One line.
      const line = Math.min(18, high / 2 + 5);
      const end = wide - 8;
      let at = 8;
      if (zone) at += say(faces.zone, ink, zone, at, line, end - at) + 8;
      at += say(faces.name, ink, name, at, line, end - at) + 8;
      if (high > 36 && end - at > 40) say(faces.more, soft, more, at, line, end - at);
    } else if (wide <= 72) {
      // Downwards.
      let at = 8;
      if (zone) {
        pen.textAlign = 'center';
        say(faces.zone, ink, zone, wide / 2, 22, wide - 4);
        pen.textAlign = 'start';
        at = 28;
      }
      pen.translate(wide / 2, at);
      pen.rotate(Math.PI / 2);
      pen.textBaseline = 'middle';
      say(`600 13.6px ${font}`, ink, name, 0, 0, high - at - STRIP - 4);
    } else {
      let line = 20;
      const room = wide - 16;
      if (zone) {
        say(faces.zone, ink, zone, 8, 22, room);
        line = 43;
      }
      say(faces.name, ink, name, 8, line, room);
      if (wide > 104 && line + 18 < high - STRIP) say(faces.more, soft, more, 8, line + 18, room);
    }
  }

  /** How much of a subnet is used, in parts of the whole; `!` behind it where addresses are missing. */
  #used(pen, taken, [x, y, wide, high], upright) {
    const { ratio, kinds } = this.#style;
    const { usage, short } = kinds;
    const part = parseInt(taken, 10) / WHOLE;
    const full = upright ? [x, y, wide, high * part] : [x, y, wide * part, high];
    const thick = Math.min(ratio, wide / 5, high / 5);
    pen.fillStyle = usage.fill;
    pen.fillRect(x, y, wide, high);
    const isShort = taken.endsWith('!');
    pen.fillStyle = (isShort ? short : kinds.taken).fill;
    pen.fillRect(...full);
    if (isShort) {
      pen.fillStyle = short.pattern;
      pen.fillRect(...full);
    }
    pen.strokeStyle = usage.edge;
    pen.lineWidth = thick;
    pen.strokeRect(x + thick / 2, y + thick / 2, wide - thick, high - thick);
  }
}

customElements.define('icicle-map', IcicleMap);
