// The live state as the server last told it, and who wants to hear of changes. One source for every panel.

const KINDS = ["cameras", "units", "alerts", "wards", "systems", "gateways", "pictures"];
const RANKS = { critical: 3, high: 2, medium: 1, low: 0 };

export const severityRank = (severity) => RANKS[severity] ?? 0;

export class Store {
  constructor() {
    this.state = Object.fromEntries(KINDS.map((kind) => [kind, new Map()]));
    this.places = null;
    this.realOnly = false;
    this.simulatedShare = null;
    this.oldestS = null;
    this._listeners = new Map();
    this._clockOffsetMs = 0;
  }

  /** Call `listener(changedKeys | null)` when entries of `kind` change; null means all may have. */
  on(kind, listener) {
    if (!this._listeners.has(kind)) this._listeners.set(kind, new Set());
    this._listeners.get(kind).add(listener);
  }

  emit(kind, keys = null) {
    for (const listener of this._listeners.get(kind) ?? []) listener(keys);
  }

  reset(state) {
    for (const kind of KINDS) {
      this.state[kind] = new Map(Object.entries(state[kind] ?? {}));
    }
    for (const kind of KINDS) this.emit(kind);
  }

  /** Take in the changed entries of a delta; a null entry is gone. */
  apply(state) {
    const changed = KINDS.filter((kind) => state[kind]);
    for (const kind of changed) {
      for (const [key, value] of Object.entries(state[kind])) {
        if (value === null) this.state[kind].delete(key);
        else this.state[kind].set(key, value);
      }
    }
    for (const kind of changed) this.emit(kind, Object.keys(state[kind]));
  }

  /** Keep time by the server's clock, so that ages are right on a desk whose clock is not. */
  noteServerTime(at) {
    this._clockOffsetMs = Date.parse(at) - Date.now();
  }

  nowMs() {
    return Date.now() + this._clockOffsetMs;
  }

  isShown(entry) {
    return !this.realOnly || entry.p === "real";
  }

  setRealOnly(realOnly) {
    this.realOnly = realOnly;
    for (const kind of KINDS) this.emit(kind);
    this.emit("realOnly");
  }

  alert(id) {
    return this.state.alerts.get(id) ?? null;
  }

  /** The open alerts that may be shown, as [id, alert] pairs. */
  shownAlerts() {
    return [...this.state.alerts].filter(([, alert]) => this.isShown(alert));
  }

  camera(code) {
    return this.places?.cameraByCode.get(code) ?? null;
  }

  wardName(code) {
    return this.places?.wardNames.get(code) ?? code ?? "";
  }

  /** Where an alert is, in one phrase: its place, and its ward unless the place says so already. */
  whereWords(alert) {
    const ward = this.wardName(alert.w);
    const place = alert.place ?? "";
    return place.includes(ward) ? place : [place, ward].filter(Boolean).join(" · ");
  }

  kindWords(kind) {
    return this.places?.kinds[kind] ?? { vi: kind, en: kind };
  }
}
