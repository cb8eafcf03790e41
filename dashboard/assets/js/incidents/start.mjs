// Incidents in every room: the key that opens one, what is looked at, the room itself, and their place on the map.

import { Looks } from "./looking.mjs";
import { startIncidents } from "./room.mjs";
import { Sheet } from "./sheet.mjs";

const isWriting = (target) => target instanceof Element && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select") !== null;

export function startIncidentWork({ store, selection, map }) {
  const looks = new Looks();
  const sheet = new Sheet(store, map);
  selection.onChange(({ alertId }) => looks.look("alert", store.isPast ? null : alertId));
  startIncidents({ store, selection, map, looks, openSheet: () => sheet.open() });
  wireKey(store, selection, sheet);
  return sheet;
}

/** One key opens a new incident, whatever room is seen; an alert that is chosen and in none yet fills it in. */
function wireKey(store, selection, sheet) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "i" || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (isWriting(event.target) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const alert = selection.alertId ? store.liveAlert(selection.alertId) : null;
    const isInQueue = event.target instanceof Element && event.target.closest("#side, #drawer") !== null;
    sheet.open(alert && !alert.inc && isInQueue ? [selection.alertId, alert] : null);
  });
}
