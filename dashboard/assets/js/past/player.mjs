// Goes to moments of the past and plays on from them; the store shows what it says, ages follow its clock.

import { Reel } from "./reel.mjs";

export const SPEEDS = [1, 2, 5, 10, 30, 60];
const TICK_MS = 100;
const RETRY_MS = 2000;
const EDGE_MS = 3000; // What is nearer to the present than this is the present.

export class Player {
  /** `source` answers questions about the past; `onCatchUp()` hears that playing has reached the present. */
  constructor(store, source, onCatchUp = () => {}) {
    Object.assign(this, { store, source, onCatchUp, speed: 1, isPlaying: false });
    Object.assign(this, { wantedMs: null, problem: null, unitsSinceMs: null, _anchorMs: 0, _anchoredAt: 0, _reel: null });
    this._listeners = new Set();
    store.on("past", () => !store.isPast && this._rest());
    setInterval(() => this._tick(), TICK_MS);
  }

  onChange(listener) {
    this._listeners.add(listener);
  }

  /** The moment that is shown; it never runs ahead of what is loaded. */
  nowMs() {
    if (!this.isPlaying) return this._anchorMs;
    const played = this._anchorMs + (performance.now() - this._anchoredAt) * this.speed;
    return Math.min(played, this._reel.horizonMs);
  }

  /** Whether what is asked for has not come yet. */
  isWaiting() {
    return this.wantedMs !== null || (this.isPlaying && this.nowMs() >= this._reel.horizonMs);
  }

  /** Show the moment `ms`; of several asked for one after the other the last counts. */
  async goTo(ms) {
    if (ms > this.store.liveNowMs() - EDGE_MS) {
      this.goLive();
      return;
    }
    this._asking?.abort();
    const asking = new AbortController();
    Object.assign(this, { _asking: asking, wantedMs: ms });
    this._tell();
    const answer = await this.source.momentAt(ms, asking.signal);
    if (asking !== this._asking) return; // Another moment was asked for meanwhile.
    if (answer.body) this._show(ms, answer.body);
    else if (answer.isAway) this._tryAgain(ms, asking, answer.message);
    else Object.assign(this, { wantedMs: null, problem: answer.message });
    this._tell();
  }

  step(ms) {
    return this.goTo((this.wantedMs ?? this.store.nowMs()) + ms);
  }

  toggle() {
    if (!this.store.isPast) return;
    this._anchor(this.nowMs());
    this.isPlaying = !this.isPlaying;
    this._tell();
  }

  setSpeed(speed) {
    this._anchor(this.nowMs());
    this.speed = speed;
    this._tell();
  }

  goLive() {
    this._rest();
    this.store.leavePast();
  }

  _show(ms, body) {
    Object.assign(this, { wantedMs: null, problem: null, unitsSinceMs: Date.parse(body.units_since) });
    this._anchor(ms);
    this._reel = new Reel(this.source.changesFrom, ms);
    this.store.showPast(body.state, this);
  }

  /** The database or the server is away: say so, and ask again until it is back or something else is wanted. */
  _tryAgain(ms, asking, message) {
    this.problem = message ?? "";
    setTimeout(() => asking === this._asking && this.goTo(ms), RETRY_MS);
  }

  _rest() {
    this._asking?.abort();
    Object.assign(this, { _asking: null, wantedMs: null, problem: null, isPlaying: false, _reel: null });
    this._tell();
  }

  _anchor(ms) {
    Object.assign(this, { _anchorMs: ms, _anchoredAt: performance.now() });
  }

  _tick() {
    if (!this.isPlaying || this.wantedMs !== null) return;
    const now = this.nowMs();
    for (const state of this._reel.take(now)) this.store.applyPast(state);
    const liveMs = this.store.liveNowMs();
    if (now > liveMs - EDGE_MS) {
      this.goLive();
      this.onCatchUp();
      return;
    }
    if (now >= this._reel.horizonMs) this._anchor(now); // Nothing is skipped while the next piece is late.
    this._reel.loadAhead(now, this.speed, liveMs - 1000);
    this.problem = this._reel.message;
    this._tell();
  }

  _tell() {
    for (const listener of this._listeners) listener();
  }
}
