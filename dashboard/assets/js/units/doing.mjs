// What a unit is doing, as the board and the file of an incident say it; pure.

import { age } from "../format.mjs";
import { t } from "../words.mjs";

export const COLUMNS = ["free", "sent", "en_route", "on_scene", "away"];

/** In which column of the board a unit stands: one that was sent and is not off yet is neither free nor away. */
export function columnOf(unit, task) {
  if (unit.s === "en_route" || unit.s === "on_scene") return unit.s;
  if (task && (task.a === "accepted" || task.a === "en_route" || isWaiting(task))) return "sent";
  return unit.s === "free" ? "free" : "away";
}

/** Whether an order waits for its answer, be it in time or late. */
export const isWaiting = (task) => task?.a === null;

/** Whether an order should have been answered by now; the centre flags it a moment later, once. */
export const isLate = (task, nowMs) => isWaiting(task) && (task.flag !== null || (task.due !== null && Date.parse(task.due) <= nowMs));

/** Since when a unit does what it does: since it was sent while it waits, else since its state began. */
export function sinceOf(unit, task) {
  if (isWaiting(task)) return task.at;
  if (task?.a === "accepted") return task.answered ?? task.at;
  return unit.since ?? unit.at;
}

/** How long an order has been waiting, in words; null for one that was answered. */
export function waitingWords(task, nowMs) {
  if (!isWaiting(task)) return null;
  return t(isLate(task, nowMs) ? "units.late" : "units.waiting", { for: age(Date.parse(task.at), nowMs) });
}

/** Who verified what the order is about, or that nobody has. */
export const trustWords = (verifiedBy) => (verifiedBy ? t("units.verified", { who: verifiedBy }) : t("units.unverified"));

/** What an order is about: the incident by its number, kind and place, else the alert. */
export function matterWords(task, store, pick) {
  const incident = task.inc ? store.live.incidents.get(task.inc) : null;
  const about = incident ?? (task.al ? store.live.alerts.get(task.al) : null);
  if (!about) return task.t;
  return [incident?.no, pick(store.kindWords(about.kind)), about.place].filter(Boolean).join(" · ");
}
