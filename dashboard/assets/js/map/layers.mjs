// Which layers of the map are on; the choice is kept, and the panel with its boxes.

import { recall, remember } from "../preferences.mjs";

const DEFAULTS = { congestion: true, names: true, cameras: true, troubled: true, alerts: true, units: true };

export class Layers {
  constructor(onChange) {
    this.on = { ...DEFAULTS, ...recall("layers") };
    for (const box of document.querySelectorAll("#map-layers [data-layer]")) {
      const show = () => box.setAttribute("aria-checked", String(this.isOn(box.dataset.layer)));
      show();
      box.addEventListener("click", () => {
        this.on[box.dataset.layer] = !this.isOn(box.dataset.layer);
        remember("layers", this.on);
        show();
        onChange();
      });
    }
  }

  isOn(name) {
    return this.on[name] ?? true;
  }
}
