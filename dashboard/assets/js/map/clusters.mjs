// Which marks stand alone and which are drawn together: pure, and the same for the same view.

import { severityRank } from "../store.mjs";

const REACH_PX = 27;
const LONELY_CAMERAS = 3; // Fewer troubled cameras than this are drawn one by one.

/**
 * Group what asks for a person by nearness on the screen.
 * `items` are {id, type: alert|camera, severity?, opened?, point}; the worst and oldest anchor first, so a
 * newcomer joins a group and never moves it. Returns {alone: item[], groups: {anchor, items}[]}.
 */
export function cluster(items, selectedId) {
  const ordered = items.slice().sort(anchorOrder);
  const groups = [];
  const cells = new Map();
  for (const item of ordered) {
    const near = item.id === selectedId ? null : nearest(cells, item.point);
    if (near) near.items.push(item);
    else {
      const group = { anchor: item, items: [item], isOpen: item.id !== selectedId };
      groups.push(group);
      if (group.isOpen) put(cells, group);
    }
  }
  return split(groups);
}

function anchorOrder(a, b) {
  if (a.type !== b.type) return a.type === "alert" ? -1 : 1;
  const bySeverity = severityRank(b.severity) - severityRank(a.severity);
  return bySeverity || (a.opened ?? 0) - (b.opened ?? 0) || (a.id < b.id ? -1 : 1);
}

const cellOf = (value) => Math.floor(value / REACH_PX);

function put(cells, group) {
  const key = `${cellOf(group.anchor.point.x)}:${cellOf(group.anchor.point.y)}`;
  cells.set(key, [...(cells.get(key) ?? []), group]);
}

function nearest(cells, point) {
  const [column, row] = [cellOf(point.x), cellOf(point.y)];
  for (let dx = -1; dx <= 1; dx += 1) {
    for (let dy = -1; dy <= 1; dy += 1) {
      for (const group of cells.get(`${column + dx}:${row + dy}`) ?? []) {
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
