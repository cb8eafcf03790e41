// The tiles of the wall in their grid: one for each camera that is shown, one of them large, walked by key.

import { make } from "../shapes.mjs";
import { Tile } from "./tile.mjs";

const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Tiles {
  /** `acts` holds `details(code)`, `remove(code)` and `turnPage(step)`. */
  constructor(grid, store, acts) {
    Object.assign(this, { grid, store, acts, tiles: new Map(), large: null, columns: 3 });
    grid.addEventListener("keydown", (event) => this._key(event));
  }

  codes() {
    return [...this.tiles.keys()];
  }

  /** Show these cameras in a grid for `size`; a tile whose camera stays keeps its picture. */
  show(codes, size) {
    this.columns = Math.sqrt(size);
    this.grid.style.setProperty("--columns", this.columns);
    const before = this.tiles;
    this.tiles = new Map(codes.map((code) => [code, before.get(code) ?? this._make(code)]));
    if (this.large && !this.tiles.has(this.large)) this.large = null;
    const elements = [...this.tiles.values()].map((tile) => tile.element);
    const spare = size - elements.length;
    const isSame = elements.length + spare === this.grid.children.length && elements.every((one, index) => one === this.grid.children[index]);
    if (!isSame) this.grid.replaceChildren(...elements, ...Array.from({ length: spare }, () => make("div", "tile-spare")));
    this._enlarge(this.large);
    this.draw();
  }

  take(head, jpeg) {
    this.tiles.get(head.camera)?.take(head, jpeg);
  }

  draw() {
    for (const tile of this.tiles.values()) tile.draw();
  }

  tick() {
    for (const tile of this.tiles.values()) tile.tick();
  }

  _make(code) {
    return new Tile(code, this.store, (name, about) => (name === "large" ? this._toggleLarge(about) : this.acts[name](about)));
  }

  _toggleLarge(code) {
    this._enlarge(this.large === code ? null : code);
  }

  _enlarge(code) {
    this.large = code;
    this.grid.classList.toggle("has-large", code !== null);
    for (const [one, tile] of this.tiles) tile.element.classList.toggle("is-large", one === code);
    const focusable = this.large ?? this.codes()[0];
    for (const [one, tile] of this.tiles) tile.element.tabIndex = one === focusable ? 0 : -1;
  }

  /** Arrows walk, Enter makes large and small again, Escape makes small, Delete takes off, page keys turn. */
  _key(event) {
    const code = event.target.closest(".tile")?.dataset.camera;
    const isOnTile = event.target.classList.contains("tile");
    if (event.key in STEPS && code) this._walk(code, STEPS[event.key]);
    else if (event.key === "Enter" && isOnTile) this._toggleLarge(code);
    else if (event.key === "Escape" && this.large) this._enlarge(null);
    else if (event.key === "Delete" && isOnTile) this.acts.remove(code);
    else if (event.key === "PageDown" || event.key === "PageUp") this.acts.turnPage(event.key === "PageDown" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  _walk(code, [right, down]) {
    const codes = this.codes();
    const next = codes[codes.indexOf(code) + right + down * this.columns];
    if (!next) return;
    if (this.large) this._enlarge(next);
    this.tiles.get(next).element.focus();
  }
}
