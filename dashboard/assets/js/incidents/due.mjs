// How long somebody still has to react, or how long they are late: a countdown that ticks by itself.

import { clock } from "../format.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";

const SOON_MS = 60000;

/** How near a deadline is: "none", "far", "soon" or "over". */
export function nearness(due, nowMs) {
  if (!due) return "none";
  const left = Date.parse(due) - nowMs;
  return left <= 0 ? "over" : left <= SOON_MS ? "soon" : "far";
}

/** Write a time that is left, or over, as m:ss or h:mm:ss. */
export function span(ms) {
  const total = Math.floor(Math.abs(ms) / 1000);
  const two = (n) => String(n).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}

/** An element that counts down to `due`; nothing when nobody is waited for. */
export function dueSpan(due, nowMs) {
  if (!due) return null;
  const element = make("span", "due");
  element.dataset.due = Date.parse(due);
  element.title = t("incidents.due.at", { at: clock(Date.parse(due)) });
  write(element, nowMs);
  return element;
}

/** Let every countdown tick; only text that changed is touched. */
export function tickDue(nowMs) {
  for (const element of document.querySelectorAll("[data-due]")) write(element, nowMs);
}

function write(element, nowMs) {
  const left = Number(element.dataset.due) - nowMs;
  const state = left <= 0 ? "over" : left <= SOON_MS ? "soon" : "far";
  const text = t(state === "over" ? "incidents.due.over" : "incidents.due.left", { n: span(left) });
  if (element.textContent !== text) element.textContent = text;
  element.dataset.state = state;
}
