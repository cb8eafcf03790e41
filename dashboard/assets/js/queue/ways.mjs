// The ways from an alert to the map and to the wall; the keys stay with the queue.

import { currentRoom, goTo } from "../rooms.mjs";
import { t } from "../words.mjs";
import { toast } from "../toasts.mjs";

const CLOSE_ZOOM = 17;

export class Ways {
  constructor(store, map, windows, queue) {
    Object.assign(this, { store, map, windows, queue });
  }

  /** Centre this window's map on the alert; false when it is nowhere on a map. */
  centre(alertId) {
    const alert = this.store.alert(alertId);
    if (!alert || !Number.isFinite(alert.lat)) return false;
    this.map.invalidateSize({ pan: false });
    this.map.setView([alert.lat, alert.lon], Math.max(CLOSE_ZOOM, this.map.getZoom()), { animate: false });
    return true;
  }

  /** Show the alert on the map: of this window, else of another one, else by going there. */
  async toMap(alertId) {
    const isHere = currentRoom() === "map";
    if (!isHere && (await this.windows.askMap(alertId))) {
      toast(t("queue.shown_elsewhere"));
      return;
    }
    if (!isHere) goTo("map");
    this.centre(alertId);
    this.queue.focus();
  }

  /** Open the file of the incident to which the alert belongs. */
  toFile(alertId) {
    const incident = this.store.alert(alertId)?.inc;
    if (incident) goTo("incidents", { inc: incident });
    else toast(t("incidents.alert.none"));
  }

  /** Put the alert's camera and its neighbours on the wall. */
  toWall(alertId) {
    if (!this.store.alert(alertId)) return;
    goTo("wall", { by: `alert:${alertId}`, cams: null });
    this.queue.focus();
  }
}
