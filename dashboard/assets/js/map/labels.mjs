// Names of streets, water and landmarks, on one layer. Where they stand follows from the zoom alone, so nothing
// that arrives moves them; a name that an alert or a ward's name needs room for is left out.

import { percent } from "../format.mjs";
import { onLanguage } from "../words.mjs";
import { mapColours } from "./colours.mjs";
import { worldX, worldY } from "./geo.mjs";
import { Landmarks } from "./landmarks.mjs";
import { drawText, haloText, Lettering } from "./lettering.mjs";
import { StreetNames } from "./street_names.mjs";
import { boxAround, Taken } from "./text_path.mjs";

const FIGURES_FROM_ZOOM = 15;

export class Labels {
  /** `busy()` gives the boxes of alerts and ward names; `homes()` those of ward names at rest. */
  constructor(canvas, store, isLayerOn, { busy, homes, segments }) {
    Object.assign(this, { store, isLayerOn, busy, homes, segments, lettering: new Lettering(), key: null });
    this.colours = mapColours();
    this.names = new StreetNames(store.places);
    this.landmarks = new Landmarks(store.places);
    this.layer = canvas.lay((context, frame) => this._paint(context, frame));
    onLanguage(() => this.layer.repaint());
  }

  repaint() {
    this.layer.repaint();
  }

  /** Fonts have come, or the text size changed: lay everything out again. */
  measure() {
    this.lettering.forget();
    this.key = null;
    this.layer.repaint();
  }

  _paint(context, frame) {
    this._layOutOnce(frame);
    const busy = new Taken();
    busy.add(this.busy());
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    this._paintFigures(context, frame, busy);
    if (this.isLayerOn("places")) for (const place of this._seen(this.places, frame, busy)) this._paintPlace(context, place);
    if (this.isLayerOn("names")) for (const name of this._seen(this.lines, frame, busy)) this._paintName(context, name);
  }

  _layOutOnce({ zoom, scale, origin }) {
    const key = `${zoom}|${origin.x}|${origin.y}|${this.lettering.scale()}|${this.isLayerOn("places")}`;
    if (key === this.key) return;
    this.key = key;
    const project = ([lat, lon]) => ({ x: worldX(lon) * scale - origin.x, y: worldY(lat) * scale - origin.y });
    const taken = new Taken();
    taken.add(this.homes());
    this.places = this.isLayerOn("places") ? this.landmarks.layOut(zoom, project, this.lettering, taken) : [];
    this.lines = this.names.layOut(zoom, project, this.lettering, taken);
  }

  _seen(labels, { bounds: { min, max } }, busy) {
    const isInView = ({ left, right, top, bottom }) => right > min.x && left < max.x && bottom > min.y && top < max.y;
    return labels.filter(({ boxes }) => boxes.some(isInView) && busy.isFree(boxes));
  }

  _paintName(context, { letters, font, kind }) {
    const colour = kind === "water" ? this.colours.waterLabel : this.colours.streetLabel;
    context.font = font;
    for (const { letter, x, y, angle } of letters) turned(context, x, y, angle, () => haloText(context, letter, 0, 0.5, this.colours.labelHalo));
    context.fillStyle = colour;
    for (const { letter, x, y, angle } of letters) turned(context, x, y, angle, () => context.fillText(letter, 0, 0.5));
  }

  _paintPlace(context, { x, y, lines, font, height }) {
    context.fillStyle = this.colours.labelHalo;
    context.fillRect(x - 3.5, y - 3.5, 7, 7);
    context.fillStyle = this.colours.waterLabel;
    turned(context, x, y, Math.PI / 4, () => context.fillRect(-2.4, -2.4, 4.8, 4.8));
    context.font = font;
    lines.forEach((line, i) => drawText(context, line, x, y + 12 + i * height, this.colours.waterLabel, this.colours.labelHalo));
  }

  /** How much a street within a ward stands above its usual, at its middle. */
  _paintFigures(context, frame, busy) {
    if (frame.zoom < FIGURES_FROM_ZOOM) return;
    context.font = this.lettering.font(11.5, 600);
    for (const [key, , over] of this.segments.above()) {
      const [lat, lon] = this.segments.middle(key);
      const [x, y] = [worldX(lon) * frame.scale - frame.origin.x, worldY(lat) * frame.scale - frame.origin.y];
      const box = [boxAround(x, y, 24, 9)];
      if (!frame.bounds.contains([x, y]) || !busy.isFree(box)) continue;
      busy.add(box);
      drawText(context, `+${percent(over)}`, x, y, this.colours.label, this.colours.labelHalo);
    }
  }
}

function turned(context, x, y, angle, draw) {
  const before = context.getTransform();
  context.translate(x, y);
  context.rotate(angle);
  draw();
  context.setTransform(before);
}
