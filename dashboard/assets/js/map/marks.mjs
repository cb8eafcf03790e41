// Alerts on the map, alone or in clusters that show the worst and the most frequent state inside. Marks are kept and
// changed in place, never rebuilt: nothing flickers, and what has the focus keeps it.

import { number } from "../format.mjs";
import { severityShape } from "../shapes.mjs";
import { severityRank } from "../store.mjs";
import { onLanguage, pick, t } from "../words.mjs";
import { CELL_PX, cluster, statesOf } from "./clusters.mjs";
import { stateGlyph } from "./glyphs.mjs";
import { CALM_MS, Pace } from "./pace.mjs";
import { spreadOut } from "./spreading.mjs";
import { boxAround } from "./text_path.mjs";

const L = window.L;
const PULSE_MS = 30000;
const CHOSEN_RANK = 9; // Above everything that lies in the same place.

export class Marks {
  constructor(map, store, cameras, { isLayerOn, onAlert, onCamera, onChange }) {
    Object.assign(this, { map, store, cameras, isLayerOn, onAlert, onCamera, onChange });
    Object.assign(this, { markers: new Map(), selected: null, places: "", troubles: null });
    this.pace = new Pace(() => this.draw());
    for (const kind of ["alerts", "realOnly", "places"]) store.on(kind, () => this.refresh());
    store.on("cameras", () => cameras.field.troubles !== this.troubles && this.pace.ask(CALM_MS));
    map.on("zoomend viewreset", () => this.draw());
    onLanguage(() => this.refresh());
    setInterval(() => this._pulse(), 1000);
  }

  select(alertId) {
    this.selected = alertId;
    this.refresh();
  }

  refresh() {
    this.pace.ask();
  }

  /** The boxes of alerts and clusters in layer points, which labels and units leave free. */
  boxes() {
    return [...this.markers.values()].map(({ spec }) => {
      const { x, y } = this.map.latLngToLayerPoint(spec.latLon);
      return boxAround(x, y, spec.size[0] / 2 + 3, spec.size[1] / 2 + 2);
    });
  }

  /** Draw what there is now: kept marks stay, and change only where they say something else. */
  draw() {
    const { alone, groups } = cluster([...this._alerts(), ...this._troubledCameras()], this.selected);
    const wanted = new Map();
    for (const item of alone) if (item.type === "alert") wanted.set(`a:${item.id}`, this._aloneSpec(item));
    for (const group of groups) wanted.set(`g:${group.cell ?? group.anchor.id}`, this._groupSpec(group));
    this.cameras.setHidden(new Set(groups.flatMap(({ items }) => items.map(({ index }) => index))));
    for (const [key, { marker }] of this.markers) {
      if (wanted.has(key)) continue;
      marker.remove();
      this.markers.delete(key);
    }
    for (const [key, spec] of wanted) this._place(key, spec);
    this._pulse();
    this._tellWherePlacesChanged();
  }

  /** Names are laid out anew only where a mark came, went or moved: not when one changed its looks. */
  _tellWherePlacesChanged() {
    const places = [...this.markers.values()].map(({ spec }) => spec.latLon.join()).sort().join(";") + this.map.getZoom();
    if (places === this.places) return;
    this.places = places;
    this.onChange();
  }

  *_alerts() {
    if (!this.isLayerOn("alerts")) return;
    for (const [id, alert] of this.store.shownAlerts()) {
      if (alert.lat === null || alert.lat === undefined) continue;
      const latLon = [alert.lat, alert.lon];
      const point = this.map.latLngToLayerPoint(latLon);
      yield { id, type: "alert", alert, severity: alert.sev, opened: Date.parse(alert.opened), point, latLon };
    }
  }

  *_troubledCameras() {
    const { field } = this.cameras;
    this.troubles = field.troubles;
    if (!this.isLayerOn("troubled")) return;
    const scale = this.map.options.crs.scale(this.map.getZoom()) / 256;
    const origin = this.map.getPixelOrigin();
    for (let index = 0; index < field.cameras.length; index += 1) {
      if (!field.isShown[index] || !field.isTroubled(index)) continue;
      const [x, y] = [field.x[index] * scale, field.y[index] * scale];
      const { camera, state, lat, lon } = field.entry(index);
      const cell = `${Math.floor(x / CELL_PX)}:${Math.floor(y / CELL_PX)}`;
      yield { id: camera.code, type: "camera", index, state, cell, point: { x: x - origin.x, y: y - origin.y }, latLon: [lat, lon] };
    }
  }

