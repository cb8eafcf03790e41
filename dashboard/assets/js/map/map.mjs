// The map as a whole: lays its layers, answers pointer and keys.

import { onLanguage } from "../words.mjs";
import { Cameras } from "./cameras.mjs";
import { Card } from "./card.mjs";
import { readColours } from "./colours.mjs";
import { Ground } from "./ground.mjs";
import { Heat } from "./heat.mjs";
import { cameraWords, Hover } from "./hover.mjs";
import { Incidents } from "./incidents.mjs";
import { Labels } from "./labels.mjs";
import { addCanvas } from "./layered_canvas.mjs";
import { Layers } from "./layers.mjs";
import { Marks } from "./marks.mjs";
import { Nearby } from "./nearby.mjs";
import { Picking } from "./picking.mjs";
import { Posts } from "./posts.mjs";
import { Reports } from "./reports.mjs";
import { addScale } from "./scale.mjs";
import { Segments } from "./segments.mjs";
import { Sites } from "./sites.mjs";
import { Toolbar } from "./toolbar.mjs";
import { Units } from "./units.mjs";
import { View } from "./view.mjs";
import { WardNames } from "./ward_names.mjs";
import { address } from "../address.mjs";
import { openIncident } from "../incidents/ways.mjs";

export class LiveMap {
  constructor(map, store, selection) {
    Object.assign(this, { map, store, selection });
    this.view = new View(map, store.places);
    this.layers = new Layers(() => this._redraw());
    this.isLayerOn = (name) => this.layers.isOn(name);
    this._layGround();
    this._layThings();
    this._layNames();
    this._answer();
    store.on("realOnly", () => this._redraw());
    selection.onChange((chosen) => this._show(chosen));
    this._followPage();
    this.marks.draw(); // Before the first frame: then it shows what is so, and the names know where the marks are.
    this.units.refresh();
  }

  /** The district's outline. */
  get home() {
    return this.view.home;
  }

  /** Which incident, camera, report or site lies under a layer point. */
  under(point) {
    const frame = this._frame();
    const incident = this.incidents.hit(point, frame);
    if (incident) return { incident };
    const post = this.posts.hit(point, frame);
    if (post) return { post };
    const report = this.reports.hit(point, frame);
    const site = report ? null : this.sites.hit(point, frame);
    return { report, site, camera: report || site ? null : this.cameras.hit(point, frame) };
  }

  _layGround() {
    const repaint = () => this.ground.layer.repaint();
    this.heat = new Heat(this.store, this.isLayerOn, repaint);
    this.segments = new Segments(this.store, this.isLayerOn, repaint);
    const hasTiles = "tiles" in this.map.getContainer().dataset;
    this.canvas = addCanvas(this.map, { isOpaque: !hasTiles });
    this.ground = new Ground(this.canvas, this.store, this.isLayerOn, { over: [this.segments, this.heat], hasTiles });
  }

  /** What stands on the ground, on one layer. */
  _layThings() {
    const repaint = () => this.things?.repaint();
    this.sites = new Sites(this.store, this.isLayerOn, repaint);
    this.cameras = new Cameras(this.store, this.isLayerOn, (restMs) => this.things?.repaint(restMs));
    this.reports = new Reports(this.store, this.isLayerOn, repaint);
    this.incidents = new Incidents(this.store, this.isLayerOn, repaint);
    this.posts = new Posts(this.store, this.isLayerOn, repaint);
    const painters = [this.sites, this.cameras, this.posts, this.reports, this.incidents];
    this.things = this.canvas.lay((context, frame) => painters.forEach((painter) => painter.paint(context, frame)));
    this.marks = new Marks(this.map, this.store, this.cameras, {
      isLayerOn: this.isLayerOn,
      onAlert: (id) => this.selection.chooseAlert(id),
      onCamera: (code) => this.selection.chooseCamera(code),
      onChange: () => this._makeRoom(),
    });
    this.units = new Units(this.map, this.store, this.isLayerOn, () => [...this._alertBoxes(), ...(this.wardNames?.boxes() ?? [])]);
  }

