// The words of the drawer: what happened, where, from whom the news came, and what else was there today.

import { age, clock, dayMonth, number } from "../format.mjs";
import { alertLookers, incidentLink } from "../incidents/tags.mjs";
import { provenanceMark } from "../provenance.mjs";
import { orderLine } from "../queue/orders.mjs";
import { stateWords } from "../queue/row.mjs";
import { make, makeSvg, severityShape } from "../shapes.mjs";
import { pick, t } from "../words.mjs";

const MOST_EVENTS = 12;
const FEWEST_JUDGED = 10;

export function alertHead(id, alert, isClosed, store) {
  const opened = Date.parse(alert.opened);
  const since = make("span", "head-age", age(opened, store.nowMs()));
  since.dataset.since = opened;
  const state = opened > store.nowMs() ? t("past.not_yet") : isClosed ? t("queue.closed") : stateWords(alert);
  return make("div", "head",
    makeSvg("head-shape", severityShape(alert.sev, { size: 20, taken: alert.st !== "unacknowledged" })),
    make("div", "head-words",
      make("h2", "", pick(store.kindWords(alert.kind))),
      make("p", "head-line", `${t(`severity.${alert.sev}`)} · ${state}`, ...provenanceMark(alert.p, alert.x, true), alertLookers(id, store))),
    since);
}

export function cameraHead(code, store) {
  const state = store.state.cameras.get(code);
  const camera = store.camera(code);
  const dot = make("span", `camera-dot is-${state?.s ?? "unknown"}`);
  return make("div", "head", dot,
    make("div", "head-words",
      make("h2", "", camera?.name ?? code),
      make("p", "head-line", t(`camera.${state?.s ?? "unknown"}`), ...provenanceMark(state?.p ?? camera?.p, false, true))));
}

/** Label and value pairs for a list of facts; what has no value is left out. */
export function pairs() {
  const rows = [];
  const add = (key, value, className = "") => {
    if (value) rows.push(make("dt", "", t(key)), make("dd", className, value));
  };
  return { rows, add };
}

/** Where it is, who says so, since when, and who was sent. */
export function whereRows(alert, alertId, code, alertFacts, store) {
  const { rows, add } = pairs();
  const camera = store.camera(code);
  if (!alert) {
    if (camera) add("where.place", [camera.street, store.wardName(camera.w)].filter(Boolean).join(" · "));
    return rows;
  }
  add("where.place", store.whereWords(alert));
  add("incidents.fact.incident", incidentLink(alert, store));
  add("where.opened", stamp(alert.opened), "mono");
  add("where.source", t(`source.${alert.src}`));
  if (alert.n > 1) add("where.repeats", t("where.repeats.value", { n: number(alert.n, 0), at: clock(Date.parse(alert.last)) }));
  const score = alertFacts?.event?.score ?? alertFacts?.alert?.details?.score;
  if (score !== undefined && score !== null) {
    add("where.detector", t("detector.score.plain", { n: number(score, 2) }));
    add("where.rule", hitRateWords(alertFacts?.hit_rate));
  }
  add("where.text", alertFacts?.alert?.details?.text);
  for (const order of store.state.orders?.get(alertId) ?? []) {
    add("where.unit", t("where.unit.value", { unit: orderLine(order, store.nowMs()), at: clock(Date.parse(order.answered ?? order.at)), who: order.by || "–" }));
  }
  return rows;
}

/** How often the rule was right: only people who looked say so, and a few say too little. */
export function hitRateWords(rate) {
  if (!rate) return "";
  const judged = rate.confirmed + rate.refuted;
  if (judged < FEWEST_JUDGED) return t("rule.too_little");
  return t("rule.hit_rate", { n: number(rate.confirmed, 0), of: number(judged, 0) });
}

const REASONS = { "gateway lost": "camera.gateway_lost", "not released": "health.reason.not_released" };
export const reasonWords = (reason) => (REASONS[reason] ? t(REASONS[reason]) : reason);

export const stamp = (iso) => {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? "" : `${clock(time)} ${dayMonth(time)}`;
};

/** The time alone, since lists here span a day; the date stands in the tooltip. */
function stampedSpan(iso) {
  const span = make("span", "mono", stamp(iso).split(" ")[0]);
  span.title = stamp(iso);
  return span;
}

/** What the camera saw in the last 24 hours; a score is the detector's own, not a proof. `pictures` shows them. */
export function eventList(cameraFacts, store, pictures) {
  if (!cameraFacts) return [make("p", "quiet", t("drawer.loading"))];
  const events = (cameraFacts.events ?? []).filter((event) => !store.realOnly || event.provenance === "real");
  if (!events.length) return [make("p", "quiet", t("events.none"))];
  const rows = events.slice(0, MOST_EVENTS).map((event) => make("li", "",
    stampedSpan(event.observed_at),
    make("span", "event-kind", pick(store.kindWords(event.kind)), ...provenanceMark(event.provenance, event.exercise)),
    pictures.hasPicturesOf(event.id) ? pictureButton(event, pictures) : null,
    make("span", "event-score", event.score === null || event.score === undefined ? "" : t("detector.score", { n: number(event.score, 2) }))));
  const more = events.length > MOST_EVENTS ? [make("p", "quiet", t("events.more", { n: number(events.length - MOST_EVENTS) }))] : [];
  return [make("ul", "events", ...rows), ...more];
}

function pictureButton(event, pictures) {
  const button = make("button", "event-pictures", t("events.pictures"));
  button.setAttribute("aria-label", `${t("events.pictures")} · ${stamp(event.observed_at)}`);
  button.addEventListener("click", () => pictures.enlargeEvent(event.id));
  return button;
}

/** A step without an account was the rules' own. */
const doneBy = (step) => (step.account_id === null || step.account_id === undefined ? t("history.by_rule") : step.by_name);

/** Who did what with the alert up to the moment that is shown, and when. */
export function history(alertFacts, store) {
  const steps = (alertFacts?.history ?? []).filter((step) => !store.isPast || Date.parse(step.at) <= store.nowMs());
  if (!steps.length) return [make("p", "quiet", t("history.none"))];
  return [make("ul", "events", ...steps.map((step) => make("li", "",
    stampedSpan(step.at),
    make("span", "event-kind", `${t(`history.${step.action}`)} · ${doneBy(step)}`),
    make("span", "event-score", step.reason ?? ""))))];
}
