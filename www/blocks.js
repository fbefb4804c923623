// Draws blocks of sixteen addresses on a canvas, sixteen a row: `<block-grid>`, which crates/eniplan-elements/src/blocks.rs makes.
//
// What is pointed at and read out lies over the canvas as elements of the page; the words and the addresses are theirs.

import { Drawing, coloursOf } from './drawing.js';

const ACROSS = 16;
// Sides of a square in px, and what stands in a row before the first of them.
const [LEAST, MOST, GAP] = [12, 28, 8];
// The height of the window on many rows, and that of a page of paper.
const [WINDOW, PAPER] = [512, 900];

class BlockGrid extends Drawing {
  static observedAttributes = ['blocks', 'kinds', 'rows', 'lead', 'edges', 'fit', 'at'];

  #sprites;
  #whole;
  #waits = false;
  #looked;

  connectedCallback() {
    super.connectedCallback();
    // A scroll is told once a frame, so it is drawn at once.
    this.onscroll = () => this.draw();
    this.onclick = (event) => this.#pick(event);
    this.resized();
  }

  attributeChangedCallback(name) {
    if (name !== 'at') this.forget();
    this.resized();
  }

  /** Forgets what was prepared for the theme and the blocks until now. */
  forget() {
    this.#sprites = undefined;
    this.#whole = undefined;
  }

  /** Measures and draws in the next frame. */
  resized() {
    if (this.#waits) return;
    this.#waits = true;
    requestAnimationFrame(() => {
      this.#waits = false;
      if (this.isConnected) this.update();
    });
  }

  /** Measures and draws at once. */
  update() {
    this.#measure();
    this.draw();
  }

  /** How large everything is. */
  #measure() {
    const rows = this.#rows();
    const canvas = this.querySelector('canvas');
    const short = this.clientWidth < 420;
    this.labels = rows.map((row) => (short ? `.${row.split('.').slice(2).join('.')}` : row));
    const pen = canvas.getContext('2d');
    pen.font = this.#font();
    const longest = this.labels.reduce((most, label) => Math.max(most, pen.measureText(label).width), 0);
    this.margin = Math.ceil(longest) + GAP;
    this.ratio = Math.max(1, devicePixelRatio);
    const side = Math.min(MOST, Math.max(LEAST, Math.floor((this.clientWidth - this.margin) / ACROSS)));
    const prints = matchMedia('print').matches;
    const room = prints ? PAPER : WINDOW;
    const fits = (this.getAttribute('fit') || prints) && rows.length * side > room;
    // Whole pixels of the screen, so that squares have sharp edges.
    const whole = (length) => Math.max(1, Math.floor(length * this.ratio)) / this.ratio;
    this.side = whole(side);
    this.step = fits ? whole(room / rows.length) : this.side;
    const over = this.querySelector('svg');
    over.style.width = `${ACROSS * this.side}px`;
    over.style.height = `${rows.length * this.step}px`;
    over.style.marginLeft = `${this.margin}px`;
    const height = Math.min(this.clientHeight || WINDOW, rows.length * this.step);
    const [wide, high] = [this.margin + ACROSS * this.side, height].map((length) => Math.ceil(length * this.ratio));
    if (canvas.width !== wide || canvas.height !== high) [canvas.width, canvas.height] = [wide, high];
    canvas.style.width = `${wide / this.ratio}px`;
    canvas.style.height = `${high / this.ratio}px`;
    const key = `${this.side} ${this.step} ${this.ratio}`;
    if (this.#looked !== key) this.#sprites = undefined;
    this.#looked = key;
    this.#show();
  }

  #rows() {
    return this.getAttribute('rows').split(' ');
  }

