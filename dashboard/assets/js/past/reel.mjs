// The past that is played, loaded ahead in pieces: the next is asked for before the last one runs out.

const AHEAD_MS = 8000; // Of the person's own time.
const RETRY_MS = 2000;
const [SHORTEST_S, LONGEST_S] = [60, 600];
const LEAST_MS = 5000;
const FRAMES_PER_S = 5;

/** How much of the past one request covers at a speed, and in what steps. */
export function pieceAt(speed) {
  return {
    spanMs: Math.min(LONGEST_S, Math.max(SHORTEST_S, speed * 15)) * 1000,
    stepS: Math.max(1, speed / FRAMES_PER_S),
  };
}

export class Reel {
  /** `fetchChanges(sinceMs, untilMs, stepS)` gives the next piece; the reel begins at `fromMs`. */
  constructor(fetchChanges, fromMs) {
    Object.assign(this, { fetchChanges, horizonMs: fromMs, frames: [], isAsking: false, message: null, _retryAtMs: 0 });
  }

  /** Take out the states of all frames up to a moment, in order. */
  take(nowMs) {
    const later = this.frames.findIndex((frame) => frame.atMs > nowMs);
    const due = this.frames.splice(0, later < 0 ? this.frames.length : later);
    return due.map((frame) => frame.state);
  }

  /** Ask for the next piece when it will soon be needed; never beyond `limitMs`. */
  async loadAhead(nowMs, speed, limitMs) {
    const aheadMs = (this.horizonMs - nowMs) / speed;
    if (this.isAsking || aheadMs > AHEAD_MS || performance.now() < this._retryAtMs) return;
    const { spanMs, stepS } = pieceAt(speed);
    const untilMs = Math.min(this.horizonMs + spanMs, limitMs);
    if (untilMs - this.horizonMs < (aheadMs > 1000 ? LEAST_MS : 1000)) return;
    this.isAsking = true;
    const { body, message } = await this.fetchChanges(this.horizonMs, untilMs, stepS);
    this.isAsking = false;
    this.message = body ? null : message ?? "";
    if (!body) {
      this._retryAtMs = performance.now() + RETRY_MS;
      return;
    }
    this.frames.push(...body.frames.map(({ at, state }) => ({ atMs: Date.parse(at), state })));
    this.horizonMs = untilMs;
  }
}