  _layNames() {
    this.wardNames = new WardNames(this.map, this.store, this.isLayerOn, () => this._alertBoxes());
    this.labels = new Labels(this.canvas, this.store, this.isLayerOn, {
      busy: () => [...this._alertBoxes(), ...this.wardNames.boxes()],
      homes: () => this.wardNames.homes(),
      segments: this.segments,
    });
    this.store.on("wards", () => this._dressWards());
    this.store.on("heartbeats", () => this._dressWards());
    this.store.on("segments", () => this.labels.repaint());
    this.map.on("zoomend viewreset", () => this.wardNames.settle({ fromHome: true })); // Nothing stands where it stood.
  }

  _answer() {
    this.card = new Card();
    const onCamera = (code) => this.selection.chooseCamera(code);
    this.picking = new Picking(this.cameras, this.card, onCamera);
    const onAround = (place, metres) => this.picking.pickAround(place, metres);
    this.nearby = new Nearby(this.map, this.store, { cameras: this.cameras, units: this.units, card: this.card, onCamera, onAround });
    this.toolbar = new Toolbar(this.map, {
      onHome: () => this.view.goHome(),
      onNearby: () => this.nearby.ask(this.map.getCenter()),
      onDrawn: (test, middle) => this.picking.pickByShape(test, middle, this._frame()),
    });
    this.hover = new Hover(this.map, this.store, (point) => this.under(point), {
      camera: (entry) => cameraWords(this.store, entry),
      incident: (incident) => this.incidents.words(incident),
      post: (post) => this.posts.words(post),
      report: (report) => this.reports.words(report),
      site: (site) => this.sites.words(site),
    });
    this.map.on("click", ({ layerPoint }) => {
      const { camera, incident } = this.under(layerPoint);
      if (incident) openIncident(incident[0]);
      else if (camera) onCamera(camera.camera.code);
    });
  }

  /** Language, theme, text size and fonts change what is drawn. */
  _followPage() {
    this.map.attributionControl?.setPrefix(false).addAttribution(this.store.places.attribution);
    addScale(this.map);
    const measure = () => {
      this.wardNames.measure();
      this.labels.measure();
      this.cameras.measure();
    };
    onLanguage(() => this._dressWards());
    window.addEventListener("opscenter:size", measure);
    window.addEventListener("opscenter:theme", () => {
      readColours();
      this._redraw();
    });
    if (document.fonts.status !== "loaded") document.fonts.ready.then(measure);
    address.onReturn(() => {
      this.layers.read();
      this._redraw();
    });
  }

  _frame() {
    return { zoom: this.map.getZoom(), scale: 2 ** this.map.getZoom(), origin: this.map.getPixelOrigin() };
  }

  _alertBoxes() {
    return this.marks?.boxes() ?? [];
  }

  _dressWards() {
    if (this.wardNames.dress()) this.labels.repaint();
  }

  /** Alerts came or went: names step aside or come back. */
  _makeRoom() {
    this.wardNames?.settle();
    this.labels?.repaint();
  }

  _redraw() {
    this.ground.layer.repaint();
    this.things.repaint();
    this.wardNames.dress();
    this.labels.repaint();
    this.marks.refresh();
    this.units.refresh();
  }

  _show({ alertId, cameraCode }) {
    this.marks.select(alertId);
    this.cameras.select(cameraCode);
    const alert = alertId ? this.store.alert(alertId) : null;
    const camera = cameraCode ? this.store.camera(cameraCode) : null;
    const place = alert?.lat !== undefined && alert?.lat !== null ? alert : camera;
    if (place && this.map.getSize().x) this._keepInView([place.lat, place.lon]);
  }

  /** Move only when the chosen thing would be hidden, and then no more than needed. */
  _keepInView(latLon) {
    const drawer = document.getElementById("drawer");
    const isOver = getComputedStyle(drawer).position === "absolute" && !drawer.hidden;
    const right = isOver ? drawer.offsetWidth : 0;
    if (right > this.map.getSize().x - 240) return;
    this.map.panInside(latLon, { paddingTopLeft: [130, 130], paddingBottomRight: [right + 70, 110], duration: 0.25 });
  }
}
