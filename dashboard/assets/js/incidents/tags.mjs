// On an alert: the number of its incident, and who else looks at it.

import { make } from "../shapes.mjs";
import { t } from "../words.mjs";
import { lookersSpan } from "./looking.mjs";
import { shortNumber } from "./row.mjs";
import { openIncident } from "./ways.mjs";

/** The short number of the incident that an alert belongs to; nothing when there is none, or it is closed. */
export function incidentTag(alert, store) {
  const incident = alert.inc ? store.live.incidents.get(alert.inc) : null;
  if (!incident) return null;
  const tag = make("span", "incident-tag mono", t("incidents.tag", { no: shortNumber(incident.no) }));
  tag.title = t("incidents.tag.hint", { no: incident.no });
  return tag;
}

export const alertLookers = (id, store) => lookersSpan(store, "alert", id);

/** The line of the drawer that leads to the incident's file. */
export function incidentLink(alert, store) {
  if (!alert.inc) return null;
  const incident = store.live.incidents.get(alert.inc);
  const words = incident ? `${incident.no} · ${t(`incident.state.${incident.st}`)}` : t("incidents.thing.incident");
  const button = make("button", "link-button", make("span", "", words), make("kbd", "", "H"));
  button.addEventListener("click", () => openIncident(alert.inc));
  return button;
}
