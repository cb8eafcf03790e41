// The file of the chosen incident: its head follows the stream, the rest is read when its version has changed.

import { make } from "../shapes.mjs";
import { onLanguage, t } from "../words.mjs";
import { read } from "./asking.mjs";
import { CommentLine } from "./comment.mjs";
import { factRows } from "./facts.mjs";
import { fileHead, stepButtons } from "./head.mjs";
import { linkedRows } from "./linked.mjs";
import { paperRows } from "./papers.mjs";
import { checklist, stepsOf } from "./procedure.mjs";
import { timelineRows } from "./timeline.mjs";

const MINUTE_MS = 60000;
const byId = (id) => document.getElementById(id);

export class IncidentFile {
  /** `ways` leads to map, wall and another incident; `onChoose(id)` shows another file. */
  constructor(store, acts, ways, onChoose) {
    Object.assign(this, { store, acts, ways, onChoose, id: null, file: null, steps: [], seen: null, drawn: new Map() });
    this.comment = new CommentLine((text) => this.acts.comment(this.id, text));
    store.on("liveIncidents", (keys) => this._follow(keys));
    for (const kind of ["alerts", "pictures", "looking"]) store.on(kind, () => this.id && this._draw());
    onLanguage(() => this._drawAnew());
    setInterval(() => this.id && this._draw(), MINUTE_MS);
    this._draw();
  }

  /** Show the file of `id`, or none. */
  async show(id) {
    if (id === this.id) return;
    Object.assign(this, { id, file: null, steps: [], seen: null });
    this.drawn.clear();
    this.comment.clear();
    byId("incident-body").scrollTop = 0;
    this._draw();
    if (id) await this.load();
    byId("incident-file").dispatchEvent(new CustomEvent("opscenter:incident", { detail: { id }, bubbles: true }));
  }

  /** Read the file; somebody may look elsewhere meanwhile. */
  async load() {
    const { id } = this;
    const file = await read(`/live/incidents/${id}`);
    if (id !== this.id || !file) return;
    this.file = file;
    this._draw();
    const steps = await stepsOf(file.incident.kind);
    if (id !== this.id) return;
    this.steps = steps;
    this._draw();
  }

  /** The incident as it stands: from the stream while it is open, else as its file tells. */
  incident() {
    const live = this.store.live.incidents.get(this.id);
    if (live) this.seen = live;
    else if (this.file) this.seen = this.file.entry;
    return this.seen;
  }

  step(name) {
    const incident = this.incident();
    if (incident) this.acts.step(name, this.id, incident);
  }

  focus() {
    byId("incident-file").focus({ preventScroll: true });
  }

  _follow(keys) {
    if (!this.id || (keys !== null && !keys.includes(this.id))) return;
    this._draw();
    const live = this.store.live.incidents.get(this.id);
    if (!live || live.ver !== this.file?.incident.version) this.load();
  }

  _draw() {
    const incident = this.id ? this.incident() : null;
    byId("incident-open").hidden = !incident;
    byId("incident-none").hidden = Boolean(incident);
    if (!incident) {
      byId("incident-none").replaceChildren(make("p", "quiet", t(this.id ? "incidents.loading" : "incidents.choose")));
      return;
    }
    for (const [part, made] of Object.entries(this._parts(incident))) this._fill(part, made);
  }

  /** Each part with what it is made of; a part is laid anew only when that has changed. */
  _parts(incident) {
    const { store, file } = this;
    const looked = store.live.looking.get(`incident/${this.id}`);
    const minute = Math.floor(store.liveNowMs() / MINUTE_MS);
    const run = { ...this._runs(), step: (name) => this.step(name) };
    const parts = {
      head: [[incident, looked], () => [fileHead(this.id, incident, store)]],
      actions: [[incident], () => stepButtons(incident, run)],
      facts: [[incident, file?.incident, file?.callers], () => factRows(incident, file, store)],
    };
    if (!file) return parts;
    return {
      ...parts,
      procedure: [[this.steps, file.steps, incident.st, minute], () => checklist(this.steps, file.steps, incident, store, (...tick) => this.acts.tick(this.id, ...tick))],
      timeline: [[file.timeline, this.steps], () => timelineRows(file.timeline, this.steps, this.store)],
      linked: [[file.links, this._alertsOf(file)], () => linkedRows(file.links, file, store, run)],
      papers: [[file.attachments], () => paperRows(this.id, file.attachments, () => this.load())],
    };
  }

  /** What is shown of the linked alerts and their pictures. */
  _alertsOf(file) {
    const ids = file.links.filter(({ subject }) => subject === "alert").map(({ key }) => key);
    const alerts = ids.map((id) => this.store.live.alerts.get(id) ?? null);
    return alerts.map((alert) => [alert?.st, alert?.n, alert && this.store.live.pictures.get(alert.ev)?.moments]);
  }

  _runs() {
    return {
      map: () => this.ways.toMap(this.id, this.incident()),
      wall: () => this.ways.toWall(this.id),
      units: () => byId("incident-orders").scrollIntoView({ block: "nearest" }),
      alert: (id) => this.ways.alert(id),
      camera: (code) => this.ways.camera(code),
      incident: (id) => this.onChoose(id),
      merge: () => this.acts.merge(this.id, this.incident()),
      split: async (things) => {
        const made = await this.acts.split(this.id, this.incident(), things);
        if (made) this.onChoose(made.id);
      },
    };
  }

  /** Lay a part anew when it says something else; a field in which somebody writes keeps words and focus. */
  _fill(part, [made, elements]) {
    const key = JSON.stringify(made);
    const box = byId(`incident-${part}`);
    if (this.drawn.get(part) === key || isBeingWritten(box)) return;
    this.drawn.set(part, key);
    const focused = box.contains(document.activeElement) ? document.activeElement.id : null;
    box.replaceChildren(...elements().filter(Boolean));
    if (focused) byId(focused)?.focus({ preventScroll: true });
  }

  _drawAnew() {
    this.drawn.clear();
    this.comment.speak();
    this._draw();
  }
}

const isBeingWritten = (box) => {
  const field = document.activeElement;
  return box.contains(field) && field.matches("input:not([type=checkbox]), textarea") && field.value !== "";
};
