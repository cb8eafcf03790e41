// Names on the map: wards first, then water and streets by rank as one zooms in. Labels give way to alerts.

import { latLons } from "../places.mjs";
import { percent } from "../format.mjs";
import { onLanguage, t } from "../words.mjs";
import { addCanvas } from "./canvas_layer.mjs";
import { mapColours } from "./colours.mjs";
import { excess, projector } from "./ground.mjs";
import { boxAround, joinLines, lettersAlong, measured, Taken } from "./text_path.mjs";

const RANK_FROM_ZOOM = { 1: 13.6, 2: 14.6, 3: 15.6, 4: 16.4 };
const REPEAT_PX = 520;
const SPOTS = [[0, 0], [0, -22], [0, 22], [0, -42], [0, 42], [-46, 0], [46, 0], [-46, -24], [46, 24], [46, -24], [-46, 24]];
const FONT = '"Inter Variable", sans-serif';

export class Labels {
  /** `markedPoints()` gives the layer points of alerts and the like, which no label may cover. */
  constructor(map, store, isLayerOn, markedPoints) {
    this.store = store;
    this.isLayerOn = isLayerOn;
    this.markedPoints = markedPoints;
    this.colours = mapColours();
    this.streets = namedLines(store.places.streets.features);
    this.water = namedLines(store.places.water.features.filter((water) => water.properties.name));
    this.layer = addCanvas(map, "names", 420, (context, frame) => this._paint(context, frame));
    store.on("wards", () => this.layer.repaint());
    onLanguage(() => this.layer.repaint());
    window.addEventListener("opscenter:size", () => this.layer.repaint());
  }

  repaint() {
    this.layer.repaint();
  }

  _paint(context, frame) {
    this.scale = parseFloat(getComputedStyle(document.documentElement).fontSize) / 13;
    const taken = new Taken();
    taken.add(this.markedPoints().map((point) => boxAround(point.x, point.y, 15, 15)));
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    this._paintWards(context, frame, taken);
    if (!this.isLayerOn("names")) return;
    this._paintLines(context, frame, taken, this.water, { zoom: () => 13, size: 12 * this.scale, colour: this.colours.waterLabel });
    this._paintLines(context, frame, taken, this.streets, {
      zoom: (rank) => RANK_FROM_ZOOM[rank],
      size: (frame.zoom >= 16.5 ? 13 : 12) * this.scale,
      colour: this.colours.streetLabel,
    });
  }

  _paintWards(context, frame, taken) {
    const project = projector(frame.map);
    this.wardBoxes = [];
    for (const { properties } of this.store.places.wards.features) {
      const lines = this._wardLines(properties);
      const spot = this._freeSpot(context, project(labelOf(properties)), lines, taken);
      if (!spot) continue;
      lines.forEach((line, index) => {
        context.font = line.font;
        drawText(context, line.text, spot.x, spot.y + index * 17 * this.scale, line.colour, this.colours.labelHalo);
      });
    }
  }

  /** The ward's name, and its figure when its traffic stands above the usual. */
  _wardLines(properties) {
    const lines = [{ text: properties.name, font: `600 ${14 * this.scale}px ${FONT}`, colour: this.colours.label }];
    const state = this.store.state.wards.get(properties.code);
    if (this.isLayerOn("congestion") && state && this.store.isShown(state) && excess(state)) {
      const usual = state.u === null || state.u === undefined ? "" : ` · ${t("map.usual", { n: percent(state.u) })}`;
      lines.push({ text: `${t("map.congestion", { n: percent(state.c) })}${usual}`, font: `500 ${12 * this.scale}px ${FONT}`, colour: this.colours.label });
    }
    return lines;
  }

  /** Look for room near the label point; without any the name gives way, but not a ward that is tinted. */
  _freeSpot(context, point, lines, taken) {
    const widths = lines.map((line) => {
      context.font = line.font;
      return context.measureText(line.text).width;
    });
    const boxesAt = (dx, dy) => lines.map((_, i) => boxAround(point.x + dx, point.y + dy + i * 17 * this.scale, widths[i] / 2 + 5, 10 * this.scale));
    const free = SPOTS.find(([x, y]) => taken.isFree(boxesAt(x, y)));
    if (!free && lines.length === 1) return null;
    const [dx, dy] = free ?? [0, 0];
    taken.add(boxesAt(dx, dy));
    this.wardBoxes.push(...boxesAt(dx, dy));
    return { x: point.x + dx, y: point.y + dy };
  }

  _paintLines(context, frame, taken, named, { zoom, size, colour }) {
    context.font = `500 ${size}px ${FONT}`;
    const project = projector(frame.map);
    const seen = new Map();
    for (const { name, rank, line } of named) {
      if (frame.zoom < zoom(rank)) continue;
      const path = measured(line.map(project));
      if (path.length < context.measureText(name).width + 16) continue;
      for (const middle of middles(path.length)) {
        this._tryLetters(context, frame, taken, seen, { name, path, middle, size, colour });
      }
    }
  }

  _tryLetters(context, frame, taken, seen, { name, path, middle, size, colour }) {
    const letters = lettersAlong(context, name, path, middle, 0.4);
    if (!letters || !letters.every((letter) => frame.bounds.contains([letter.x, letter.y]))) return;
    const centre = letters[Math.floor(letters.length / 2)];
    const others = seen.get(name) ?? [];
    if (others.some((other) => Math.hypot(other.x - centre.x, other.y - centre.y) < REPEAT_PX * 0.8)) return;
    const boxes = letters.map((letter) => boxAround(letter.x, letter.y, size * 0.55, size * 0.6));
    if (!taken.isFree(boxes)) return;
    taken.add(boxes);
    seen.set(name, [...others, centre]);
    for (const draw of [haloText, fillText]) {
      for (const letter of letters) turned(context, letter, () => draw(context, letter.letter, 0, 0.5, colour, this.colours.labelHalo));
    }
  }
}

/** Distances along a line where a name may stand: the middle first, then every REPEAT_PX around it. */
function middles(length) {
  const spots = [length / 2, length / 3, (2 * length) / 3];
  for (let step = REPEAT_PX; step < length / 2; step += REPEAT_PX) spots.push(length / 2 - step, length / 2 + step);
  return spots;
}

function namedLines(features) {
  const groups = new Map();
  for (const { properties, geometry } of features) {
    if (!properties.name) continue;
    const group = groups.get(properties.name) ?? { name: properties.name, rank: properties.rank ?? 1, lines: [] };
    group.rank = Math.min(group.rank, properties.rank ?? 1);
    group.lines.push(...latLons(geometry));
    groups.set(properties.name, group);
  }
  return [...groups.values()]
    .flatMap(({ name, rank, lines }) => joinLines(lines).map((line) => ({ name, rank, line })))
    .sort((a, b) => a.rank - b.rank || a.name.localeCompare(b.name));
}

/** Where a ward's name stands: GeoJSON writes it [lon, lat]. */
const labelOf = ({ label }) => [label[1], label[0]];

function turned(context, letter, draw) {
  context.save();
  context.translate(letter.x, letter.y);
  context.rotate(letter.angle);
  draw();
  context.restore();
}

function haloText(context, text, x, y, _colour, halo) {
  context.lineWidth = 3.5;
  context.strokeStyle = halo;
  context.strokeText(text, x, y);
}

function fillText(context, text, x, y, colour) {
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function drawText(context, text, x, y, colour, halo) {
  haloText(context, text, x, y, colour, halo);
  fillText(context, text, x, y, colour);
}
