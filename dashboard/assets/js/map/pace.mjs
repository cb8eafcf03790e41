// Work that is asked for often and done seldom: on the next frame, once, and never more than a quarter of the time.

const REST = 3; // So many times as long as the work took, nothing is done again.

/** How long rests what changes in a thousand places a second and asks for nobody; the first change is still shown at once. */
export const CALM_MS = 500;

export class Pace {
  constructor(work) {
    Object.assign(this, { work, frame: null, timer: null, due: 0, endedAt: 0, tookMs: 0 });
  }

  /** Ask for the work; `restMs` is how long at least it shall have rested by then. */
  ask(restMs = 0) {
    if (this.frame !== null) return;
    const due = this.endedAt + Math.max(REST * this.tookMs, restMs);
    if (this.timer !== null && this.due <= due) return;
    clearTimeout(this.timer);
    this.timer = null;
    const wait = due - performance.now();
    if (wait <= 4) this._nextFrame();
    else {
      this.due = due;
      this.timer = setTimeout(() => {
        this.timer = null;
        this._nextFrame();
      }, wait);
    }
  }

  stop() {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.frame = this.timer = null;
  }

  _nextFrame() {
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      const began = performance.now();
      this.work();
      this.endedAt = performance.now();
      this.tookMs = this.endedAt - began;
    });
  }
}
