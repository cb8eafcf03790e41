// Where one looks: zoom and centre stand in the address, so that a view can be sent; without them the map opens as it
// was left, and at first with the whole district.

import { address } from "../address.mjs";
import { latLons } from "../places.mjs";
import { recall, remember } from "../preferences.mjs";

const L = window.L;
const PADDING = [10, 10];
const REST_MS = 250;

export class View {
  constructor(map, places) {
    this.map = map;
    this.home = L.latLngBounds(places.wards.features.flatMap((ward) => latLons(ward.geometry).flat()));
    this.isHome = true;
    this.open(recall("view"));
    map.on("moveend", () => this._moved());
    new ResizeObserver(() => this._fit()).observe(map.getContainer());
    address.onReturn(() => this.open());
  }

  /** Look where the address says, else at `otherwise`, else at the district. */
  open(otherwise = null) {
    const asked = parsed(address.get("z"), address.get("c")) ?? otherwise;
    if (!asked) this.goHome(false);
    else if (!this._isAt(asked)) {
      this.isHome = false;
      this.map.setView(asked.centre, asked.zoom, { animate: false });
    }
  }

  /** Fit the district to the pane: the map fills it. */
  goHome(animate = true) {
    this.isHome = true;
    this.map.fitBounds(this.home, { padding: PADDING, animate });
  }

  /** In a pane of another size things stay where they are; the whole district is fitted anew. */
  _fit() {
    const { clientWidth, clientHeight } = this.map.getContainer();
    if (!clientWidth || !clientHeight) return; // Another room is seen.
    const wasHome = this.isHome;
    this.map.invalidateSize({ pan: false });
    if (wasHome) this.goHome(false);
  }

  /** Writing the address costs a frame: it is done when the map has come to rest. */
  _moved() {
    if (!this.map.getSize().x) return;
    if (this.isHome && !this._isDistrictFitted()) this.isHome = false;
    clearTimeout(this.noting);
    this.noting = setTimeout(() => this._note(), REST_MS);
  }

  _note() {
    const { lat, lng } = this.map.getCenter();
    const zoom = this.map.getZoom();
    remember("view", this.isHome ? null : { centre: [lat, lng], zoom });
    address.set(this.isHome ? { z: null, c: null } : { z: zoom.toFixed(2), c: `${lat.toFixed(5)},${lng.toFixed(5)}` });
  }

  _isDistrictFitted() {
    const padding = L.point(PADDING).multiplyBy(2);
    const gap = this.map.latLngToContainerPoint(this.home.getCenter()).distanceTo(this.map.getSize().divideBy(2));
    return Math.abs(this.map.getBoundsZoom(this.home, false, padding) - this.map.getZoom()) < 0.01 && gap < 4;
  }

  _isAt({ centre, zoom }) {
    return Math.abs(this.map.getZoom() - zoom) < 0.006 && this.map.getCenter().distanceTo(centre) < 1;
  }
}

/** Read zoom and centre as the address writes them; null for what is none. */
export function parsed(zoom, centre) {
  const [lat, lon] = (centre ?? "").split(",").map(Number);
  const level = Number(zoom);
  const isPlace = Number.isFinite(lat) && Number.isFinite(lon) && Math.abs(lat) <= 85 && Math.abs(lon) <= 180;
  return zoom !== null && isPlace && level >= 1 && level <= 20 ? { centre: [lat, lon], zoom: level } : null;
}
