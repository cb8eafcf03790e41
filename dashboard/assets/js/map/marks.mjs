// Alerts on the map, alone or in clusters that show the worst inside. Marks are kept and changed, never rebuilt.

import { age, number } from "../format.mjs";
import { make, SEVERITIES, severityShape } from "../shapes.mjs";
import { onLanguage, pick, t } from "../words.mjs";
import { severityRank } from "../store.mjs";
import { TROUBLED } from "./cameras.mjs";
import { cluster } from "./clusters.mjs";

const L = window.L;
const PULSE_MS = 30000;
const SPREAD_ZOOM = 18;
const CHOSEN_RANK = 9; // Above everything that lies in the same place.

export class Marks {
  constructor(map, store, cameras, { isLayerOn, onAlert, onCamera, onChange }) {
    Object.assign(this, { map, store, cameras, isLayerOn, onAlert, onCamera, onChange });
    this.markers = new Map();
    this.selected = null;
    this.anchors = [];
    for (const kind of ["alerts", "realOnly", "places"]) store.on(kind, () => this.refresh());
    store.on("cameras", (keys) => this._onCameras(keys));
    map.on("zoomend moveend", () => this.refresh());
    onLanguage(() => this.refresh());
    setInterval(() => this._pulse(), 1000);
  }

  select(alertId) {
    this.selected = alertId;
    this.refresh();
  }

  refresh() {
    if (this._frame) return;
    this._frame = requestAnimationFrame(() => {
      this._frame = null;
      this._draw();
    });
  }

  /** Layer points that labels must leave free. */
  points() {
    return this.anchors.map((latLon) => this.map.latLngToLayerPoint(latLon));
  }

  /** A camera that stays healthy changes no mark. */
  _onCameras(keys) {
    const wasTroubled = this._troubled ?? new Set();
    if (keys === null || keys.some((key) => wasTroubled.has(key) || TROUBLED.has(this.store.state.cameras.get(key)?.s))) {
      this.refresh();
    }
  }

  _items() {
    const items = [];
    if (this.isLayerOn("alerts")) {
      for (const [id, alert] of this.store.shownAlerts()) {
        if (alert.lat === null || alert.lat === undefined) continue;
        const point = this.map.latLngToLayerPoint([alert.lat, alert.lon]);
        items.push({ id, type: "alert", alert, severity: alert.sev, opened: Date.parse(alert.opened), point, latLon: [alert.lat, alert.lon] });
      }
    }
    this._troubled = new Set();
    for (const entry of this.isLayerOn("troubled") ? this.cameras.shown() : []) {
      if (!TROUBLED.has(entry.state)) continue;
      this._troubled.add(entry.camera.code);
      items.push({ id: entry.camera.code, type: "camera", state: entry.state, point: this.cameras.pointOf(entry), latLon: [entry.lat, entry.lon] });
    }
    return items;
  }

  _draw() {
    const { alone, groups } = cluster(this._items(), this.selected);
    const wanted = new Map();
    for (const item of alone) if (item.type === "alert") wanted.set(`a:${item.id}`, this._aloneSpec(item));
    for (const group of groups) wanted.set(`g:${group.anchor.id}`, this._groupSpec(group));
    this.cameras.setHidden(new Set(groups.flatMap(({ items }) => items.map(({ id }) => id))));
    for (const [key, entry] of this.markers) {
      if (!wanted.has(key)) {
        entry.marker.remove();
        this.markers.delete(key);
      }
    }
    for (const [key, spec] of wanted) this._place(key, spec);
    this.anchors = [...wanted.values()].map((spec) => spec.latLon);
    this._pulse();
    this.onChange();
  }

