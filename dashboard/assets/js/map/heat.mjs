// The heat of the last hour: a soft glow where events happened, the warmer the more severe they were together.

import { mapColours } from "./colours.mjs";
import { metresPerPixel } from "./geo.mjs";

const REACH_M = 170;
const [LEAST_PX, MOST_PX] = [22, 150];
const FULL_WEIGHT = 60; // From here on a cell glows as strongly as it can.

export class Heat {
  constructor(store, isLayerOn, repaint) {
    Object.assign(this, { store, isLayerOn });
    this.colours = mapColours();
    store.on("heat", () => isLayerOn("heat") && repaint());
  }

  paintOn(context, frame, unit, plane) {
    if (!this.isLayerOn("heat")) return;
    const reach = Math.min(MOST_PX, Math.max(LEAST_PX, REACH_M / metresPerPixel(plane.latitude, frame.zoom)));
    const glow = this._glow();
    for (const cell of this.store.state.heat.values()) {
      if (!this.store.isShown(cell)) continue;
      const [x, y] = plane.at(cell.lat, cell.lon);
      const size = reach * unit * (1 + Math.min(1, cell.n / FULL_WEIGHT) * 0.6);
      context.globalAlpha = 0.22 + 0.6 * Math.min(1, Math.log1p(cell.n) / Math.log1p(FULL_WEIGHT));
      context.drawImage(glow, x - size, y - size, 2 * size, 2 * size);
    }
    context.globalAlpha = 1;
  }

  _glow() {
    if (this.glowColour === this.colours.heat) return this.glow;
    this.glow = document.createElement("canvas");
    this.glow.width = this.glow.height = 128;
    const context = this.glow.getContext("2d");
    context.fillStyle = this.colours.heat;
    context.fillRect(0, 0, 128, 128);
    context.globalCompositeOperation = "destination-in";
    const fade = context.createRadialGradient(64, 64, 0, 64, 64, 64);
    for (const [at, alpha] of [[0, 0.8], [0.35, 0.42], [0.7, 0.12], [1, 0]]) fade.addColorStop(at, `rgb(0 0 0 / ${alpha})`);
    context.fillStyle = fade;
    context.fillRect(0, 0, 128, 128);
    this.glowColour = this.colours.heat;
    return this.glow;
  }
}
