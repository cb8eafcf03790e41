// One incident in the list: priority, number, kind, place, state, owner, who looks, and how long somebody has.

import { age } from "../format.mjs";
import { accountId } from "../person.mjs";
import { provenanceMark } from "../provenance.mjs";
import { make, makeSvg, severityShape } from "../shapes.mjs";
import { proposedTo } from "../shift/proposed.mjs";
import { pick, t } from "../words.mjs";
import { dueSpan } from "./due.mjs";
import { lookersSpan } from "./looking.mjs";

/** The last part of a number is enough in a day's list: Q1-261124-007 is 007. */
export const shortNumber = (number) => number.split("-").at(-1);

export function ownerWords(incident) {
  if (incident.own_id !== null) return incident.own_id === accountId() ? t("incidents.owner.me") : incident.own;
  const who = proposedTo(incident.w);
  return who ? t("shift.proposed", { who }) : t("incidents.owner.nobody");
}

/** Whether a person stands for it, or nobody does yet. */
export function trustMark(incident) {
  if (incident.vb) return null;
  const mark = make("span", "mark mark-unverified", t("incidents.unverified"));
  mark.title = t("incidents.unverified.hint");
  return mark;
}

export function escalationMark(incident) {
  if (!incident.esc) return null;
  const mark = make("span", "mark mark-escalated", t("incidents.escalated"));
  mark.title = t("incidents.escalated.hint", { who: incident.esc });
  return mark;
}

const lateMark = (incident) => (incident.late ? make("span", "mark", t("incidents.late")) : null);

export const marks = (incident) => [
  trustMark(incident), escalationMark(incident), lateMark(incident), ...provenanceMark(incident.p, incident.x),
];

/** Paint `row` = {id, incident, isGone} into `element`, replacing what was there. */
export function paintRow(element, { id, incident, isGone }, store) {
  element.className = `incident-row sev-${incident.sev} is-${incident.st}${isGone ? " is-gone" : ""}`;
  element.dataset.incident = id;
  const opened = Date.parse(incident.opened);
  const since = make("span", "inc-age mono", age(opened, store.liveNowMs()));
  Object.assign(since.dataset, { since: opened, clock: "live" });
  const number = make("span", "inc-number mono", shortNumber(incident.no));
  number.title = incident.no;
  const priority = make("b", "inc-priority", t("incidents.priority.short", { n: incident.pri }));
  element.replaceChildren(
    makeSvg("inc-shape", severityShape(incident.sev, { taken: incident.own_id !== null })),
    make("div", "inc-first", number, make("span", "inc-kind", pick(store.kindWords(incident.kind))), isGone ? null : dueSpan(incident.due, store.liveNowMs())),
    make("div", "inc-second", make("span", "inc-where", store.whereWords(incident)), since),
    make("div", "inc-third", priority,
      make("span", "inc-state", isGone ? t("incidents.gone") : t(`incident.state.${incident.st}`)),
      make("span", incident.own_id === null ? "inc-owner is-nobody" : "inc-owner", ownerWords(incident))),
    make("div", "inc-marks", lookersSpan(store, "incident", id), ...marks(incident).filter(Boolean)),
  );
}
