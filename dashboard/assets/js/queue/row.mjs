// One alert in two lines: shape, kind, repeats and age; place, ward, state and owner.

import { age, number } from "../format.mjs";
import { accountId } from "../person.mjs";
import { provenanceMark } from "../provenance.mjs";
import { make, makeSvg, severityShape } from "../shapes.mjs";
import { pick, t } from "../words.mjs";

/** Paint `row` = {id, alert, isGone} into `element`, replacing what was there. */
export function paintRow(element, row, store) {
  const { id, alert, isGone } = row;
  element.className = `alert-row sev-${alert.sev} is-${alert.st}${isGone ? " is-gone" : ""}`;
  element.dataset.alert = id;
  const kind = pick(store.kindWords(alert.kind));
  const where = store.whereWords(alert);
  element.replaceChildren(
    makeSvg("row-shape", severityShape(alert.sev, { taken: alert.st !== "unacknowledged" })),
    make("span", "sr-only", `${t(`severity.${alert.sev}`)}: `),
    make("span", "row-main",
      make("span", "row-kind", make("span", "row-kind-words", kind), repeats(alert), ...provenanceMark(alert.p, alert.x)),
      titled(make("span", "row-where", where), where)),
    make("span", "row-side",
      agedSpan(alert, store),
      make("span", "row-state", isGone ? t("queue.closed") : stateWords(alert))),
  );
}

export function stateWords(alert) {
  if (alert.st === "unacknowledged") return t("state.unacknowledged");
  const owner = alert.own_id === accountId() ? t("queue.me") : alert.own;
  return owner ? `${t(`state.${alert.st}`)} · ${owner}` : t(`state.${alert.st}`);
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
  const now = store.nowMs();
  for (const span of document.querySelectorAll("[data-since]")) {
    const text = age(Number(span.dataset.since), now);
    if (span.textContent !== text) span.textContent = text;
  }
}
