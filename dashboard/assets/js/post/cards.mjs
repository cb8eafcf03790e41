// What the page of a ward's post shows of an incident and of a unit.

import { make, makeSvg, severityShape } from "../shapes.mjs";
import { pick, t } from "../words.mjs";

/** An incident that waits for this post's answer. */
export function askedCard(incident, acts) {
  const { transfer } = incident;
  const due = make("p", "post-due");
  Object.assign(due.dataset, { who: transfer.by, at: transfer.at, due: transfer.due });
  const why = transfer.why ? make("p", "", transfer.why) : null;
  const ways = make("div", "post-ways", button("post-go", "post.accept", () => acts.accept(transfer)), button("post-no", "post.refuse", () => acts.refuse(transfer)));
  return make("article", `post-card sev-${incident.sev}`, head(incident), due, why, facts(incident), ways);
}

/** An incident of the ward; its own may be ended here. */
export function incidentCard(incident, acts) {
  const ways = make(
    "div", "post-ways",
    button("", "post.report", () => acts.say(incident, "report")),
    button(incident.own ? "post-go" : "", incident.own ? "post.end" : "post.result", () => acts.say(incident, "result")),
  );
  return make("article", `post-card sev-${incident.sev}`, head(incident), facts(incident), ways);
}

/** A unit of the ward, with what it is on. */
export function unitRow(unit) {
  const since = make("time", "mono");
  if (unit.since) since.dataset.since = unit.since;
  const order = unit.order ? make("p", "post-order", t("post.units.on", { what: unit.order }), " · ", make("b", "", t(`post.answer.${unit.answer ?? "waiting"}`))) : null;
  return make("div", `post-unit is-${unit.s}`, make("b", "", unit.c), make("span", "", t(`unit.${unit.s}`)), since, order);
}

function head(incident) {
  const age = make("time", "mono");
  age.dataset.since = incident.opened;
  const title = make("h3", "", makeSvg("", severityShape(incident.sev, { size: 15 })), pick(incident));
  const marks = [incident.exercise ? t("post.exercise") : null, incident.p === "real" ? null : t("post.simulated")].filter(Boolean);
  return make("header", "", title, age, make("p", "post-where", incident.place), make("p", "post-number mono", [incident.no, t(`incident.state.${incident.st}`), ...marks].join(" · ")));
}

function facts(incident) {
  const trust = incident.verified_by ? t("post.verified", { who: incident.verified_by }) : t("post.unverified");
  const going = incident.units.length ? t("post.going", { units: incident.units.join(", ") }) : null;
  const said = [trust, incident.own ? t("post.ours") : null, going].filter(Boolean).join(" · ");
  return make("div", "post-facts", incident.words ? make("p", "", incident.words) : null, make("p", "post-quiet", said));
}

export function button(className, key, act) {
  const made = make("button", className, t(key));
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}
