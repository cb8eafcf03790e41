// What citizens and police told in the last hours: small bubbles above their places, fading with age.

import { ageWords } from "../format.mjs";
import { pick, t } from "../words.mjs";
import { mapColours } from "./colours.mjs";
import { worldX, worldY } from "./geo.mjs";

const LAST_MS = 2 * 3600 * 1000;
const [WIDTH, HEIGHT, TAIL] = [13, 10, 4];

export class Reports {
  constructor(store, isLayerOn, repaint) {
    Object.assign(this, { store, isLayerOn });
    this.colours = mapColours();
    store.on("reports", () => repaint());
  }

  *shown() {
    if (!this.isLayerOn("reports")) return;
    for (const report of this.store.state.reports.values()) if (this.store.isShown(report)) yield report;
  }

  paint(context, frame) {
    const now = this.store.nowMs();
    for (const report of this.shown()) {
      const { x, y } = placeOf(report, frame);
      if (!frame.bounds.contains([x, y])) continue;
      context.globalAlpha = Math.max(0.35, 1 - (now - Date.parse(report.at)) / LAST_MS);
      this._bubble(context, x, y, report.ch === "police");
    }
    context.globalAlpha = 1;
  }

  hit(point, frame) {
    for (const report of this.shown()) {
      const { x, y } = placeOf(report, frame);
      if (Math.abs(point.x - x) < 9 && point.y < y && point.y > y - HEIGHT - TAIL - 3) return report;
    }
    return null;
  }

  words(report) {
    const age = ageWords((this.store.nowMs() - Date.parse(report.at)) / 1000);
    return [t(`map.report.${report.ch}`), `${pick(this.store.kindWords(report.k))} · ${age}`];
  }

  /** Police bubbles are filled, citizens' are hollow with two lines of writing. */
  _bubble(context, x, y, isPolice) {
    const [left, top] = [x - WIDTH / 2, y - HEIGHT - TAIL - 2];
    context.beginPath();
    context.roundRect(left, top, WIDTH, HEIGHT, 3);
    context.moveTo(x - 2.5, top + HEIGHT);
    context.lineTo(x, top + HEIGHT + TAIL);
    context.lineTo(x + 2.5, top + HEIGHT);
    context.fillStyle = isPolice ? this.colours.label : this.colours.panel;
    context.strokeStyle = this.colours.label;
    context.lineWidth = 1.3;
    context.fill();
    context.stroke();
    context.strokeStyle = isPolice ? this.colours.panel : this.colours.label;
    context.beginPath();
    context.moveTo(left + 3, top + 3.6);
    context.lineTo(left + WIDTH - 3, top + 3.6);
    context.moveTo(left + 3, top + 6.6);
    context.lineTo(left + WIDTH - 5.5, top + 6.6);
    context.stroke();
  }
}

const placeOf = ({ lat, lon }, { scale, origin }) => ({
  x: worldX(lon) * scale - origin.x,
  y: worldY(lat) * scale - origin.y,
});