  _place(key, spec) {
    const known = this.markers.get(key);
    if (!known) {
      const icon = L.divIcon({ className: "mark-icon", html: spec.html, iconSize: spec.size });
      const marker = L.marker(spec.latLon, { icon, title: spec.title, alt: spec.title, riseOnHover: true, zIndexOffset: spec.rank * 1000 });
      marker.on("click", () => this.markers.get(key)?.spec.onClick());
      marker.addTo(this.map);
      this.markers.set(key, { marker, spec });
    } else if (known.spec.html !== spec.html) {
      known.marker.setIcon(L.divIcon({ className: "mark-icon", html: spec.html, iconSize: spec.size }));
    }
    const entry = this.markers.get(key);
    if (String(entry.marker.getLatLng()) !== String(L.latLng(spec.latLon))) entry.marker.setLatLng(spec.latLon);
    const element = entry.marker.getElement();
    element.title = spec.title;
    element.setAttribute("aria-label", spec.title);
    element.dataset.alert = spec.alertId ?? "";
    entry.marker.setZIndexOffset(spec.rank * 1000);
    entry.spec = spec;
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

  _groupSpec({ anchor, items }) {
    const alerts = items.filter((item) => item.type === "alert");
    const worst = alerts[0] ?? null;
    const isOpen = alerts.some(({ alert }) => alert.st === "unacknowledged");
    const shape = worst ? severityShape(worst.severity, { size: 15, taken: !isOpen }) : `<span class="ring-off"></span>`;
    const count = number(items.length);
    const kind = worst ? `sev-${worst.severity}` : "sev-none";
    return {
      latLon: anchor.latLon, size: [48, 28], rank: worst ? severityRank(worst.severity) + 1 : 0,
      title: groupTitle(alerts, items), alertId: worst?.id,
      html: `<span class="cluster ${kind}">${shape}<b>${count}</b>${composition(items)}</span>`,
      onClick: () => this._spread(items),
    };
  }

  /** Zoom until the group falls apart; where it cannot, list what is in it. */
  _spread(items) {
    const bounds = L.latLngBounds(items.map(({ latLon }) => latLon));
    const fits = this.map.getBoundsZoom(bounds.pad(0.2));
    if (fits > this.map.getZoom() + 0.4 && this.map.getZoom() < SPREAD_ZOOM) {
      this.map.flyToBounds(bounds.pad(0.2), { maxZoom: SPREAD_ZOOM, duration: 0.4 });
      return;
    }
    const list = make("div", "cluster-list", ...items.map((item) => this._listed(item)));
    L.popup({ className: "cluster-popup", maxHeight: 280, offset: [0, -8] }).setLatLng(items[0].latLon).setContent(list).openOn(this.map);
  }

  _listed(item) {
    const button = make("button", "cluster-item");
    if (item.type === "alert") {
      button.innerHTML = severityShape(item.severity, { size: 14, taken: item.alert.st !== "unacknowledged" });
      const words = pick(this.store.kindWords(item.alert.kind));
      button.append(` ${words} · ${age(item.opened, this.store.nowMs())}`);
    } else button.append(make("span", "ring-off"), ` ${item.id} · ${t(`camera.${item.state}`)}`);
    button.addEventListener("click", () => {
      this.map.closePopup();
      if (item.type === "alert") this.onAlert(item.id);
      else this.onCamera(item.id);
    });
    return button;
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

function groupTitle(alerts, items) {
  const parts = [];
  if (alerts.length) parts.push(t("map.cluster.alerts", { n: number(alerts.length) }));
  const cameras = items.length - alerts.length;
  if (cameras) parts.push(t("map.cluster.cameras", { n: number(cameras) }));
  return `${parts.join(" · ")}. ${t("map.cluster.spread")}`;
}

/** A thin bar under the count: what the cluster is made of, worst first. */
function composition(items) {
  const parts = [...SEVERITIES, "none"].map((severity) => {
    const n = items.filter((item) => (item.severity ?? "none") === severity).length;
    return n ? `<i class="sev-${severity}" style="flex-grow:${n}"></i>` : "";
  });
  return `<span class="made-of">${parts.join("")}</span>`;
}
