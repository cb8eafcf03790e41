// Text along a line, and the boxes that keep labels from colliding. Pure geometry but for measuring text.

const CELL = 48;

/** Boxes already taken on the map, found by a grid; a label may stand only where it meets none. */
export class Taken {
  constructor() {
    this._cells = new Map();
  }

  isFree(boxes) {
    return boxes.every((box) => cellsOf(box).every((key) => !this._cells.get(key)?.some((other) => meets(box, other))));
  }

  add(boxes) {
    for (const box of boxes) {
      for (const key of cellsOf(box)) {
        if (!this._cells.has(key)) this._cells.set(key, []);
        this._cells.get(key).push(box);
      }
    }
  }
}

function cellsOf({ left, right, top, bottom }) {
  const keys = [];
  for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
    for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) keys.push(x * 1e5 + y);
  }
  return keys;
}

export const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

export const boxAround = (x, y, halfWidth, halfHeight) => ({
  left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight,
});

/** Join lines that share ends into longer ones, so that a street's name has room. */
export function joinLines(lines) {
  const open = lines.map((line) => line.slice());
  const joined = [];
  while (open.length) {
    let line = open.pop();
    for (let i = 0; i < open.length; ) {
      const longer = joinTwo(line, open[i]);
      if (longer) {
        line = longer;
        open.splice(i, 1);
        i = 0;
      } else i += 1;
    }
    joined.push(line);
  }
  return joined.sort((a, b) => b.length - a.length);
}

function joinTwo(a, b) {
  if (same(a.at(-1), b[0])) return [...a, ...b.slice(1)];
  if (same(b.at(-1), a[0])) return [...b, ...a.slice(1)];
  if (same(a.at(-1), b.at(-1))) return [...a, ...b.slice(0, -1).reverse()];
  if (same(a[0], b[0])) return [...a.slice().reverse(), ...b.slice(1)];
  return null;
}

const same = (p, q) => Math.abs(p[0] - q[0]) < 2e-6 && Math.abs(p[1] - q[1]) < 2e-6;

/** Walk a pixel line: its length, and the point and direction at a distance from its start. */
export function measured(points) {
  const marks = [0];
  for (let i = 1; i < points.length; i += 1) {
    marks.push(marks[i - 1] + Math.hypot(points[i].x - points[i - 1].x, points[i].y - points[i - 1].y));
  }
  return { points, marks, length: marks.at(-1) };
}

export function pointAt(line, distance) {
  const { points, marks } = line;
  let i = 1;
  while (i < marks.length - 1 && marks[i] < distance) i += 1;
  const span = marks[i] - marks[i - 1] || 1;
  const share = (distance - marks[i - 1]) / span;
  const [from, to] = [points[i - 1], points[i]];
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/** Place the letters of `text` around `middle` of the line; null where the line bends too much for reading. */
export function lettersAlong(widthOf, text, line, middle, spacing) {
  const letters = Array.from(text);
  const widths = letters.map((letter) => widthOf(letter) + spacing);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const start = middle - total / 2;
  if (start < 4 || middle + total / 2 > line.length - 4) return null;
  const isBackwards = pointAt(line, start).x > pointAt(line, start + total).x;
  const placed = [];
  let walked = 0;
  for (let i = 0; i < letters.length; i += 1) {
    const at = (distance) => pointAt(line, isBackwards ? start + total - distance : start + distance);
    const [from, to] = [at(walked), at(walked + widths[i])];
    const angle = Math.atan2(to.y - from.y, to.x - from.x);
    if (placed.length && turn(angle, placed.at(-1).angle) > 0.42) return null;
    if (placed.length && turn(angle, placed[0].angle) > 1.0) return null;
    placed.push({ letter: letters[i], x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, angle });
    walked += widths[i];
  }
  return placed;
}

const turn = (a, b) => Math.abs(Math.atan2(Math.sin(a - b), Math.cos(a - b)));
