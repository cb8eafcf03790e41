// Cameras: healthy ones rest as small dim dots; offline is a hollow ring; what is odd carries its own mark.

import { addCanvas, Projected } from "./canvas_layer.mjs";
import { mapColours } from "./colours.mjs";

export const TROUBLED = new Set(["offline", "unknown", "obscured", "moved", "maintenance"]);
const HIT_PX = 11;

export class Cameras {
  constructor(map, store, isLayerOn) {
    this.map = map;
    this.store = store;
    this.isLayerOn = isLayerOn;
    this.colours = mapColours();
    this.projected = new Projected();
    this.selected = null;
    this.hidden = new Set(); // Troubled cameras that a cluster speaks for.
    this.layer = addCanvas(map, "cameras", 400, (context, frame) => this._paint(context, frame));
    store.on("cameras", () => this.layer.repaint());
    store.on("places", () => this.layer.repaint());
  }

  select(code) {
    this.selected = code;
    this.layer.repaint();
  }

  setHidden(codes) {
    this.hidden = codes;
    this.layer.repaint();
  }

  /** Registry facts and live state of every camera that may be shown; moving ones where they are now. */
  *shown() {
    for (const camera of this.store.places.cameras) {
      const state = this.store.state.cameras.get(camera.code);
      if (!this.store.isShown(state ?? camera)) continue;
      yield { camera, state: state?.s ?? "unknown", lat: state?.lat ?? camera.lat, lon: state?.lon ?? camera.lon };
    }
  }

  pointOf(entry) {
    return this.projected.at(this.map, entry.camera.code, entry.lat, entry.lon);
  }

  /** Return the camera nearest to a layer point, within reach of a finger. */
  hit(layerPoint) {
    let best = null;
    let bestGap = HIT_PX;
    for (const entry of this.shown()) {
      if (!this._isVisible(entry)) continue;
      const point = this.pointOf(entry);
      const gap = Math.hypot(point.x - layerPoint.x, point.y - layerPoint.y);
      if (gap < bestGap) [best, bestGap] = [entry, gap];
    }
    return best;
  }

  _isVisible(entry) {
    if (entry.camera.code === this.selected) return true;
    return TROUBLED.has(entry.state) ? this.isLayerOn("troubled") : this.isLayerOn("cameras");
  }

  _paint(context, { bounds, zoom }) {
    const radius = zoom < 14 ? 1.2 : zoom < 15.5 ? 1.7 : zoom < 17 ? 2.8 : 4;
    const resting = new Path2D();
    const troubled = [];
    for (const entry of this.shown()) {
      if (!this._isVisible(entry)) continue;
      const point = this.pointOf(entry);
      if (!bounds.contains([point.x, point.y])) continue;
      if (TROUBLED.has(entry.state)) troubled.push([entry, point]);
      else {
        resting.moveTo(point.x + radius, point.y);
        resting.arc(point.x, point.y, radius, 0, 7);
      }
      if (entry.camera.code === this.selected) this._paintSelected(context, point);
    }
    context.fillStyle = zoom < 15.5 ? this.colours.cameraRest : this.colours.camera;
    context.fill(resting);
    for (const [entry, point] of troubled) {
      if (!this.hidden.has(entry.camera.code)) this._paintTroubled(context, entry.state, point, Math.max(4, radius + 1.2));
    }
  }

  _paintSelected(context, point) {
    context.lineWidth = 2;
    context.strokeStyle = this.colours.select;
    context.beginPath();
    context.arc(point.x, point.y, 9, 0, 7);
    context.stroke();
  }

  /** Hollow for what gives no picture; a bar across for obscured, an arrow's corner for moved, a dot for works. */
  _paintTroubled(context, state, { x, y }, r) {
    const isOdd = state === "obscured" || state === "moved";
    context.lineWidth = 1.6;
    context.strokeStyle = isOdd ? this.colours.cameraOdd : this.colours.cameraOff;
    context.fillStyle = this.colours.ground;
    context.setLineDash(state === "unknown" ? [2, 2] : []);
    context.beginPath();
    context.arc(x, y, r, 0, 7);
    context.fill();
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    if (state === "obscured") {
      context.moveTo(x - r * 0.7, y + r * 0.7);
      context.lineTo(x + r * 0.7, y - r * 0.7);
    } else if (state === "moved") {
      context.moveTo(x, y);
      context.lineTo(x + r * 1.9, y - r * 1.9);
    } else if (state === "maintenance") {
      context.arc(x, y, 0.6, 0, 7);
    }
    context.stroke();
  }
}