  #font() {
    return `12px ${getComputedStyle(this).getPropertyValue('--mono')}`;
  }

  /** Scrolls to the chosen block where it is out of sight. */
  #show() {
    const at = this.getAttribute('at');
    if (at === null || at === this.shown) return;
    this.shown = at;
    const top = Math.floor((Number(at) + Number(this.getAttribute('lead'))) / ACROSS) * this.step;
    if (top < this.scrollTop) this.scrollTop = top;
    const bottom = top + this.step - this.clientHeight;
    if (bottom > this.scrollTop) this.scrollTop = bottom;
  }

  /** A small picture of each kind of block, and the whole as one dot a block. */
  #prepare() {
    const kinds = this.getAttribute('kinds').split(';').filter(Boolean).map((kind) => kind.split('|'));
    const colours = coloursOf(kinds.map(([, name]) => name));
    const side = Math.round(this.side * this.ratio);
    const dashed = this.getAttribute('edges') === 'dashed';
    const frame = new Path2D(this.getAttribute('frame'));
    this.#sprites = new Map();
    const fills = new Map();
    kinds.forEach(([letter, , mark, certain], at) => {
      const { fill, mark: ink, edge } = colours[at];
      fills.set(letter, fill);
      fills.set(letter.toUpperCase(), fill);
      for (const reserved of [false, true]) {
        const sprite = document.createElement('canvas');
        sprite.width = side;
        sprite.height = side;
        const pen = sprite.getContext('2d');
        pen.scale(side / 12, side / 12);
        pen.fillStyle = fill;
        pen.fillRect(0.4, 0.4, 11.2, 11.2);
        pen.strokeStyle = edge;
        pen.lineWidth = 0.5;
        if (dashed && !certain) pen.setLineDash([1.6, 1.2]);
        pen.strokeRect(0.6, 0.6, 10.8, 10.8);
        pen.setLineDash([]);
        pen.strokeStyle = ink;
        pen.lineWidth = 1.2;
        pen.lineCap = 'round';
        if (reserved) pen.stroke(frame);
        pen.stroke(new Path2D(mark));
        this.#sprites.set(reserved ? letter.toUpperCase() : letter, sprite);
      }
    });
    const blocks = this.getAttribute('blocks');
    const lead = Number(this.getAttribute('lead'));
    this.#whole = document.createElement('canvas');
    this.#whole.width = ACROSS;
    this.#whole.height = this.#rows().length;
    const pen = this.#whole.getContext('2d');
    [...blocks].forEach((letter, at) => {
      pen.fillStyle = fills.get(letter);
      pen.fillRect((at + lead) % ACROSS, Math.floor((at + lead) / ACROSS), 1, 1);
    });
    this.ink = getComputedStyle(this).color;
    this.font = this.#font();
  }

  /** Draws what is in sight. */
  draw() {
    if (!this.step) return;
    if (!this.#sprites) this.#prepare();
    const canvas = this.querySelector('canvas');
    const pen = canvas.getContext('2d');
    const { ratio, margin, step, side, labels } = this;
    const top = Math.round(this.scrollTop * ratio);
    const [high, wide] = [Math.round(step * ratio), Math.round(side * ratio)];
    const left = Math.round(margin * ratio);
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.fillStyle = this.ink;
    pen.font = this.font.replace('12px', `${12 * ratio}px`);
    pen.textBaseline = 'middle';
    const first = Math.floor(top / high);
    const last = Math.min(labels.length, Math.ceil((top + canvas.height) / high));
    // As many labels as have room.
    const every = 2 ** Math.max(0, Math.ceil(Math.log2((14 * ratio) / high)));
    for (let row = first - (first % every); row < last; row += every) {
      pen.fillText(labels[row], 0, row * high - top + Math.max(high, 14 * ratio) / 2);
    }
    if (step !== side) {
      pen.imageSmoothingEnabled = false;
      pen.drawImage(this.#whole, left, -top, ACROSS * wide, labels.length * high);
      return;
    }
    const blocks = this.getAttribute('blocks');
    const lead = Number(this.getAttribute('lead'));
    const end = Math.min(blocks.length, last * ACROSS - lead);
    for (let at = Math.max(0, first * ACROSS - lead); at < end; at += 1) {
      const place = at + lead;
      const sprite = this.#sprites.get(blocks[at]);
      pen.drawImage(sprite, left + (place % ACROSS) * wide, Math.floor(place / ACROSS) * high - top);
    }
  }

  /** Tells the page which block was pointed at, as the value of its hidden field. */
  #pick(event) {
    const field = this.querySelector('input');
    const box = this.querySelector('svg').getBoundingClientRect();
    const column = Math.floor((event.clientX - box.left) / this.side);
    const row = Math.floor((event.clientY - box.top) / this.step);
    const at = row * ACROSS + column - Number(this.getAttribute('lead'));
    const isOne = column >= 0 && column < ACROSS && at >= 0 && at < this.getAttribute('blocks').length;
    if (!field || !isOne) return;
    field.value = at;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

customElements.define('block-grid', BlockGrid);

// A subnet on the map opens to its blocks as a folder does.
addEventListener('dblclick', (event) => {
  if (event.target.closest?.('.icicle .cell')) document.querySelector('.map .chosen .open-blocks')?.click();
});
