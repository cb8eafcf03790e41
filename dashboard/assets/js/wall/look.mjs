// A look at cameras: the server writes down who looks, why and for how long, for as long as its stream is read.

import { csrfToken } from "../person.mjs";
import { FrameReader } from "./frames.mjs";

const SILENCE_MS = 15000; // The server says something every five seconds.
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 8000;
const GIVES_UP = [400, 401, 403, 422, 428];

/** Whether a camera has an open alert: then no purpose is asked. */
export const hasOpenAlert = (code, store) => [...store.live.alerts.values()].some((alert) => alert.cam === code);

export class Look {
  /**
   * `onFrame(head, jpeg)` is called for each frame; `onRefused({status, message_vi, message_en})` when the server
   * does not let one look, with null when it does. A look that was cut off goes on by itself.
   */
  constructor({ cameras, purpose, live = true, onFrame, onRefused }) {
    Object.assign(this, { cameras, purpose, live, onFrame, onRefused, isClosed: false });
    this._keepLooking();
  }

  close() {
    this.isClosed = true;
    this._abort?.abort();
    clearTimeout(this._silence);
  }

  async _keepLooking() {
    let pause = FIRST_PAUSE_MS;
    while (!this.isClosed) {
      const status = await this._look().catch(() => 0);
      if (this.isClosed || GIVES_UP.includes(status)) return;
      pause = status === 200 ? FIRST_PAUSE_MS : Math.min(pause * 2, LONGEST_PAUSE_MS);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Look until the stream ends; returns the status of the answer. */
  async _look() {
    this._abort = new AbortController();
    const response = await fetch("/live/looks", {
      method: "POST",
      credentials: "same-origin",
      signal: this._abort.signal,
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrfToken() },
      body: JSON.stringify({ cameras: this.cameras, purpose: this.purpose, live: this.live }),
    });
    if (this.isClosed) return response.status;
    if (!response.ok) {
      this.onRefused?.({ status: response.status, ...(await response.json().catch(() => ({}))) });
      return response.status;
    }
    this.onRefused?.(null);
    await this._read(response.body.getReader()).catch(() => null);
    return response.status;
  }

  async _read(pieces) {
    const reader = new FrameReader();
    for (;;) {
      this._watchSilence();
      const { done, value } = await pieces.read();
      if (done || this.isClosed) return;
      for (const [head, jpeg] of reader.push(value)) this.onFrame?.(head, jpeg);
    }
  }

  _watchSilence() {
    clearTimeout(this._silence);
    this._silence = setTimeout(() => this._abort.abort(), SILENCE_MS);
  }
}
