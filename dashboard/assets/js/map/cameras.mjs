// Cameras on the map: healthy ones rest as small dim dots; offline is a hollow ring; what is odd carries its own mark.

import { mapColours } from "./colours.mjs";
import { CameraField, STATES } from "./camera_field.mjs";
import { conesOf, paintCone } from "./cones.mjs";
import { CALM_MS } from "./pace.mjs";

const HIT_PX = 11;
const CONES_FROM_ZOOM = 16.2;
const MOST_CONES = 300; // More of them at once say nothing, and take long to paint: come closer.

export class Cameras {
  /** `repaint(restMs)` asks for the canvas on which this paints. */
  constructor(store, isLayerOn, repaint) {
    Object.assign(this, { store, isLayerOn, repaint, selected: null, picked: new Set(), hidden: new Set() });
    this.colours = mapColours();
    this.size = 1;
    this.field = new CameraField(store);
    store.on("cameras", (codes) => this.field.take(codes) && repaint(CALM_MS));
    store.on("realOnly", () => this.field.take(null));
    store.on("places", () => {
      this.field.reindex();
      repaint();
    });
  }

  /** Marks grow with the text: on a wall seen from afar, or for who wants to read larger. */
  measure() {
    this.size = Math.max(1, parseFloat(getComputedStyle(document.documentElement).fontSize) / 13);
    this.repaint();
  }

  select(code) {
    this.selected = code;
    this.repaint();
  }

  /** Ring the cameras that a person picked out for the wall. */
  pick(codes) {
    this.picked = new Set(codes);
    this.repaint();
  }

  /** Troubled cameras that a cluster speaks for, by their index, are not drawn one by one. */
  setHidden(indexes) {
    this.hidden = indexes;
    this.repaint();
  }

  shown() {
    return this.field.shown();
  }

  isVisible(index) {
    if (!this.field.isShown[index]) return false;
    if (this.field.cameras[index].code === this.selected) return true;
    return this.isLayerOn(this.field.isTroubled(index) ? "troubled" : "cameras");
  }

  /** The visible camera nearest to a layer point, within reach of a finger; null where there is none. */
  hit(point, { scale, origin }) {
    const { x, y } = this.field;
    let [best, bestGap] = [-1, HIT_PX];
    for (let index = 0; index < x.length; index += 1) {
      const gap = Math.hypot(x[index] * scale - origin.x - point.x, y[index] * scale - origin.y - point.y);
      if (gap < bestGap && this.isVisible(index)) [best, bestGap] = [index, gap];
    }
    return best < 0 ? null : this.field.entry(best);
  }

  paint(context, frame) {
    const inView = this._inView(frame);
    this.drawn = inView.length; // Each as a dot of its own or in a cluster's number.
    const areFew = frame.zoom >= CONES_FROM_ZOOM && inView.length <= MOST_CONES;
    if (areFew && this.isLayerOn("cones")) this._paintCones(context, frame, inView);
    this._paintSelectedCone(context, frame);
    const radius = radiusAt(frame.zoom) * this.size;
    this._paintResting(context, frame.zoom, radius, inView);
    for (const [index, x, y] of inView) {
      const { code } = this.field.cameras[index];
      if (this.field.isTroubled(index) && !this.hidden.has(index)) {
        this._paintTroubled(context, STATES[this.field.state[index]], x, y, Math.max(4 * this.size, radius + 1.2));
      }
      if (code === this.selected || this.picked.has(code)) this._paintRing(context, x, y);
    }
  }

  /** [index, x, y] of every camera that is to be seen in the frame, in layer points. */
  _inView({ bounds: { min, max }, scale, origin }) {
    const { x, y } = this.field;
    const inView = [];
    for (let index = 0; index < x.length; index += 1) {
      const [px, py] = [x[index] * scale - origin.x, y[index] * scale - origin.y];
      if (px >= min.x && px <= max.x && py >= min.y && py <= max.y && this.isVisible(index)) inView.push([index, px, py]);
    }
    return inView;
  }

  /** Thousands of tiny dots are squares that look like dots: five times as cheap as circles. */
  _paintResting(context, zoom, radius, inView) {
    context.fillStyle = zoom < 15.5 ? this.colours.cameraRest : this.colours.camera;
    if (radius >= 2.4) context.beginPath();
    for (const [index, x, y] of inView) {
      if (this.field.isTroubled(index)) continue;
      if (radius < 2.4) context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
      else {
        context.moveTo(x + radius, y);
        context.arc(x, y, radius, 0, 7);
      }
    }
    if (radius >= 2.4) context.fill();
  }

  _paintCones(context, frame, inView) {
    context.beginPath();
    for (const [index, x, y] of inView) {
      if (this.field.state[index] !== 0) continue; // What gives no picture sees nothing.
      const { heading, half, reach } = conesOf(this.field.entry(index), this.store, frame);
      context.moveTo(x, y);
      context.arc(x, y, reach, heading - half, heading + half);
      context.closePath();
    }
    paintCone(context, this.colours.camera, 0.1);
  }

  _paintSelectedCone(context, frame) {
    const index = this.field.indexOf.get(this.selected);
    if (index === undefined || !this.field.isShown[index]) return;
    const [x, y] = [this.field.x[index] * frame.scale - frame.origin.x, this.field.y[index] * frame.scale - frame.origin.y];
    const { heading, half, reach } = conesOf(this.field.entry(index), this.store, frame);
    context.beginPath();
    context.moveTo(x, y);
    context.arc(x, y, reach, heading - half, heading + half);
    context.closePath();
    paintCone(context, this.colours.select, 0.22);
  }

  _paintRing(context, x, y) {
    context.lineWidth = 2;
    context.strokeStyle = this.colours.select;
    context.beginPath();
    context.arc(x, y, 9, 0, 7);
    context.stroke();
  }

  /** Hollow for what gives no picture; a bar across for obscured, an arrow's corner for moved, a dot for works. */
  _paintTroubled(context, state, x, y, r) {
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

const radiusAt = (zoom) => (zoom < 14 ? 1.2 : zoom < 15.5 ? 1.7 : zoom < 17 ? 2.8 : 4);
