// Police units: an arrow that points where they drive, with the callsign; they glide from place to place.

import { number } from "../format.mjs";
import { onLanguage, t } from "../words.mjs";
import { meets } from "./text_path.mjs";

const L = window.L;
const JUMP_DEG = 0.004; // Further than this at once is a correction, not a drive: no gliding.
const [SHORTEST_GLIDE_MS, LONGEST_GLIDE_MS] = [300, 6000];

export class Units {
  /** `reserved()` gives the boxes of alerts and ward names, which no callsign may cover. */
  constructor(map, store, isLayerOn, reserved) {
    Object.assign(this, { map, store, isLayerOn, reserved });
    this.markers = new Map();
    this.movedAt = new Map();
    map.on("zoomstart", () => map.getContainer().classList.add("is-zooming"));
    map.on("zoomend", () => requestAnimationFrame(() => map.getContainer().classList.remove("is-zooming")));
    store.on("units", (keys) => this._sync(keys));
    map.on("zoomend", () => this._declutter());
    onLanguage(() => this._sync(null));
    setInterval(() => this._declutter(), 1000);
    this._sync(null);
  }

  refresh() {
    this._sync(null);
  }

  /** Layer points of units that stand still: names on the map leave them free. */
  standing() {
    const units = [...this.markers].filter(([code]) => (this.store.state.units.get(code)?.v ?? 0) < 1);
    return units.map(([, marker]) => this.map.latLngToLayerPoint(marker.getLatLng()));
  }

  _sync(keys) {
    const codes = keys ?? new Set([...this.store.state.units.keys(), ...this.markers.keys()]);
    for (const code of codes) this._show(code, this.store.state.units.get(code));
  }

  _show(code, unit) {
    const known = this.markers.get(code);
    const isShown = unit && unit.lat !== null && unit.lat !== undefined && unit.s !== "off_duty" && this.store.isShown(unit) && this.isLayerOn("units");
    if (!isShown) {
      known?.remove();
      this.markers.delete(code);
      return;
    }
    const marker = known ?? this._add(code, unit);
    const before = marker.getLatLng();
    const isJump = Math.abs(before.lat - unit.lat) + Math.abs(before.lng - unit.lon) > JUMP_DEG;
    const element = marker.getElement();
    element.classList.toggle("no-glide", isJump || !known);
    if (before.lat !== unit.lat || before.lng !== unit.lon) {
      element.style.transitionDuration = `${this._glideMs(code)}ms`;
      marker.setLatLng([unit.lat, unit.lon]);
    }
    dress(element, unit);
  }

  /** Glide for as long as the last move was ago: then a unit arrives as the next position comes. */
  _glideMs(code) {
    const now = performance.now();
    const since = now - (this.movedAt.get(code) ?? now);
    this.movedAt.set(code, now);
    return Math.round(Math.min(LONGEST_GLIDE_MS, Math.max(SHORTEST_GLIDE_MS, since)));
  }

  /** A callsign that would cover another unit's or an alert gives way; the arrow always stays. */
  _declutter() {
    const taken = this.reserved().slice();
    for (const marker of this.markers.values()) {
      const { x, y } = this.map.latLngToLayerPoint(marker.getLatLng());
      const box = { left: x + 8, right: x + 66, top: y - 9, bottom: y + 9 };
      const isHidden = taken.some((other) => meets(box, other));
      marker.getElement().classList.toggle("is-crowded", isHidden);
      if (!isHidden) taken.push(box);
    }
  }

  _add(code, unit) {
    const html = `<svg class="arrow" width="20" height="20" viewBox="0 0 20 20" aria-hidden="true"><path d="M10 1.6 16.4 17.4 10 13.6 3.6 17.4Z"/></svg><span class="callsign"></span>`;
    const icon = L.divIcon({ className: "unit-icon no-glide", html, iconSize: [20, 20] });
    const marker = L.marker([unit.lat, unit.lon], { icon, keyboard: false, zIndexOffset: -500 }).addTo(this.map);
    this.markers.set(code, marker);
    return marker;
  }
}

/** Turn the arrow the short way round, and say who it is and what it does. */
function dress(element, unit) {
  const arrow = element.querySelector(".arrow");
  const before = Number(element.dataset.turned ?? unit.h ?? 0);
  const turned = before + ((((unit.h ?? 0) - before + 540) % 360) - 180);
  element.dataset.turned = turned;
  element.dataset.state = unit.s;
  arrow.style.transform = `rotate(${turned}deg)`;
  const label = element.querySelector(".callsign");
  if (label.textContent !== unit.c) label.textContent = unit.c;
  const speed = unit.v === null || unit.v === undefined ? "" : ` · ${number(unit.v, 0)} km/h`;
  element.title = `${unit.c} · ${t(`unit.kind.${unit.k}`)} · ${t(`unit.${unit.s}`)}${speed}`;
}
