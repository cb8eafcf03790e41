// One alert in two lines, or in one where the queue is wide: severity, kind, place, state, owner, units sent, age.

import { age, clock, number } from "../format.mjs";
import { alertLookers, incidentTag } from "../incidents/tags.mjs";
import { accountId } from "../person.mjs";
import { provenanceMark } from "../provenance.mjs";
import { make, makeSvg, severityShape } from "../shapes.mjs";
import { pick, t } from "../words.mjs";
import { ordersSpan } from "./orders.mjs";

/** Paint `row` = {id, alert, isGone}, or the head of a group, into `element`, replacing what was there. */
export function paintRow(element, row, store) {
  if (row.head) paintHead(element, row, store);
  else paintAlert(element, row, store);
}

function paintAlert(element, { id, alert, isGone }, store) {
  const orders = ordersSpan(store.state.orders?.get(id), store.nowMs());
  element.className = `alert-row sev-${alert.sev} is-${alert.st}${isGone ? " is-gone" : ""}${orders ? " has-orders" : ""}`;
  element.dataset.alert = id;
  const kind = pick(store.kindWords(alert.kind));
  const state = isGone ? t("queue.closed") : stateOnly(alert);
  element.replaceChildren(
    makeSvg("row-shape", severityShape(alert.sev, { taken: alert.st !== "unacknowledged" })),
    make("span", "row-severity", t(`severity.${alert.sev}`)),
    make("span", "row-kind", make("span", "row-kind-words", kind), repeats(alert), incidentTag(alert, store), ...provenanceMark(alert.p, alert.x)),
    placeSpan(alert, store),
    make("span", "row-ward", store.wardName(alert.w)),
    make("span", "row-side", titled(make("span", "row-state", state), shelfWords(alert)), ownerSpan(alert), orders, alertLookers(id, store)),
    agedSpan(alert, store),
  );
}

function paintHead(element, { head, by, count, isFolded }, store) {
  const names = { kind: () => pick(store.kindWords(head.kind)), ward: () => store.wardName(head.w), place: () => store.whereWords(head) };
  element.className = "alert-group";
  delete element.dataset.alert;
  element.replaceChildren(
    make("span", "group-fold", isFolded ? "▸" : "▾"),
    make("span", "group-name", names[by]()),
    make("b", "group-count", number(count, 0)),
  );
}

/** Where it is; of what is shelved also why, for that is what one looks for there. */
function placeSpan(alert, store) {
  const ward = store.wardName(alert.w);
  const place = alert.place || ward;
  const tail = place.includes(ward) ? null : make("span", "row-place-ward", ` · ${ward}`);
  const why = alert.st === "shelved" ? make("span", "row-why", ` · ${alert.why}`) : null;
  const element = make("span", "row-place", place, tail, why);
  element.title = element.textContent;
  return element;
}

const ownerName = (alert) => (alert.own_id === accountId() ? t("queue.me") : alert.own);
const shelfWords = (alert) => (alert.st === "shelved" ? t("queue.shelf", { at: untilWords(alert), who: alert.shelved_by, why: alert.why }) : "");
const untilWords = (alert) => clock(Date.parse(alert.until)).slice(0, 5);

function stateOnly(alert) {
  return alert.st === "shelved" && alert.until ? t("queue.until", { at: untilWords(alert) }) : t(`state.${alert.st}`);
}

function ownerSpan(alert) {
  const who = alert.st === "shelved" ? alert.shelved_by : ownerName(alert);
  return who && alert.st !== "unacknowledged" ? make("span", "row-owner", make("span", "row-dot", " · "), who) : null;
}

/** The state with its owner in one phrase. */
export function stateWords(alert) {
  const owner = alert.st === "unacknowledged" ? null : alert.st === "shelved" ? alert.shelved_by : ownerName(alert);
  return [stateOnly(alert), owner].filter(Boolean).join(" · ");
}

const repeats = (alert) => (alert.n > 1 ? titled(make("span", "repeats", `×${number(alert.n, 0)}`), t("queue.repeats", { n: number(alert.n, 0) })) : null);

function titled(element, title) {
  element.title = title;
  return element;
}

function agedSpan(alert, store) {
  const opened = Date.parse(alert.opened);
  const span = make("span", "row-age", age(opened, store.nowMs()));
  span.dataset.since = opened;
  return span;
}

/** Let every age on the page tick; only text that changed is touched. */
export function tickAges(store) {
  const [shown, live] = [store.nowMs(), store.liveNowMs()];
  for (const span of document.querySelectorAll("[data-since]")) {
    const text = age(Number(span.dataset.since), span.dataset.clock === "live" ? live : shown);
    if (span.textContent !== text) span.textContent = text;
  }
}
