// Which layers of the map are on: as the address says, else as the person chose last, else as it is usual. Each layer
// has a letter, so that a view in the address stays short.

import { address } from "../address.mjs";
import { recall, remember } from "../preferences.mjs";

export const LETTERS = {
  alerts: "a", incidents: "i", reports: "r", units: "u", heat: "h", cameras: "c", troubled: "t", cones: "v", congestion: "w",
  segments: "s", sites: "y", names: "n", places: "p",
};
const OFF_AT_FIRST = new Set(["heat"]);
const NAMES = Object.keys(LETTERS);

export class Layers {
  constructor(onChange) {
    this.onChange = onChange;
    this.boxes = [...document.querySelectorAll("#map-layers [data-layer]")];
    this.read();
    for (const box of this.boxes) box.addEventListener("click", () => this.toggle(box.dataset.layer));
    document.getElementById("map-layers").addEventListener("toggle", (event) => remember("layersOpen", event.target.open));
    document.getElementById("map-layers").open = recall("layersOpen") ?? false;
  }

  isOn(name) {
    return this.on.has(name);
  }

  toggle(name) {
    if (!this.on.delete(name)) this.on.add(name);
    remember("layers", [...this.on]);
    this._tellAddress();
    this._show();
    this.onChange();
  }

  /** Take the choice of the address, or of last time. */
  read() {
    const letters = address.get("l");
    const last = recall("layers");
    const isOn = (name) => {
      if (letters !== null) return letters.includes(LETTERS[name]);
      return Array.isArray(last) ? last.includes(name) : !OFF_AT_FIRST.has(name);
    };
    this.on = new Set(NAMES.filter(isOn));
    this._show();
  }

  _tellAddress() {
    address.set({ l: NAMES.filter((name) => this.on.has(name)).map((name) => LETTERS[name]).join("") || "-" });
  }

  _show() {
    for (const box of this.boxes) box.setAttribute("aria-checked", String(this.isOn(box.dataset.layer)));
  }
}
