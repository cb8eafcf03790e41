// Where the names of streets and water may stand at a zoom: along their lines, the great ones first.

import { latLons } from "../places.mjs";
import { boxAround, joinLines, lettersAlong, measured } from "./text_path.mjs";

const RANK_FROM_ZOOM = { 1: 13.6, 2: 14.6, 3: 15.4, 4: 16.2 };
const WATER_FROM_ZOOM = 13;
const REPEAT_PX = 520;

export class StreetNames {
  constructor(places) {
    this.streets = namedLines(places.streets.features);
    this.water = namedLines(places.water.features.filter((water) => water.properties.name));
  }

  /** Take room in `taken` for every name that reads well; returns {letters, boxes, size, kind}[] in layer points. */
  layOut(zoom, project, lettering, taken) {
    const size = zoom >= 16.5 ? 13 : 12;
    const water = this.water.filter(() => zoom >= WATER_FROM_ZOOM);
    const streets = this.streets.filter(({ rank }) => zoom >= RANK_FROM_ZOOM[rank]);
    return [
      ...this._names(water, { kind: "water", size: 12 }, project, lettering, taken),
      ...this._names(streets, { kind: "street", size }, project, lettering, taken),
    ];
  }

  _names(named, { kind, size }, project, lettering, taken) {
    const font = lettering.font(size);
    const placed = [];
    const seen = new Map();
    for (const { name, line } of named) {
      const path = measured(line.map(project));
      if (path.length < lettering.width(font, name) + 16) continue;
      for (const middle of middles(path.length)) {
        const label = this._label(name, path, middle, { font, size: size * lettering.scale() }, lettering, taken, seen);
        if (label) placed.push({ ...label, kind, font });
      }
    }
    return placed;
  }

  _label(name, path, middle, { font, size }, lettering, taken, seen) {
    const letters = lettersAlong((letter) => lettering.width(font, letter), name, path, middle, 0.4);
    if (!letters) return null;
    const centre = letters[Math.floor(letters.length / 2)];
    const others = seen.get(name) ?? [];
    if (others.some((other) => Math.hypot(other.x - centre.x, other.y - centre.y) < REPEAT_PX * 0.8)) return null;
    const boxes = letters.map((letter) => boxAround(letter.x, letter.y, size * 0.55, size * 0.6));
    if (!taken.isFree(boxes)) return null;
    taken.add(boxes);
    seen.set(name, [...others, centre]);
    return { letters, boxes };
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
