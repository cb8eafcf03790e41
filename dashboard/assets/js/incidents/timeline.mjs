// Everything that was done or said, the newest first, each in one sentence; automatic links say why they were made.

import { clock, dayMonth } from "../format.mjs";
import { make } from "../shapes.mjs";
import { entryWords } from "../units/party.mjs";
import { currentLanguage, pick, t } from "../words.mjs";

/** The timeline's rows; `steps` names the steps of the procedure, `store` the wards. */
export function timelineRows(entries, steps, store) {
  if (!entries.length) return [make("p", "quiet", t("incidents.timeline.none"))];
  const names = new Map(steps.map((step) => [step.key, step.words]));
  const rows = entries.slice().sort((a, b) => b.id - a.id).map((entry) => row(entry, names, store));
  return [make("ol", "timeline", ...rows)];
}

function row(entry, names, store) {
  const at = Date.parse(entry.happened_at ?? entry.at);
  const time = make("time", "mono", clock(at));
  time.dateTime = entry.happened_at ?? entry.at;
  time.title = `${clock(at)} ${dayMonth(at)}`;
  const who = make("b", "entry-who", actorName(entry.by_name));
  const late = entry.happened_at ? make("span", "mark", t("incidents.late")) : null;
  return make("li", `entry is-${entry.kind}`, time,
    make("div", "entry-words", make("span", "", sentence(entry, names, store)), " · ", who, late, said(entry)));
}

/** What the rules do bears their name in the database. */
export const actorName = (name) => (name === "rules" ? t("incidents.by_rule") : name);

/** What happened, as one phrase. */
export function sentence(entry, names, store) {
  const { kind, action, after, details } = entry;
  if (kind === "transition") return t("incidents.entry.transition", { step: t(`incidents.${action}`), state: t(`incident.state.${after}`) });
  if (kind === "step") return t(`incidents.entry.${action}`, { step: names.has(after) ? pick(names.get(after)) : after });
  if (kind === "owner") return t("incidents.entry.owner", { who: details?.to ?? entry.text });
  if (kind === "priority") return t("incidents.entry.priority", { n: after });
  if (kind === "link" || kind === "unlink") return t(`incidents.entry.${kind}`, { what: thingWords(details) });
  if (["order", "answer", "transfer"].includes(kind)) return entryWords(entry, (code) => store.wardName(code));
  return t(`incidents.entry.${kind}`);
}

const thingWords = (details) => t(`incidents.thing.${details?.subject ?? "alert"}`);

/** The words that were said with it; an owner's name stands in the sentence already. */
function said(entry) {
  if (!entry.text || entry.kind === "owner") return null;
  return make("p", "entry-said", currentLanguage() === "en" ? entry.text_en : entry.text);
}
