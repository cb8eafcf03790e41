// The ground of the map: land, water, streets, the wards' borders; on it heat, and traffic above its usual.

import { latLons } from "../places.mjs";
import { mapColours } from "./colours.mjs";
import { metresPerPixel } from "./geo.mjs";
import { Plane } from "./plane.mjs";
import { excess, isHot, signature } from "./traffic.mjs";

const CANAL_WIDTH_M = 20; // For canals of which only the centre line is known.
const STREET_WIDTHS = { 1: 3.6, 2: 2.8, 3: 1.8, 4: 1.0 };

export class Ground {
  /** `over` are painters that draw on the ground, under the names; `hasTiles` leaves land and streets to the tiles. */
  constructor(canvas, store, isLayerOn, { over, hasTiles }) {
    Object.assign(this, { store, isLayerOn, over, hasTiles });
    this.colours = mapColours();
    const { wards, water, streets } = store.places;
    this.plane = new Plane(wards.features.flatMap((ward) => latLons(ward.geometry).flat()));
    this.latitude = this.plane.latitude;
    this.wards = wards.features.map((feature) => this._shape(feature));
    this.water = water.features.map((feature) => this._shape(feature));
    this.streets = this._byRank(streets.features);
    this.layer = canvas.lay((context, frame) => this._paint(context, frame));
    this._repaintWhenTintsChange();
  }

  _repaintWhenTintsChange() {
    let painted = "";
    this.store.on("wards", () => {
      const wanted = signature(this.store, "wards");
      if (wanted !== painted) this.layer.repaint();
      painted = wanted;
    });
  }

  _shape(feature) {
    const isArea = feature.geometry.type.endsWith("Polygon");
    return { ...feature.properties, isArea, path: this.plane.path(latLons(feature.geometry), isArea) };
  }

  /** One path for all streets of a rank, the small ones first. */
  _byRank(features) {
    return [4, 3, 2, 1].map((rank) => {
      const lines = features.filter(({ properties }) => properties.rank === rank);
      return { rank, path: this.plane.path(lines.flatMap(({ geometry }) => latLons(geometry)), false) };
    });
  }

  _paint(context, frame) {
    if (!this.hasTiles) this._paintBottom(context, frame.bounds);
    context.save();
    const unit = this.plane.enter(context, frame);
    context.lineJoin = "round";
    context.lineCap = "round";
    if (!this.hasTiles) {
      this._paintLand(context);
      this._paintWater(context, frame, unit);
    }
    this._paintTints(context, frame.zoom, unit);
    if (!this.hasTiles) this._paintStreets(context, frame.zoom, unit);
    this._paintBorders(context, unit);
    for (const painter of this.over) painter.paintOn(context, frame, unit, this.plane);
    context.restore();
  }

  _paintBottom(context, { min, max }) {
    context.fillStyle = this.colours.ground;
    context.fillRect(min.x, min.y, max.x - min.x, max.y - min.y);
  }

  _paintLand(context) {
    context.fillStyle = this.colours.land;
    for (const ward of this.wards) context.fill(ward.path, "evenodd");
  }

  _paintWater(context, frame, unit) {
    context.fillStyle = this.colours.water;
    for (const water of this.water) {
      context.strokeStyle = water.isArea ? this.colours.waterEdge : this.colours.water;
      if (water.isArea) context.fill(water.path, "evenodd");
      const canal = Math.max(1.5, CANAL_WIDTH_M / metresPerPixel(this.latitude, frame.zoom));
      context.lineWidth = unit * (water.isArea ? 1 : canal);
      context.stroke(water.path);
    }
  }

  /** A tint speaks of the whole ward, so it fades as one looks at single streets. */
  _paintTints(context, zoom, unit) {
    if (!this.isLayerOn("congestion")) return;
    const strength = Math.min(1, Math.max(0.3, 1 - (zoom - 14.8) * 0.4));
    for (const ward of this.wards) {
      const state = this.store.state.wards.get(ward.code);
      const over = state && this.store.isShown(state) ? excess(state, this.store.nowMs()) : 0;
      if (!over) continue;
      context.fillStyle = isHot(over) ? this.colours.hot : this.colours.warm;
      context.globalAlpha = (0.22 + Math.min(0.16, over * 0.3)) * strength;
      context.fill(ward.path, "evenodd");
      context.globalAlpha = 0.34 * strength;
      this.plane.hatch(context, ward.path, unit, context.fillStyle);
      context.globalAlpha = 1;
    }
  }

  _paintStreets(context, zoom, unit) {
    const grow = Math.max(0.75, 2 ** ((zoom - 15) * 0.75));
    for (const pass of ["casing", "fill"]) {
      for (const { rank, path } of this.streets) {
        if (rank === 4 && zoom < 13.5) continue;
        const width = STREET_WIDTHS[rank] * grow;
        context.lineWidth = unit * (pass === "casing" ? width + 1.6 : width);
        context.strokeStyle = pass === "casing" ? this.colours.streetCasing : this.colours[`street${rank}`];
        context.stroke(path);
      }
    }
  }

  _paintBorders(context, unit) {
    context.setLineDash([5 * unit, 4 * unit]);
    context.lineWidth = 1.2 * unit;
    context.strokeStyle = this.colours.wardLine;
    for (const ward of this.wards) context.stroke(ward.path);
    context.setLineDash([]);
  }
}
