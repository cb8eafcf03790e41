// Work that is asked for often and done seldom: on the next frame, once, and never more than a quarter of the time.

const REST = 3; // So many times as long as the work took, nothing is done again.

export class Pace {
  constructor(work) {
    Object.assign(this, { work, frame: null, timer: null, restUntil: 0 });
  }

  ask() {
    if (this.frame !== null || this.timer !== null) return;
    const wait = this.restUntil - performance.now();
    if (wait <= 4) this._nextFrame();
    else {
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
      this.restUntil = performance.now() + REST * (performance.now() - began);
    });
  }
}
