// What is known of an incident: how the centre came to know, in whose words, who told it, how it ended.

import { clock } from "../format.mjs";
import { pairs, stamp } from "../drawer/facts.mjs";
import { t } from "../words.mjs";
import { actorName } from "./timeline.mjs";

/** Label and value pairs; `file` is the whole file, or null while it comes. */
export function factRows(incident, file, store) {
  const { rows, add } = pairs();
  add("incidents.fact.place", store.whereWords(incident));
  add("incidents.fact.opened", openedWords(incident, file?.incident), "mono");
  add("incidents.fact.origin", t(`incidents.origin.${incident.org}`));
  if (!file) return rows;
  add("incidents.fact.words", file.incident.words);
  for (const caller of file.callers) add("incidents.fact.caller", callerWords(caller));
  add("incidents.fact.opened_by", actorName(file.incident.opened_by));
  if (file.incident.verified_by) add("incidents.fact.verified", `${file.incident.verified_by} · ${stamp(file.incident.verified_at)}`);
  if (file.incident.hold_until && incident.st === "on_hold") add("incidents.fact.hold", clock(Date.parse(file.incident.hold_until)).slice(0, 5), "mono");
  if (file.incident.reopened) add("incidents.fact.reopened", t("incidents.fact.reopened.value", { n: file.incident.reopened }));
  add("incidents.fact.result", file.incident.result);
  return rows;
}

/** When it was opened; when it happened, where that is another minute; when it was typed in, if late. */
function openedWords(incident, row) {
  const opened = stamp(incident.opened);
  if (!row) return opened;
  const happened = stamp(row.happened_at);
  const entered = row.is_late_entry ? ` · ${t("incidents.fact.entered", { at: stamp(row.entered_at) })}` : "";
  const differs = happened.slice(0, 5) !== opened.slice(0, 5);
  return `${opened}${differs ? ` · ${t("incidents.fact.happened", { at: happened })}` : ""}${entered}`;
}

function callerWords(caller) {
  return [caller.name, caller.phone].filter(Boolean).join(" · ");
}
