// The map as a whole: takes the Leaflet map that dash-leaflet made, lays its layers, answers the pointer.

import { ageWords } from "../format.mjs";
import { latLons } from "../places.mjs";
import { recall, remember } from "../preferences.mjs";
import { onLanguage, t } from "../words.mjs";
import { Cameras } from "./cameras.mjs";
import { Cone } from "./cone.mjs";
import { Ground } from "./ground.mjs";
import { Labels } from "./labels.mjs";
import { Layers } from "./layers.mjs";
import { Marks } from "./marks.mjs";
import { boxAround } from "./text_path.mjs";
import { Units } from "./units.mjs";

const L = window.L;

/** Wait for dash-leaflet to make its map, whenever that is. */
export function leafletMap() {
  const hooks = window.opscenterHooks;
  return new Promise((resolve) => {
    const take = (map) => map.whenReady(() => resolve(map));
    if (hooks.map) take(hooks.map);
    else hooks.onMap = take;
  });
}

export class LiveMap {
  constructor(map, store, selection) {
    Object.assign(this, { map, store, selection });
    this.layers = new Layers(() => this._redraw());
    const isLayerOn = (name) => this.layers.isOn(name);
    this.home = L.latLngBounds(store.places.wards.features.flatMap((ward) => latLons(ward.geometry).flat()));
    this.goHome(false);
    this.ground = new Ground(map, store, isLayerOn);
    this.cameras = new Cameras(map, store, isLayerOn);
    this.marks = new Marks(map, store, this.cameras, {
      isLayerOn,
      onAlert: (id) => selection.chooseAlert(id),
      onCamera: (code) => selection.chooseCamera(code),
      onChange: () => this.labels?.repaint(),
    });
    this.units = new Units(map, store, isLayerOn, () => this._reserved());
    this.labels = new Labels(map, store, isLayerOn, () => [...this.marks.points(), ...this.units.standing()]);
    this.cone = new Cone(map, store);
    store.on("realOnly", () => this._redraw());
    selection.onChange((chosen) => this._show(chosen));
    this._addFurniture();
    this._answerPointer();
    this.marks.refresh();
    document.fonts.ready.then(() => this.labels.repaint());
  }

  /** Fit the district to the pane: the map fills it. */
  goHome(animate = true) {
    this.map.fitBounds(this.home, { padding: [10, 10], animate });
  }

  /** Boxes that callsigns must leave free: alerts and ward names. */
  _reserved() {
    const alerts = this.marks.points().map((point) => boxAround(point.x, point.y, 13, 13));
    return [...alerts, ...(this.labels?.wardBoxes ?? [])];
  }

  _redraw() {
    this.ground.layer.repaint();
    this.cameras.layer.repaint();
    this.labels.repaint();
    this.marks.refresh();
    this.units.refresh();
  }

  _show({ alertId, cameraCode }) {
    this.marks.select(alertId);
    this.cameras.select(cameraCode);
    this.cone.show(cameraCode);
    const alert = alertId ? this.store.alert(alertId) : null;
    const camera = cameraCode ? this.store.camera(cameraCode) : null;
    const place = alert?.lat !== undefined && alert?.lat !== null ? alert : camera;
    if (place) this._keepInView([place.lat, place.lon]);
  }

  /** Move only when the chosen thing would be hidden, and then no more than needed. */
  _keepInView(latLon) {
    const drawer = document.getElementById("drawer");
    const isOver = getComputedStyle(drawer).position === "absolute" && !drawer.hidden;
    const right = isOver ? drawer.offsetWidth : 0;
    if (right > this.map.getSize().x - 240) return;
    this.map.panInside(latLon, { paddingTopLeft: [130, 130], paddingBottomRight: [right + 70, 110], duration: 0.25 });
  }

  _addFurniture() {
    const map = this.map;
    map.attributionControl?.setPrefix(false).addAttribution(this.store.places.attribution);
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 120 }).addTo(map);
    this.zoom = L.control.zoom({ position: "bottomright" }).addTo(map);
    const name = () => {
      const [zoomIn, zoomOut] = this.zoom.getContainer().querySelectorAll("a");
      for (const [link, key] of [[zoomIn, "map.zoom_in"], [zoomOut, "map.zoom_out"]]) {
        link.title = t(key);
        link.setAttribute("aria-label", t(key));
      }
    };
    name();
    onLanguage(name);
    const legend = document.getElementById("map-legend");
    legend.open = recall("legend") ?? window.innerWidth >= 1500;
    legend.addEventListener("toggle", () => remember("legend", legend.open));
    document.getElementById("map-home").addEventListener("click", () => this.goHome());
    new ResizeObserver(() => map.invalidateSize({ pan: false })).observe(map.getContainer());
  }

  _answerPointer() {
    this.tip = L.tooltip({ direction: "top", offset: [0, -8], className: "camera-tip" });
    this.map.on("click", (event) => {
      const hit = this.layersHit(event.layerPoint);
      if (hit) this.selection.chooseCamera(hit.camera.code);
    });
    this.map.on("mousemove", (event) => this._hover(event));
    this.map.on("mouseout movestart", () => this.tip.remove());
  }

  layersHit(layerPoint) {
    return this.cameras.hit(layerPoint);
  }

  _hover(event) {
    const isOverMark = event.originalEvent.target.closest?.(".leaflet-marker-icon, .leaflet-control");
    const hit = isOverMark ? null : this.layersHit(event.layerPoint);
    this.map.getContainer().classList.toggle("over-camera", Boolean(hit));
    if (!hit) {
      this.tip.remove();
      return;
    }
    const state = this.store.state.cameras.get(hit.camera.code);
    const seen = state ? ` · ${ageWords((this.store.nowMs() - Date.parse(state.at)) / 1000)}` : "";
    const lines = document.createElement("div");
    lines.append(`${hit.camera.name}`, document.createElement("br"), `${hit.camera.code} · ${t(`camera.${hit.state}`)}${seen}`);
    this.tip.setLatLng([hit.lat, hit.lon]).setContent(lines).addTo(this.map);
  }
}
