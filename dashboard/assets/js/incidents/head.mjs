// The head of a file: what, where, how it stands, who has it; and what can be done, with the keys on the buttons.

import { age } from "../format.mjs";
import { accountId, may } from "../person.mjs";
import { make, makeSvg, severityShape } from "../shapes.mjs";
import { pick, t } from "../words.mjs";
import { dueSpan } from "./due.mjs";
import { lookersSpan } from "./looking.mjs";
import { marks, ownerWords } from "./row.mjs";
import { aside, KEYS, onTheWay } from "./steps.mjs";

/** What stands above everything else; `incident` is the live entry, or the last that was known of it. */
export function fileHead(id, incident, store) {
  const opened = Date.parse(incident.opened);
  const since = make("span", "head-age mono", age(opened, store.liveNowMs()));
  Object.assign(since.dataset, { since: opened, clock: "live" });
  const owner = make("span", incident.own_id === null ? "is-nobody" : "", ownerWords(incident));
  const line = [t(`incident.state.${incident.st}`), t("incidents.priority.short", { n: incident.pri }), owner];
  const trust = incident.vb ? make("span", "is-verified", t("incidents.verified_by", { who: incident.vb })) : null;
  return make("div", "head",
    makeSvg("head-shape", severityShape(incident.sev, { size: 22, taken: incident.own_id !== null })),
    make("div", "head-words",
      make("h2", "", make("span", "mono", incident.no), ` · ${pick(store.kindWords(incident.kind))}`),
      make("p", "head-line", ...line.flatMap((part, index) => (index ? [" · ", part] : [part])), trust && " · ", trust, ...marks(incident)),
      make("p", "head-line head-where", store.whereWords(incident), lookersSpan(store, "incident", id))),
    make("div", "head-times", since, dueSpan(incident.due, store.liveNowMs())));
}

/** The buttons: the next step first and alone in its colour; what goes off the way stands apart and is quieter. */
export function stepButtons(incident, run) {
  const ways = [
    button("faint", "incidents.to_map", "M", () => run.map()),
    may("see_pictures") ? button("faint", "incidents.to_wall", "W", () => run.wall()) : null,
    may("see_units") ? button("faint", "incidents.to_units", "N", () => run.units()) : null,
  ].filter(Boolean);
  if (!may("work_on_incidents")) return [make("p", "quiet", t("action.only_watch")), make("div", "steps-ways", ...ways)];
  const step = (name, kind) => button(kind, `incidents.${name}`, KEYS[name], () => run.step(name));
  const next = onTheWay(incident, accountId()).map((name, index) => step(name, index ? "" : "primary"));
  const others = aside(incident, accountId()).map((name) => step(name, "faint"));
  return [make("div", "steps-next", ...next), make("div", "steps-ways", ...ways), make("div", "steps-aside", ...others)];
}

function button(kind, phrase, key, run) {
  const element = make("button", `button ${kind}`, make("span", "", t(phrase)), make("kbd", "", key));
  element.title = t(`${phrase}.hint`);
  element.addEventListener("click", run);
  return element;
}
