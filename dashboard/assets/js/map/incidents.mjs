// Open incidents: a small tag with its number hangs under the place, below the marks of its alerts. Filled while
// nobody has it, dashed while nobody has verified it; from afar the tag alone.

import { ownerWords, shortNumber } from "../incidents/row.mjs";
import { OPEN } from "../incidents/steps.mjs";
import { pick, t } from "../words.mjs";
import { mapColours } from "./colours.mjs";
import { worldX, worldY } from "./geo.mjs";

const NUMBER_FROM_ZOOM = 14.4;
const [HEIGHT, GAP, TAIL] = [15, 13, 4];
const WIDTH = { near: 30, far: 12 };

export class Incidents {
  constructor(store, isLayerOn, repaint) {
    Object.assign(this, { store, isLayerOn });
    this.colours = mapColours();
    store.on("incidents", repaint);
  }

  /** [id, incident, x, y, width] of each to be seen, in layer points; those of one place hang below each other. */
  *shown({ zoom, scale, origin }) {
    if (!this.isLayerOn("incidents")) return;
    const width = zoom >= NUMBER_FROM_ZOOM ? WIDTH.near : WIDTH.far;
    const taken = new Map();
    for (const [id, incident] of this.store.state.incidents) {
      if (!this.store.isShown(incident) || !OPEN.includes(incident.st)) continue;
      const [x, y] = [worldX(incident.lon) * scale - origin.x, worldY(incident.lat) * scale - origin.y + GAP];
      const spot = `${Math.round(x / width)},${Math.round(y / HEIGHT)}`;
      const below = taken.get(spot) ?? 0;
      taken.set(spot, below + 1);
      yield [id, incident, x, y + below * (HEIGHT + 2), width];
    }
  }

  paint(context, frame) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const [, incident, x, y, width] of this.shown(frame)) {
      if (frame.bounds.contains([x, y])) this._tag(context, incident, x, y, width);
    }
  }

  /** The incident whose tag lies under a point, as [id, incident]. */
  hit(point, frame) {
    for (const [id, incident, x, y, width] of this.shown(frame)) {
      if (Math.abs(point.x - x) <= width / 2 + 2 && point.y >= y - TAIL && point.y <= y + HEIGHT + 2) return [id, incident];
    }
    return null;
  }

  words([, incident]) {
    const state = `${t(`incident.state.${incident.st}`)} · ${ownerWords(incident)}`;
    const trust = incident.vb ? t("incidents.verified_by", { who: incident.vb }) : t("incidents.unverified");
    return [`${incident.no} · ${pick(this.store.kindWords(incident.kind))}`, `${state} · ${trust}`];
  }

  _tag(context, incident, x, y, width) {
    const { label, panel } = this.colours;
    const isFree = incident.own_id === null;
    context.beginPath();
    context.roundRect(x - width / 2, y, width, HEIGHT, 4);
    context.moveTo(x - 3, y);
    context.lineTo(x, y - TAIL);
    context.lineTo(x + 3, y);
    context.fillStyle = isFree ? label : panel;
    context.strokeStyle = isFree ? panel : label;
    context.lineWidth = 1.3;
    context.setLineDash(incident.vb ? [] : [3, 2]);
    context.fill();
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = isFree ? panel : label;
    context.font = '600 10px "JetBrains Mono Variable", monospace';
    context.fillText(width === WIDTH.near ? shortNumber(incident.no) : "!", x, y + HEIGHT / 2 + 0.5);
  }
}