  /** Where the cluster of a cell stands: in the cell's middle, whichever of its cameras are troubled. */
  _middleOf(cell) {
    const [column, row] = cell.split(":").map(Number);
    const { lat, lng } = this.map.unproject([(column + 0.5) * CELL_PX, (row + 0.5) * CELL_PX]);
    return [lat, lng];
  }

  _place(key, spec) {
    const entry = this.markers.get(key) ?? this._add(key, spec);
    const element = entry.marker.getElement();
    if (entry.spec.html !== spec.html) element.innerHTML = spec.html;
    if (String(entry.spec.latLon) !== String(spec.latLon)) entry.marker.setLatLng(spec.latLon);
    if (element.title !== spec.title) {
      element.title = spec.title;
      element.setAttribute("aria-label", spec.title);
    }
    element.dataset.alert = spec.alertId ?? "";
    if (entry.spec.rank !== spec.rank) entry.marker.setZIndexOffset(spec.rank * 1000);
    entry.spec = spec;
  }

  _add(key, spec) {
    const icon = L.divIcon({ className: "mark-icon", html: spec.html, iconSize: spec.size });
    const marker = L.marker(spec.latLon, { icon, alt: spec.title, riseOnHover: true, zIndexOffset: spec.rank * 1000 });
    marker.on("click", () => this.markers.get(key)?.spec.onClick());
    marker.addTo(this.map);
    this.markers.set(key, { marker, spec });
    return this.markers.get(key);
  }

  _aloneSpec({ id, alert, latLon }) {
    const isTaken = alert.st !== "unacknowledged";
    const chosen = id === this.selected ? " chosen" : "";
    const title = `${pick(this.store.kindWords(alert.kind))} · ${this.store.whereWords(alert)} · ${t(`state.${alert.st}`)}`;
    return {
      latLon, title, alertId: id, size: [26, 26], rank: id === this.selected ? CHOSEN_RANK : severityRank(alert.sev) + 1,
      html: `<span class="alert-mark${chosen}">${severityShape(alert.sev, { size: 22, taken: isTaken })}</span>`,
      onClick: () => this.onAlert(id),
    };
  }

  _groupSpec({ anchor, items, cell }) {
    const { worst, most, states } = statesOf(items);
    const alerts = items.filter(({ type }) => type === "alert");
    const taken = alerts.every(({ alert }) => alert.st !== "unacknowledged");
    const second = most.state === worst.state ? "" : `<span class="cluster-most">${stateGlyph(most.state, { size: 12 })}</span>`;
    const kind = alerts.length ? `sev-${worst.state}` : "sev-none";
    return {
      latLon: cell ? this._middleOf(cell) : anchor.latLon, size: [56, 28], rank: alerts.length ? severityRank(worst.state) + 1 : 0,
      title: groupTitle(items.length, worst, most), alertId: alerts.length ? anchor.id : undefined,
      html: `<span class="cluster ${kind}">${stateGlyph(worst.state, { size: 15, taken })}<b>${number(items.length)}</b>${second}${composition(states)}</span>`,
      onClick: () => spreadOut(this.map, this.store, items, { onAlert: this.onAlert, onCamera: this.onCamera }),
    };
  }

  /** One critical alert at most may pulse: the newest that nobody has taken, for half a minute. */
  _pulse() {
    const now = this.store.nowMs();
    const newest = this.store.shownAlerts()
      .filter(([, alert]) => alert.sev === "critical" && alert.st === "unacknowledged")
      .sort((a, b) => Date.parse(b[1].opened) - Date.parse(a[1].opened))[0];
    const pulsing = newest && now - Date.parse(newest[1].opened) < PULSE_MS ? newest[0] : null;
    for (const { marker, spec } of this.markers.values()) {
      marker.getElement()?.classList.toggle("pulse", pulsing !== null && spec.alertId === pulsing);
    }
  }
}

const stateWords = (state) => t(["critical", "high", "medium", "low"].includes(state) ? `severity.${state}` : `camera.${state}`);

function groupTitle(count, worst, most) {
  const values = { n: number(count), worst: stateWords(worst.state), most: stateWords(most.state), m: number(most.n) };
  return `${t("map.cluster", values)}. ${t("map.cluster.spread")}`;
}

/** A thin bar under the count: what the cluster is made of, the worst first. */
function composition(states) {
  const parts = states.map(({ state, n }) => `<i class="is-${state}" style="flex-grow:${n}"></i>`);
  return `<span class="made-of">${parts.join("")}</span>`;
}
