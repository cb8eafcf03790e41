// Which marks stand alone and which are drawn together: pure, and the same for the same view.

import { severityRank } from "../store.mjs";

const REACH_PX = 27;
export const CELL_PX = 64; // Troubled cameras gather in cells of this size, which no change of state moves.
const LONELY_CAMERAS = 3; // Fewer troubled cameras than this are drawn one by one.
const STATE_ORDER = ["critical", "high", "medium", "low", "offline", "obscured", "moved", "unknown", "maintenance"];

/**
 * Group what asks for a person by nearness on the screen.
 * `items` are {id, type: alert|camera, severity?, state?, opened?, point, cell?}. Among alerts the worst and oldest
 * anchor first, so a newcomer joins a group and never moves it; cameras join an alert's group beside them, else that
 * of their cell. Returns {alone: item[], groups: {anchor, items, cell?}[]}.
 */
export function cluster(items, selectedId) {
  const alerts = items.filter(({ type }) => type === "alert").sort(anchorOrder);
  const cells = new Map();
  const groups = [];
  for (const item of alerts) {
    const near = item.id === selectedId ? null : nearest(cells, item.point);
    if (near) near.items.push(item);
    else {
      const group = { anchor: item, items: [item] };
      groups.push(group);
      if (item.id !== selectedId) put(cells, group);
    }
  }
  const gathered = new Map();
  for (const item of items) {
    if (item.type === "alert") continue;
    const near = nearest(cells, item.point);
    if (near) near.items.push(item);
    else if (gathered.has(item.cell)) gathered.get(item.cell).items.push(item);
    else gathered.set(item.cell, { anchor: item, items: [item], cell: item.cell });
  }
  return split([...groups, ...gathered.values()]);
}

/** What a cluster shows: the worst state in it, and the most frequent (of equals the worse); each {state, n}. */
export function statesOf(items) {
  const counts = new Map();
  for (const { severity, state } of items) {
    const is = severity ?? state;
    counts.set(is, (counts.get(is) ?? 0) + 1);
  }
  const states = [...counts].map(([state, n]) => ({ state, n }));
  states.sort((a, b) => STATE_ORDER.indexOf(a.state) - STATE_ORDER.indexOf(b.state));
  const most = states.reduce((best, it) => (it.n > best.n ? it : best));
  return { worst: states[0], most, states };
}

function anchorOrder(a, b) {
  const bySeverity = severityRank(b.severity) - severityRank(a.severity);
  return bySeverity || (a.opened ?? 0) - (b.opened ?? 0) || (a.id < b.id ? -1 : 1);
}

const cellOf = (value) => Math.floor(value / REACH_PX);
const keyOf = (column, row) => column * 1e6 + row;

function put(cells, group) {
  const key = keyOf(cellOf(group.anchor.point.x), cellOf(group.anchor.point.y));
  cells.set(key, [...(cells.get(key) ?? []), group]);
}

function nearest(cells, point) {
  if (!cells.size) return null;
  const [column, row] = [cellOf(point.x), cellOf(point.y)];
  for (let dx = -1; dx <= 1; dx += 1) {
    for (let dy = -1; dy <= 1; dy += 1) {
      for (const group of cells.get(keyOf(column + dx, row + dy)) ?? []) {
        const gap = Math.hypot(group.anchor.point.x - point.x, group.anchor.point.y - point.y);
        if (gap < REACH_PX) return group;
      }
    }
  }
  return null;
}

function split(groups) {
  const alone = [];
  const together = [];
  for (const group of groups) {
    const alerts = group.items.filter((item) => item.type === "alert").length;
    if (alerts > 1 || group.items.length >= LONELY_CAMERAS + alerts) together.push(group);
    else alone.push(...group.items);
  }
  return { alone, groups: together };
}
