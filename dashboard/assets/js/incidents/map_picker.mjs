// While a place is asked for, a click on the map names it, and a cross stands there until it is saved.

import { t } from "../words.mjs";
import { namesAt } from "./place_words.mjs";

const L = window.L;

export class MapPicker {
  /** `onPick({lat, lon, title})` hears of every place that is clicked while the picker is on. */
  constructor(map, store, onPick) {
    Object.assign(this, { map, store, onPick, isOn: false, cross: null });
    map.getContainer().addEventListener("click", (event) => this._click(event), true);
  }

  turn(isOn) {
    this.isOn = isOn;
    this.map.getContainer().classList.toggle("is-picking", isOn);
    if (!isOn) this.show(null);
  }

  /** Put the cross on a place, and bring it into sight when it is not. */
  show(place, isToBeSeen = false) {
    this.cross?.remove();
    this.cross = null;
    if (!place) return;
    const icon = L.divIcon({ className: "place-cross", iconSize: [30, 30], html: '<svg viewBox="0 0 30 30" aria-hidden="true"><circle cx="15" cy="15" r="8"/><path d="M15 1v9M15 20v9M1 15h9M20 15h9"/></svg>' });
    this.cross = L.marker([place.lat, place.lon], { icon, interactive: false, keyboard: false, zIndexOffset: 2000 }).addTo(this.map);
    if (isToBeSeen && this.map.getSize().x) this.map.panInside([place.lat, place.lon], { paddingTopLeft: [460, 80], paddingBottomRight: [80, 80] });
  }

  /** Nothing else on the map hears of the click; moving the map is no click. */
  _click(event) {
    if (!this.isOn || this.map.dragging.moved() || event.target.closest("a, button")) return;
    event.stopPropagation();
    const { lat, lng } = this.map.mouseEventToLatLng(event);
    const place = { lat, lon: lng };
    const { street, near } = namesAt(place, this.store.places);
    const nearby = near ? t("incidents.place.near", { what: near }) : null;
    const title = [street, nearby].filter(Boolean).join(", ") || t("incidents.place.point", { lat: lat.toFixed(5), lon: lng.toFixed(5) });
    this.onPick({ ...place, title });
  }
}
