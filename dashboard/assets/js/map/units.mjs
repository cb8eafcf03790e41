// Police units: an arrow that points where they drive, glides from place to place, and says by shape and words what
// the unit does. Who is free stays quiet; who was sent, drives or is at the scene carries callsign and status.

import { number } from "../format.mjs";
import { onLanguage, t } from "../words.mjs";
import { unitGlyph } from "./glyphs.mjs";
import { boxAround, meets } from "./text_path.mjs";

const L = window.L;
const JUMP_DEG = 0.004; // Further than this at once is a correction, not a drive: no gliding.
const [SHORTEST_GLIDE_MS, LONGEST_GLIDE_MS] = [300, 6000];
const MOVING_KMH = 1;
const CALLSIGNS_FROM_ZOOM = 15;
const STATUS_SAID = new Set(["dispatched", "en_route", "on_scene"]);
// Where a unit that stands may be drawn, when something else lies on its place.
const ASIDE = [[0, 0], [24, 0], [-24, 0], [0, 24], [0, -24], [24, 24], [-24, 24], [24, -24], [-24, -24], [46, 0], [-46, 0]];

export class Units {
  /** `reserved()` gives the boxes of alerts and ward names, which no callsign may cover. */
  constructor(map, store, isLayerOn, reserved) {
    Object.assign(this, { map, store, isLayerOn, reserved, markers: new Map(), movedAt: new Map(), sent: new Set() });
    map.on("zoomstart", () => map.getContainer().classList.add("is-zooming"));
    map.on("zoomend", () => {
      this._makeRoom();
      requestAnimationFrame(() => map.getContainer().classList.remove("is-zooming"));
    });
    store.on("units", (keys) => this._sync(keys));
    store.on("orders", () => this._noteOrders());
    onLanguage(() => this._sync(null));
    setInterval(() => this._makeRoom(), 1000);
    this._noteOrders();
  }

  refresh() {
    this._sync(null);
    this._makeRoom();
  }

  /** What a unit does: dispatched is one that was sent and has not set out yet. */
  doing(code, unit) {
    return this.sent.has(code) && (unit.s === "free" || unit.s === "busy") ? "dispatched" : unit.s;
  }

  words(code, unit) {
    const speed = unit.v === null || unit.v === undefined ? "" : ` · ${number(unit.v, 0)} km/h`;
    return `${unit.c} · ${t(`unit.kind.${unit.k}`)} · ${t(`unit.${this.doing(code, unit)}`)}${speed}`;
  }

  _noteOrders() {
    this.sent = new Set();
    for (const orders of this.store.state.orders?.values() ?? []) {
      for (const { u, a } of orders) if (a === null || a === "accepted") this.sent.add(u);
    }
    this._sync(null);
  }

  _sync(keys) {
    const codes = keys ?? new Set([...this.store.state.units.keys(), ...this.markers.keys()]);
    for (const code of codes) this._show(code, this.store.state.units.get(code));
  }

  _isShown(unit) {
    const isPlaced = unit && unit.lat !== null && unit.lat !== undefined && unit.s !== "off_duty";
    return isPlaced && this.store.isShown(unit) && this.isLayerOn("units");
  }

  _show(code, unit) {
    const known = this.markers.get(code);
    if (!this._isShown(unit)) {
      known?.remove();
      this.markers.delete(code);
      return;
    }
    const marker = known ?? this._add(code, unit);
    this._move(code, marker, unit, !known);
    this._dress(code, marker.getElement(), unit);
  }

  _move(code, marker, unit, isNew) {
    const before = marker.getLatLng();
    const isJump = Math.abs(before.lat - unit.lat) + Math.abs(before.lng - unit.lon) > JUMP_DEG;
    const element = marker.getElement();
    element.classList.toggle("no-glide", isJump || isNew);
    if (before.lat === unit.lat && before.lng === unit.lon) return;
    element.style.transitionDuration = `${this._glideMs(code)}ms`;
    marker.setLatLng([unit.lat, unit.lon]);
  }

  /** Glide for as long as the last move was ago: then a unit arrives as the next position comes. */
  _glideMs(code) {
    const now = performance.now();
    const since = now - (this.movedAt.get(code) ?? now);
    this.movedAt.set(code, now);
    return Math.round(Math.min(LONGEST_GLIDE_MS, Math.max(SHORTEST_GLIDE_MS, since)));
  }

  /** Who stands steps aside from alerts, names and other units; a callsign without room is left out. */
  _makeRoom() {
    const taken = this.reserved().slice();
    const isNear = this.map.getZoom() >= CALLSIGNS_FROM_ZOOM;
    this.map.getContainer().classList.toggle("is-far", !isNear);
    for (const [code, marker] of this._byImportance()) {
      const unit = this.store.state.units.get(code);
      if (!unit) continue;
      const { x, y } = this.map.latLngToLayerPoint(marker.getLatLng());
      const body = ([dx, dy]) => boxAround(x + dx, y + dy, 11, 11);
      const isFree = (box) => !taken.some((other) => meets(box, other));
      const stands = (unit.v ?? 0) < MOVING_KMH;
      const aside = stands ? (ASIDE.find((spot) => isFree(body(spot))) ?? ASIDE[0]) : ASIDE[0];
      const element = marker.getElement();
      element.firstElementChild.style.translate = `${aside[0]}px ${aside[1]}px`;
      taken.push(body(aside));
      const says = STATUS_SAID.has(this.doing(code, unit));
      const label = { left: x + aside[0] + 13, right: x + aside[0] + (says ? 128 : 70), top: y + aside[1] - 9, bottom: y + aside[1] + 9 };
      const hasRoom = (says || isNear) && isFree(label);
      element.classList.toggle("is-crowded", !hasRoom);
      if (hasRoom) taken.push(label);
    }
  }

  _byImportance() {
    const rank = ([code]) => (STATUS_SAID.has(this.store.state.units.get(code)?.s) || this.sent.has(code) ? 0 : 1);
    return [...this.markers].sort((a, b) => rank(a) - rank(b) || (a[0] < b[0] ? -1 : 1));
  }

  _add(code, unit) {
    const html = '<span class="unit-body"><span class="unit-mark"></span><span class="callsign"><b></b><i></i></span></span>';
    const icon = L.divIcon({ className: "unit-icon no-glide is-crowded", html, iconSize: [26, 26] });
    const marker = L.marker([unit.lat, unit.lon], { icon, keyboard: false, zIndexOffset: -500 }).addTo(this.map);
    this.markers.set(code, marker);
    return marker;
  }

  /** Draw what it does, turn the arrow the short way round, and say who it is. */
  _dress(code, element, unit) {
    const doing = this.doing(code, unit);
    const mark = element.querySelector(".unit-mark");
    if (element.dataset.state !== doing) mark.innerHTML = unitGlyph(doing);
    element.dataset.state = doing;
    const before = Number(element.dataset.turned ?? unit.h ?? 0);
    const turned = before + ((((unit.h ?? 0) - before + 540) % 360) - 180);
    element.dataset.turned = turned;
    mark.style.rotate = doing === "on_scene" ? "0deg" : `${turned}deg`;
    const [name, status] = element.querySelectorAll(".callsign > *");
    if (name.textContent !== unit.c) name.textContent = unit.c;
    const said = STATUS_SAID.has(doing) ? t(`unit.short.${doing}`) : "";
    if (status.textContent !== said) status.textContent = said;
    element.title = this.words(code, unit);
  }
}
