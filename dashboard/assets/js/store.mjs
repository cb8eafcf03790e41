// What every panel reads: the live state as the server last told it, or a moment of the past while one looks
// there. The live state goes on underneath, so that coming back is instant and nothing is missed.

const KINDS = ["cameras", "units", "alerts", "wards", "systems", "gateways", "pictures", "orders", "segments", "reports", "heat", "sites", "incidents", "looking", "tasks", "posts"];
const RANKS = { critical: 3, high: 2, medium: 1, low: 0 };

export const severityRank = (severity) => RANKS[severity] ?? 0;

const emptyState = () => Object.fromEntries(KINDS.map((kind) => [kind, new Map()]));

export class Store {
  constructor() {
    this.live = emptyState();
    this.state = this.live; // What is shown.
    this.isPast = false;
    this.places = null;
    this.realOnly = false;
    this.simulatedShare = null;
    this.oldestS = null;
    this.heartbeats = new Map();
    this._listeners = new Map();
    this._clockOffsetMs = 0;
    this._pastClock = null;
  }

  /**
   * Call `listener(changedKeys | null)` when entries of `kind` change; null means all may have. Beside the kinds
   * of the state: "realOnly", "pulse", "past" (one went there,
   * to another moment, or came back), "liveAlerts" and "liveIncidents" (those of the
   * present changed, whatever is shown).
   */
  on(kind, listener) {
    if (!this._listeners.has(kind)) this._listeners.set(kind, new Set());
    this._listeners.get(kind).add(listener);
  }

  emit(kind, keys = null) {
    for (const listener of this._listeners.get(kind) ?? []) listener(keys);
  }

  /** Take in everything that is live. */
  reset(state) {
    fill(this.live, state);
    if (!this.isPast) this._emitAll();
    this.emit("liveAlerts");
    this.emit("liveIncidents");
  }

  /** Take in the changed entries of a live delta; a null entry is gone. */
  apply(state) {
    const changed = change(this.live, state);
    if (!this.isPast) for (const kind of changed) this.emit(kind, Object.keys(state[kind]));
    if (state.alerts) this.emit("liveAlerts", Object.keys(state.alerts));
    if (state.incidents) this.emit("liveIncidents", Object.keys(state.incidents));
  }

  /** Show a moment of the past; `clock.nowMs()` says which, as it moves on. */
  showPast(state, clock) {
    const wasPast = this.isPast;
    Object.assign(this, { isPast: true, _pastClock: clock });
    if (!wasPast) this.state = emptyState();
    fill(this.state, state);
    this.emit("past");
    this._emitAll();
  }

  /** Let the past that is shown go on by a delta. */
  applyPast(state) {
    if (!this.isPast) return;
    const changed = change(this.state, state);
    for (const kind of changed) this.emit(kind, Object.keys(state[kind]));
  }

  /** Show the present again. */
  leavePast() {
    if (!this.isPast) return;
    Object.assign(this, { isPast: false, _pastClock: null, state: this.live });
    this.emit("past");
    this._emitAll();
  }

  /** Keep time by the server's clock, so that ages are right on a desk whose clock is not. */
  noteServerTime(at) {
    this._clockOffsetMs = Date.parse(at) - Date.now();
  }

  /** The time of what is shown: ages are counted against it. */
  nowMs() {
    return this._pastClock ? this._pastClock.nowMs() : this.liveNowMs();
  }

  /** The present, also while the past is shown. */
  liveNowMs() {
    return Date.now() + this._clockOffsetMs;
  }

  isShown(entry) {
    return !this.realOnly || entry.p === "real";
  }

  setRealOnly(realOnly) {
    this.realOnly = realOnly;
    this._emitAll();
    this.emit("liveAlerts");
    this.emit("realOnly");
  }

  alert(id) {
    return this.state.alerts.get(id) ?? null;
  }

  /** The open alerts that may be shown, as [id, alert] pairs. */
  shownAlerts() {
    return [...this.state.alerts].filter(([, alert]) => this.isShown(alert));
  }

  /** An alert that is open now, also while the past is shown. */
  liveAlert(id) {
    return this.live.alerts.get(id) ?? null;
  }

  /** The alerts that are open now and may be shown, also while the past is shown. */
  shownLiveAlerts() {
    return [...this.live.alerts].filter(([, alert]) => this.isShown(alert));
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

  /** Tell everything once more, to panels that came after the state. */
  tellAll() {
    this._emitAll();
    for (const kind of ["liveAlerts", "liveIncidents", "pulse"]) this.emit(kind);
  }

  _emitAll() {
    for (const kind of KINDS) this.emit(kind);
  }
}

/** Put everything of `state` in the place of what `into` holds. */
function fill(into, state) {
  for (const kind of KINDS) into[kind] = new Map(Object.entries(state[kind] ?? {}));
}

/** Put the changed entries of `state` into `into`; return the kinds that changed. */
function change(into, state) {
  const changed = KINDS.filter((kind) => state[kind]);
  for (const kind of changed) {
    for (const [key, value] of Object.entries(state[kind])) {
      if (value === null) into[kind].delete(key);
      else into[kind].set(key, value);
    }
  }
  return changed;
}
