// The wards' names, above units and streets so that nothing overprints them. A name keeps its spot until an alert
// needs it, then steps aside; while the ward's traffic stands above the usual its figure stands below the name.

import { percent } from "../format.mjs";
import { t } from "../words.mjs";
import { make } from "../shapes.mjs";
import { silence } from "../watch/heartbeat.mjs";
import { boxAround, meets } from "./text_path.mjs";
import { excess } from "./traffic.mjs";

const L = window.L;
const SPOTS = [
  [0, 0], [0, -22], [0, 22], [0, -38], [0, 38], [-46, 0], [46, 0], [-46, -24], [46, 24], [46, -24], [-46, 24],
  [-72, 0], [72, 0], [-66, -32], [66, -32], [-66, 32], [66, 32],
];

export class WardNames {
  /** `alertBoxes()` gives the boxes, in layer points, that no name may cover. */
  constructor(map, store, isLayerOn, alertBoxes) {
    Object.assign(this, { map, store, isLayerOn, alertBoxes, names: [] });
    const pane = map.createPane("wards");
    pane.style.zIndex = 620;
    pane.style.pointerEvents = "none";
    for (const { properties } of store.places.wards.features) this.names.push(this._name(properties));
    this.dress();
  }

  /** Write what each name says now, and measure it; tell whether any of them looks different. */
  dress() {
    let isDifferent = false;
    for (const name of this.names) {
      const isSilent = this._isSilent(name.code);
      const said = isSilent ? t("watch.beat.no_data") : this._traffic(name.code);
      name.box.classList.toggle("is-silent", isSilent);
      if (said === name.said && name.size) continue;
      isDifferent = true;
      name.said = said;
      name.figure.textContent = said;
      name.figure.hidden = !said;
      name.size = { x: name.box.offsetWidth, y: name.box.offsetHeight };
    }
    if (isDifferent) this.settle();
    return isDifferent;
  }

  /** A ward that is silent beyond its usual says so; of a moment in the past nobody can tell. */
  _isSilent(code) {
    const beat = this.store.heartbeats.get(code);
    return Boolean(beat) && !this.store.isPast && silence(beat, this.store.liveNowMs()).isSilent;
  }

  _traffic(code) {
    const state = this.store.state.wards.get(code);
    if (!this.isLayerOn("congestion") || !state || !this.store.isShown(state) || !excess(state, this.store.nowMs())) return "";
    const usual = state.u === null || state.u === undefined ? "" : ` · ${t("map.usual", { n: percent(state.u) })}`;
    return `${t("map.congestion", { n: percent(state.c) })}${usual}`;
  }

  /** Text has another size, or another language: measure again. */
  measure() {
    for (const name of this.names) name.size = null;
    this.dress();
  }

  /** Let each name keep its spot (`fromHome`: its first one) while that is free, else take the first that is. */
  settle({ fromHome = false } = {}) {
    const alerts = this.alertBoxes();
    const taken = [];
    for (const name of this.names) {
      const isFree = (spot) => ![...alerts, ...taken].some((other) => meets(this._boxAt(name, spot), other));
      const wanted = fromHome ? SPOTS[0] : name.spot;
      const spot = isFree(wanted) ? wanted : (SPOTS.find(isFree) ?? (name.said ? [0, 0] : null));
      name.box.classList.toggle("is-crowded", spot === null);
      if (spot === null) continue;
      if (spot !== name.spot) name.box.style.translate = `${spot[0]}px ${spot[1]}px`;
      name.spot = spot;
      taken.push(this._boxAt(name, spot));
    }
  }

  /** Boxes of the names that are seen. */
  boxes() {
    return this.names.filter(({ box }) => !box.classList.contains("is-crowded")).map((name) => this._boxAt(name, name.spot));
  }

  /** Where the names stand when nothing is in their way: what other names leave free. */
  homes() {
    return this.names.map((name) => this._boxAt(name, SPOTS[0]));
  }

  _boxAt({ place, size }, [dx, dy]) {
    const { x, y } = this.map.latLngToLayerPoint(place);
    return boxAround(x + dx, y + dy, (size?.x ?? 90) / 2 + 2, (size?.y ?? 20) / 2 + 1);
  }

  _name({ code, name, label }) {
    const figure = make("span", "ward-figure");
    const box = make("div", "ward-name", make("b", "", name), figure);
    const place = L.latLng(label[1], label[0]);
    const icon = L.divIcon({ className: "ward-place", html: box, iconSize: [0, 0] });
    L.marker(place, { icon, pane: "wards", interactive: false, keyboard: false }).addTo(this.map);
    return { code, place, box, figure, spot: SPOTS[0], said: "", size: null };
  }
}
