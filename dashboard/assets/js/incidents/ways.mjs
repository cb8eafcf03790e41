// The ways out of a file: to its place on the map, to the cameras around it, to an alert or a camera in the drawer.

import { goTo } from "../rooms.mjs";

const CLOSE_ZOOM = 17;

/** Go to the room of incidents and show the file of `id`. */
export const openIncident = (id) => goTo("incidents", { inc: id });

export class IncidentWays {
  constructor(map, selection) {
    Object.assign(this, { map, selection });
  }

  toMap(id, incident) {
    goTo("map", { inc: id });
    this.map.invalidateSize({ pan: false });
    this.map.setView([incident.lat, incident.lon], Math.max(CLOSE_ZOOM, this.map.getZoom()), { animate: false });
  }

  toWall(id) {
    goTo("wall", { by: `incident:${id}`, cams: null });
  }

  alert(id) {
    this.selection.chooseAlert(id);
  }

  camera(code) {
    this.selection.chooseCamera(code);
  }
}
