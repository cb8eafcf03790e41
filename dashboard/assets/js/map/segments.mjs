// Street segments, a street within a ward, where their traffic stands above the usual: by width, dashes and colour.

import { latLons } from "../places.mjs";
import { mapColours } from "./colours.mjs";
import { excess, isHot, signature } from "./traffic.mjs";

export class Segments {
  constructor(store, isLayerOn, repaint) {
    Object.assign(this, { store, isLayerOn, paths: new Map() });
    this.colours = mapColours();
    this.lines = linesByKey(store.places.streets.features);
    let painted = "";
    store.on("segments", () => {
      const wanted = signature(store, "segments");
      if (wanted !== painted) repaint();
      painted = wanted;
    });
  }

  /** [key, state, over] of every segment that stands above its usual and is to be seen. */
  *above() {
    if (!this.isLayerOn("segments")) return;
    for (const [key, state] of this.store.state.segments) {
      const over = this.store.isShown(state) ? excess(state, this.store.nowMs()) : 0;
      if (over && this.lines.has(key)) yield [key, state, over];
    }
  }

  /** The place in the middle of a segment's longest line. */
  middle(key) {
    const line = this.lines.get(key).reduce((longest, other) => (other.length > longest.length ? other : longest));
    const [a, b] = [line[Math.floor((line.length - 1) / 2)], line[Math.ceil((line.length - 1) / 2)]];
    return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  }

  paintOn(context, frame, unit, plane) {
    const grow = Math.max(0.8, 2 ** ((frame.zoom - 15) * 0.6));
    for (const [key, , over] of this.above()) {
      const path = this._path(key, plane);
      const hot = isHot(over);
      context.strokeStyle = hot ? this.colours.hot : this.colours.warm;
      context.globalAlpha = 0.4;
      context.lineWidth = unit * (hot ? 9 : 7) * grow;
      context.stroke(path);
      context.globalAlpha = 1;
      const width = unit * (hot ? 3.4 : 2.2) * grow;
      context.lineWidth = width;
      context.lineCap = "butt";
      context.setLineDash(hot ? [] : [5 * width, 2.5 * width]);
      context.stroke(path);
      context.setLineDash([]);
      context.lineCap = "round";
    }
  }

  _path(key, plane) {
    if (!this.paths.has(key)) this.paths.set(key, plane.path(this.lines.get(key), false));
    return this.paths.get(key);
  }
}

function linesByKey(features) {
  const lines = new Map();
  for (const { properties, geometry } of features) {
    for (const ward of properties.name ? (properties.w ?? []) : []) {
      const key = `${ward}/${properties.name}`;
      lines.set(key, [...(lines.get(key) ?? []), ...latLons(geometry)]);
    }
  }
  return lines;
}
