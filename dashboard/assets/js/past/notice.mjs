// Says everywhere that what is shown is the past: a frame, a banner, the queue's head, the address, Dash's charts.

import { address } from "../address.mjs";
import { clock, dayMonth } from "../format.mjs";
import { onRoom } from "../rooms.mjs";
import { onLanguage, t } from "../words.mjs";

const ADDRESS = "t";
const REST_MS = 5000; // While it plays, address and charts follow this often.
const byId = (id) => document.getElementById(id);
const set = (element, words) => element.textContent !== words && (element.textContent = words);

/** The moment that the page's address names, in ms; null when it names none. */
export function momentOfAddress() {
  const ms = Date.parse(address.get(ADDRESS) ?? "");
  return Number.isNaN(ms) ? null : ms;
}

export class Notice {
  constructor(store, player) {
    Object.assign(this, { store, player, _toldMs: undefined, _toldAt: 0 });
    player.onChange(() => this.show());
    store.on("past", () => this.show());
    onLanguage(() => this.show());
    onRoom(() => this.show());
  }

  show() {
    const { store, player } = this;
    document.body.classList.toggle("is-past", store.isPast);
    byId("past-banner").hidden = !store.isPast;
    byId("queue-past").hidden = !store.isPast;
    if (store.isPast) this._say(player.nowMs());
    this._passOn(store.isPast ? player.nowMs() : null);
  }

  _say(ms) {
    const stamp = `${dayMonth(ms)} ${clock(ms)}`;
    set(byId("past-moment"), stamp);
    set(byId("past-doing"), this._doing());
    set(byId("queue-past-moment"), stamp);
    const isMissing = this.player.unitsSinceMs !== null && ms < this.player.unitsSinceMs;
    byId("past-units").hidden = !isMissing;
  }

  _doing() {
    const { player } = this;
    if (player.problem !== null) return player.problem || t("past.away");
    if (player.isWaiting()) return t("past.waiting");
    return player.isPlaying ? t("past.playing", { n: player.speed }) : t("past.paused");
  }

  /** Let the address and Dash's charts follow: at once when it rests, now and then while it plays. */
  _passOn(ms) {
    if (ms === this._toldMs) return;
    const isResting = ms === null || !this.player.isPlaying;
    if (!isResting && performance.now() - this._toldAt < REST_MS) return;
    Object.assign(this, { _toldMs: ms, _toldAt: performance.now() });
    const iso = ms === null ? null : new Date(ms).toISOString();
    address.set({ [ADDRESS]: iso?.replace(/\.\d+Z$/, "Z") });
    window.dash_clientside.set_props("moment", { data: iso });
  }
}
