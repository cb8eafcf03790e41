// The drawer answers in this order: what, where, proof, what else happened, is it unusual, what can I do.

import { goTo } from "../rooms.mjs";
import { onLanguage } from "../words.mjs";
import { toggleBoxes } from "./boxes.mjs";
import { actionButtons } from "./buttons.mjs";
import { cameraRows, nearbyRows } from "./camera.mjs";
import { alertHead, cameraHead, eventList, history, whereRows } from "./facts.mjs";
import { Pictures } from "./pictures.mjs";

const CHART_REFRESH_MS = 60000;

export class Drawer {
  constructor(store, selection, actions) {
    Object.assign(this, { store, selection, actions });
    this.box = document.getElementById("drawer");
    this.pictures = new Pictures(store, document.getElementById("drawer-pictures"), () => this._loadFacts());
    this.shownKey = null;
    this.camera = null; // Facts of /live/cameras/<code>.
    this.alert = null; // Facts of /live/alerts/<id>; the live state stands in the store.
    selection.onChange((chosen) => this._follow(chosen));
    store.on("alerts", (keys) => {
      if (this.box.hidden) return;
      if (keys === null || keys.includes(selection.alertId)) this._draw();
    });
    for (const kind of ["orders", "liveIncidents", "looking"]) store.on(kind, () => !this.box.hidden && this._draw());
    store.on("past", () => !this.box.hidden && this._loadFacts());
    onLanguage(() => !this.box.hidden && this._draw());
    document.getElementById("drawer-close").addEventListener("click", () => selection.clear());
    document.addEventListener("keydown", (event) => this._key(event));
    setInterval(() => this._refreshChart(), CHART_REFRESH_MS);
  }

  /** Boxes are hidden and shown by a key while the focus is in the drawer or in the queue beside it. */
  _key(event) {
    const isHere = event.target instanceof Element && event.target.closest("#drawer, #side") && !event.target.closest("input, select, textarea");
    if (this.box.hidden || !isHere || event.key.toLowerCase() !== "b" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    toggleBoxes();
  }

  _follow({ alertId, cameraCode, isOpen }) {
    this.box.hidden = !isOpen || (!alertId && !cameraCode);
    document.body.classList.toggle("drawer-open", !this.box.hidden);
    if (this.box.hidden) {
      this.shownKey = null;
      this.pictures.hide();
      return;
    }
    const key = `${alertId}|${cameraCode}`;
    if (key !== this.shownKey) this._open(key, alertId, cameraCode);
  }

  _open(key, alertId, cameraCode) {
    Object.assign(this, { shownKey: key, camera: null, alert: null, lastSeen: alertId ? this.store.alert(alertId) : null });
    this.box.scrollTop = 0;
    document.getElementById("drawer-body").scrollTop = 0;
    this._draw();
    this.pictures.show({ alert: this.lastSeen, cameraCode });
    this._refreshChart();
    this._loadFacts();
  }

  _loadFacts() {
    const { alertId, cameraCode } = this.selection;
    const at = this.store.isPast ? `?at=${new Date(this.store.nowMs()).toISOString()}` : "";
    if (cameraCode) this._load(this.shownKey, `/live/cameras/${encodeURIComponent(cameraCode)}${at}`, "camera");
    if (alertId) this._load(this.shownKey, `/live/alerts/${alertId}`, "alert");
  }

  async _load(key, path, into) {
    const response = await fetch(path, { credentials: "same-origin" }).catch(() => null);
    const facts = response?.ok ? await response.json() : {};
    if (key !== this.shownKey) return; // Somebody looked elsewhere meanwhile.
    this[into] = facts;
    this.pictures.learn(facts);
    this._draw();
  }

  /** The live alert, or what was last known of it when it is closed. */
  _liveAlert() {
    const live = this.selection.alertId ? this.store.alert(this.selection.alertId) : null;
    if (live) this.lastSeen = live;
    return { alert: this.selection.alertId ? this.lastSeen : null, isClosed: !live };
  }

  _draw() {
    const { alert, isClosed } = this._liveAlert();
    const code = this.selection.cameraCode;
    const fill = (id, ...children) => document.getElementById(id).replaceChildren(...children.filter(Boolean));
    fill("drawer-head", alert ? alertHead(this.selection.alertId, alert, isClosed, this.store) : cameraHead(code, this.store));
    fill("drawer-where", ...whereRows(alert, this.selection.alertId, code, this.alert, this.store));
    fill("drawer-camera-facts", ...cameraRows(code, this.camera, this.store));
    fill("drawer-nearby", ...nearbyRows(code, alert, this.store, (near) => this.selection.chooseCamera(near), toWall));
    fill("drawer-events", ...eventList(this.camera, this.store, this.pictures));
    fill("drawer-history", ...(alert ? history(this.alert, this.store) : []));
    fill("drawer-actions", ...(alert ? actionButtons(this.selection.alertId, alert, isClosed, this.actions) : []));
    for (const id of ["drawer-chart", "drawer-events-section", "drawer-camera-section"]) document.getElementById(id).hidden = !code;
    document.getElementById("drawer-history-section").hidden = !alert;
  }

  /** The chart is Dash's: it is asked again when another camera is chosen and once a minute. */
  _refreshChart() {
    if (this.box.hidden || !this.selection.cameraCode) return;
    window.dash_clientside.set_props("drawer-camera", { data: { code: this.selection.cameraCode, asked: Date.now() } });
  }
}

/** Put a camera and those near it on the wall. */
function toWall(codes) {
  goTo("wall", { by: null, tiles: null, cams: codes.join(",") });
}
