// The ground of the map: water, the district's wards, their tint where traffic is above usual, and streets.

import { latLons } from "../places.mjs";
import { mapColours } from "./colours.mjs";
import { addCanvas } from "./canvas_layer.mjs";

const TINT_FROM = 0.1; // Above the usual share of congestion by this much before a ward is tinted.
const CANAL_WIDTH_M = 20; // For canals of which only the centre line is known.
const STREET_WIDTHS = { 1: 3.6, 2: 2.8, 3: 1.8, 4: 1.0 };

/** How far a ward's congestion stands above its usual (or a plain 0.5 where none is known); 0 when it does not. */
export function excess(ward) {
  if (!ward || ward.c === null || ward.c === undefined) return 0;
  const over = ward.c - (ward.u ?? 0.5);
  return over >= TINT_FROM ? over : 0;
}

export class Ground {
  constructor(map, store, isLayerOn) {
    this.store = store;
    this.isLayerOn = isLayerOn;
    this.colours = mapColours();
    this.wards = store.places.wards.features.map(shapeOf);
    this.water = store.places.water.features.map(shapeOf);
    this.streets = store.places.streets.features.map(shapeOf).sort((a, b) => b.rank - a.rank);
    this.layer = addCanvas(map, "ground", 210, (context, frame) => this._paint(context, frame));
    store.on("wards", () => this.layer.repaint());
  }

  _paint(context, frame) {
    const project = projector(frame.map);
    this._paintLand(context, project);
    this._paintWater(context, project, frame);
    this._paintTints(context, project, frame.zoom);
    this._paintStreets(context, project, frame.zoom);
    this._paintBorders(context, project);
  }

  _paintLand(context, project) {
    context.fillStyle = this.colours.land;
    for (const ward of this.wards) {
      trace(context, ward, project);
      context.fill("evenodd");
    }
  }

  _paintWater(context, project, frame) {
    context.fillStyle = this.colours.water;
    context.lineJoin = "round";
    for (const water of this.water) {
      trace(context, water, project);
      context.strokeStyle = water.isArea ? this.colours.waterEdge : this.colours.water;
      if (water.isArea) {
        context.fill("evenodd");
        context.lineWidth = 1;
      } else {
        context.lineWidth = Math.max(1.5, CANAL_WIDTH_M / metresPerPixel(frame.map));
      }
      context.stroke();
    }
  }

  /** A tint speaks of the whole ward, so it fades as one looks at single streets. */
  _paintTints(context, project, zoom) {
    const strength = Math.min(1, Math.max(0.35, 1 - (zoom - 15) * 0.3));
    if (!this.isLayerOn("congestion")) return;
    for (const ward of this.wards) {
      const state = this.store.state.wards.get(ward.code);
      const over = state && this.store.isShown(state) ? excess(state) : 0;
      if (!over) continue;
      context.save();
      trace(context, ward, project);
      context.clip("evenodd");
      context.fillStyle = over > 0.3 ? this.colours.hot : this.colours.warm;
      context.globalAlpha = (0.22 + Math.min(0.16, over * 0.3)) * strength;
      context.fill("evenodd");
      context.globalAlpha = 0.34 * strength;
      hatch(context, ward, project, context.fillStyle);
      context.restore();
    }
  }

  _paintStreets(context, project, zoom) {
    const grow = Math.max(0.75, 2 ** ((zoom - 15) * 0.75));
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const pass of ["casing", "fill"]) {
      for (const street of this.streets) {
        if (street.rank === 4 && zoom < 13.5) continue;
        const width = STREET_WIDTHS[street.rank] * grow;
        context.lineWidth = pass === "casing" ? width + 1.6 : width;
        context.strokeStyle = pass === "casing" ? this.colours.streetCasing : this.colours[`street${street.rank}`];
        trace(context, street, project);
        context.stroke();
      }
    }
  }

  _paintBorders(context, project) {
    context.setLineDash([5, 4]);
    context.lineWidth = 1.2;
    context.strokeStyle = this.colours.wardLine;
    for (const ward of this.wards) {
      trace(context, ward, project);
      context.stroke();
    }
    context.setLineDash([]);
  }
}

const shapeOf = (feature) => ({
  ...feature.properties,
  lines: latLons(feature.geometry),
  isArea: feature.geometry.type.endsWith("Polygon"),
});

function metresPerPixel(map) {
  const latitude = (map.getCenter().lat * Math.PI) / 180;
  return (40075016.7 * Math.cos(latitude)) / (256 * 2 ** map.getZoom());
}

export const projector = (map) => (latLon) => map.latLngToLayerPoint(latLon);

function trace(context, shape, project) {
  context.beginPath();
  for (const line of shape.lines) {
    line.forEach((latLon, index) => {
      const point = project(latLon);
      if (index) context.lineTo(point.x, point.y);
      else context.moveTo(point.x, point.y);
    });
    if (shape.isArea) context.closePath();
  }
}

/** Slanted lines over a tinted ward: the tint must not rest on colour alone. */
function hatch(context, ward, project, colour) {
  const points = ward.lines[0].map(project);
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - (bottom - top); x < right; x += 9) {
    context.moveTo(x, bottom);
    context.lineTo(x + (bottom - top), top);
  }
  context.stroke();
}
