// A map that is moved and enlarged, of tiles that the operator chose; the drawn map and the list say the same without it.
const TILE = 256, DEEPEST = 17, LEAST = 5, CELL = 44, STEP = 80, PINCH = 1.5;
const KEPT = "map-open";
const PANS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ZOOMS = { "+": 1, ";": 1, "=": 1, "-": -1 };

// Web Mercator: longitude and latitude as shares of the world's square.
const across = (lon) => (lon + 180) / 360;
const down = (lat) => (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2;

class Slippy {
  constructor(box) {
    this.box = box;
    this.frame = box.querySelector(".slippy__frame");
    this.ground = box.querySelector(".slippy__ground");
    this.plane = this.ground.appendChild(document.createElement("div"));
    this.plane.className = "slippy__plane";
    this.tiles = new Map();
    this.pins = [];
    this.fingers = new Map();
    this.middle = { x: across(137.5), y: down(37.5) };
    this.zoom = LEAST;
    this.listen();
  }

  get size() { return TILE * 2 ** this.zoom; }

  async load() {
    const answer = await fetch(this.box.dataset.pins);
    if (!answer.ok) throw new Error(answer.statusText);
    this.pins = (await answer.json()).pins.map((pin) => ({ ...pin, x: across(pin.lon), y: down(pin.lat) }));
    this.show(this.pins);
  }

  // The deepest zoom in which all these pins are seen, their middle in the middle.
  show(pins) {
    if (!pins.length) return this.settle();
    const [xs, ys] = [pins.map((pin) => pin.x), pins.map((pin) => pin.y)];
    const [left, right, top, foot] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const room = Math.min(this.ground.clientWidth / (right - left || 1e-9), this.ground.clientHeight / (foot - top || 1e-9));
    const deepest = pins.length > 1 ? DEEPEST : 12;
    this.middle = { x: (left + right) / 2, y: (top + foot) / 2 };
    this.zoom = Math.max(LEAST, Math.min(deepest, Math.floor(Math.log2((room * 0.8) / TILE))));
    this.settle();
  }

  // After another zoom: a new origin, so that numbers stay small, and the pins gathered anew.
  settle() {
    this.origin = { x: Math.round(this.middle.x * this.size), y: Math.round(this.middle.y * this.size) };
    this.plane.replaceChildren();
    this.tiles.clear();
    const cells = new Map();
    for (const pin of this.pins) {
      const cell = `${Math.floor((pin.x * this.size) / CELL)} ${Math.floor((pin.y * this.size) / CELL)}`;
      cells.set(cell, [...(cells.get(cell) ?? []), pin]);
    }
    this.plane.append(...[...cells.values()].map((pins) => this.mark(pins)));
    this.move(0, 0);
  }

  mark(pins) {
    const count = pins.reduce((sum, pin) => sum + pin.count, 0);
    const isOne = pins.length === 1;
    const mark = document.createElement(isOne ? "a" : "button");
    if (isOne) mark.href = pins[0].href;
    else {
      mark.type = "button";
      mark.addEventListener("click", () => { this.show(pins); this.ground.focus(); });
    }
    const words = isOne ? pins[0].label : this.box.dataset.several.replace("{n}", count);
    mark.className = "slippy__pin";
    mark.dataset.kind = isOne ? pins[0].kind : "";
    mark.textContent = count > 1 ? count : "";
    mark.title = words;
    mark.setAttribute("aria-label", words);
    mark.draggable = false;
    const [x, y] = ["x", "y"].map((side) => pins.reduce((sum, pin) => sum + pin[side], 0) / pins.length);
    this.put(mark, x * this.size - this.origin.x, y * this.size - this.origin.y);
    return mark;
  }

  put(part, x, y) { part.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`; }

  // Moves by pixels and fetches the tiles that came into sight; those out of sight go.
  move(x, y) {
    const hold = (share) => Math.min(1, Math.max(0, share));
    this.middle = { x: hold(this.middle.x + x / this.size), y: hold(this.middle.y + y / this.size) };
    const [width, height] = [this.ground.clientWidth, this.ground.clientHeight];
    const left = this.middle.x * this.size - width / 2, top = this.middle.y * this.size - height / 2;
    this.put(this.plane, this.origin.x - left, this.origin.y - top);
    const seen = new Set();
    for (let column = Math.floor(left / TILE); column * TILE < left + width; column++) {
      for (let row = Math.floor(top / TILE); row * TILE < top + height; row++) {
        if (Math.min(column, row) >= 0 && Math.max(column, row) < 2 ** this.zoom) seen.add(this.tile(column, row));
      }
    }
    for (const [name, image] of this.tiles) {
      if (!seen.has(name)) { image.remove(); this.tiles.delete(name); }
    }
  }

  tile(column, row) {
    const name = `${column}/${row}`;
    if (!this.tiles.has(name)) {
      const image = new Image(TILE, TILE);
      image.alt = "";
      image.className = "slippy__tile";
      image.draggable = false;
      image.src = this.box.dataset.tiles.replace("{z}", this.zoom).replace("{x}", column).replace("{y}", row);
      image.addEventListener("error", () => image.remove());
      this.put(image, column * TILE - this.origin.x, row * TILE - this.origin.y);
      this.plane.prepend(image);
      this.tiles.set(name, image);
    }
    return name;
  }

  // Zooms in or out by whole steps; the spot under the pointer stays where it is.
  enlarge(steps, at = null) {
    const zoom = Math.min(DEEPEST, Math.max(LEAST, this.zoom + steps));
    if (zoom === this.zoom) return;
    const box = this.ground.getBoundingClientRect();
    const off = at ? { x: at.x - box.left - box.width / 2, y: at.y - box.top - box.height / 2 } : { x: 0, y: 0 };
    const share = 1 / this.size - 1 / (TILE * 2 ** zoom);
    this.middle = { x: this.middle.x + off.x * share, y: this.middle.y + off.y * share };
    this.zoom = zoom;
    this.settle();
  }

  listen() {
    const ground = this.ground;
    for (const button of this.box.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => this.enlarge(Number(button.dataset.zoom)));
    }
    ground.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (PANS[event.key]) this.move(...PANS[event.key].map((way) => way * STEP));
      else if (ZOOMS[event.key]) this.enlarge(ZOOMS[event.key]);
      else return;
      event.preventDefault();
    });
    ground.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !ground.contains(document.activeElement)) return;
      event.preventDefault();
      this.enlarge(event.deltaY < 0 ? 1 : -1, { x: event.clientX, y: event.clientY });
    }, { passive: false });
    ground.addEventListener("dblclick", (event) => this.enlarge(1, { x: event.clientX, y: event.clientY }));
    ground.addEventListener("pointerdown", (event) => {
      if (event.target.closest(".slippy__pin")) return;
      ground.setPointerCapture(event.pointerId);
      this.fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
      this.wide = this.spread();
    });
    ground.addEventListener("pointermove", (event) => this.drag(event));
    for (const end of ["pointerup", "pointercancel"]) {
      ground.addEventListener(end, (event) => this.fingers.delete(event.pointerId));
    }
    addEventListener("resize", () => this.frame.hidden || this.move(0, 0));
  }

  drag(event) {
    const before = this.fingers.get(event.pointerId);
    if (!before) return;
    const now = { x: event.clientX, y: event.clientY };
    this.fingers.set(event.pointerId, now);
    if (this.fingers.size === 1) return this.move(before.x - now.x, before.y - now.y);
    const wide = this.spread();
    if (wide > this.wide * PINCH || wide * PINCH < this.wide) {
      const [a, b] = [...this.fingers.values()];
      this.enlarge(wide > this.wide ? 1 : -1, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
      this.wide = wide;
    }
  }

  spread() {
    const [a, b] = [...this.fingers.values()];
    return b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  }
}

for (const box of document.querySelectorAll("[data-slippy]")) {
  const [button, frame, drawn] = [box.querySelector("[data-switch]"), box.querySelector(".slippy__frame"), document.querySelector(".dot-map")];
  let map = null;
  const turn = (isOpen) => {
    frame.hidden = !isOpen;
    drawn?.toggleAttribute("hidden", isOpen);
    button.setAttribute("aria-expanded", String(isOpen));
    button.textContent = isOpen ? box.dataset.close : box.dataset.open;
    sessionStorage.setItem(KEPT, isOpen ? "yes" : "");
    if (!isOpen || map) return;
    map = new Slippy(box);
    map.load().catch(() => { box.querySelector("[role=status]").textContent = box.dataset.failed; map.settle(); });
  };
  box.hidden = false;
  button.addEventListener("click", () => turn(frame.hidden));
  if (sessionStorage.getItem(KEPT)) turn(true);
}
