// One EventSource on /live/stream: a snapshot, then numbered deltas, and what to do when a number is missing.

import { heartbeatsOf } from "./watch/heartbeat.mjs";

const SILENT_AFTER_MS = 9000;
const retryMs = () => 500 + Math.random() * 500; // Many consoles that were cut off together come back one by one.

export class Stream {
  /** `store` takes the state. */
  constructor(store) {
    this.store = store;
    this.epoch = null;
    this.n = 0;
    this.lostAtMs = null;
    this.missed = { changes: 0, alerts: 0 };
    this.heardAtMs = Date.now();
    this.resync = false;
    this._held = null;
    this.onLink = () => {};
  }

  /** Ask for the stream while the page is still being built; what comes, told by the promise, waits until it is opened. */
  prepare() {
    this._held = [];
    this._connect();
    return new Promise((resolve) => (this._onFirst = resolve));
  }

  /** Let `onLink` hear of the link from now on: {state: live|lost|resumed, missed, restarted, seconds}. */
  hear(onLink) {
    this.onLink = onLink;
    if (this.epoch !== null && this.lostAtMs === null) onLink({ state: "live" });
  }

  /** Let what waits come in, or ask anew. */
  open() {
    const held = this._held;
    this._held = null;
    if (held && this.source.readyState !== EventSource.CLOSED) for (const take of held) take();
    else this._connect();
    this._watch ??= setInterval(() => this._checkSilence(), 1000);
  }

  _connect() {
    this.source?.close();
    this.heardAtMs = Date.now();
    const source = new EventSource("/live/stream");
    this.source = source;
    for (const name of ["snapshot", "delta", "pulse"]) {
      source.addEventListener(name, (event) => {
        const take = () => this[`_${name}`](JSON.parse(event.data));
        if (!this._held) take();
        else if (this._held.push(take) === 1) this._onFirst();
      });
    }
    this._wasAnswered = false;
    source.onopen = () => (this._wasAnswered ||= source === this.source);
    source.onerror = () => this._held || this._failed(source);
  }

  _snapshot(message) {
    const missed = this.epoch === message.epoch ? message.n - this.n : null;
    const before = new Set(this.store.live.alerts.keys());
    const isFirst = this.epoch === null;
    this.epoch = message.epoch;
    this.n = message.n;
    this.store.noteServerTime(message.at);
    this.store.reset(message.state);
    const fresh = Object.keys(message.state.alerts ?? {}).filter((id) => !before.has(id)).length;
    this._heard(isFirst ? null : { missed, fresh, restarted: missed === null });
  }

  _delta(message) {
    if (message.n <= this.n) return; // A repeat after a resume.
    if (message.n !== this.n + 1) {
      this.open(); // A hole: start again from a snapshot.
      return;
    }
    this.n = message.n;
    if (this.lostAtMs !== null) this._countMissed(message.state);
    this.store.noteServerTime(message.at);
    this.store.apply(message.state);
    this._heard(null);
  }

  /** Count what a cut kept from this page: the changes, and the alerts among them that it did not know. */
  _countMissed(state) {
    for (const [kind, entries] of Object.entries(state)) {
      this.missed.changes += Object.keys(entries).length;
      if (kind !== "alerts") continue;
      this.missed.alerts += Object.keys(entries).filter((id) => entries[id] && !this.store.liveAlert(id)).length;
    }
  }

  _pulse(message) {
    this.store.noteServerTime(message.at);
    this.store.oldestS = message.oldest_s;
    this.store.simulatedShare = message.simulated_share;
    this.store.missingParts = message.missing ?? [];
    this.store.heartbeats = heartbeatsOf(message.wards, Date.parse(message.at));
    this.store.emit("pulse");
    if (message.database === false) {
      this.heardAtMs = Date.now(); // The server is there, but what it shows grows old.
      this._lost();
      return;
    }
    const { changes, alerts } = this.missed;
    this._heard(changes ? { missed: changes, fresh: alerts, restarted: false } : null, true);
  }

  /** Note a sign of life; after a cut, a snapshot or the pulse that follows the deltas says it is over. */
  _heard(resumed, isPulse = false) {
    this.heardAtMs = Date.now();
    if (this.lostAtMs === null) {
      this.onLink({ state: "live" });
    } else if (resumed || isPulse) {
      const seconds = (Date.now() - this.lostAtMs) / 1000;
      this.lostAtMs = null;
      this.missed = { changes: 0, alerts: 0 };
      this.onLink({ state: "resumed", seconds, ...(resumed ?? { missed: 0, fresh: 0, restarted: false }) });
    }
  }

  _lost() {
    this.lostAtMs ??= Date.now();
    this.onLink({ state: "lost", seconds: (Date.now() - this.lostAtMs) / 1000 });
  }

  _failed(source) {
    if (source !== this.source) return;
    this._lost();
    if (source.readyState !== EventSource.CLOSED && this._wasAnswered) return; // It comes back when it was told to.
    source.close(); // One that was never answered would wait for the browser's own three seconds.
    setTimeout(() => this._reopen(), retryMs());
  }

  /** A refused stream may mean that the session is over: then the way leads to the sign-in page. */
  async _reopen() {
    try {
      const answer = await fetch("/live/places", { method: "GET", cache: "no-store", redirect: "manual" });
      if (answer.status === 401 || answer.type === "opaqueredirect") window.location.assign("/sign-in");
      else this.open();
    } catch {
      setTimeout(() => this._reopen(), retryMs());
    }
  }

  _checkSilence() {
    const isSilent = Date.now() - this.heardAtMs > SILENT_AFTER_MS;
    if (isSilent || this.lostAtMs !== null) this._lost();
    if (isSilent) this.open(); // A connection can be half open: nothing comes and nothing fails.
  }
}
