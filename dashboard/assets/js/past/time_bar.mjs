// The time bar at the map's foot: bars of alerts to choose a moment by, steps, play and its speed, the calendar.

import { clock, dayMonth } from "../format.mjs";
import { onLanguage, t } from "../words.mjs";
import { Calendar } from "./calendar.mjs";
import { DAY_MS, dayStart, HOUR_MS, MINUTE_MS } from "./days.mjs";
import { barsOf, barWords, drawBars, minutesPerBar } from "./bars.mjs";

const REFRESH_MS = 60_000;
const DRAG_MS = 250; // While a person drags, the moment under the hand is asked for this often.
const EMPTY = { bars: [], bucket_s: 300, oldest: null };
const byId = (id) => document.getElementById(id);

export class TimeBar {
  constructor(store, player, barsUntil) {
    Object.assign(this, { store, player, barsUntil, dayMs: null, histogram: EMPTY, _draggedAt: 0 });
    this.box = byId("time-bar");
    this.track = byId("time-track");
    this.calendar = new Calendar({
      limits: () => ({ oldestMs: this._oldestMs(), nowMs: store.liveNowMs() }),
      chosenDay: () => this.dayMs ?? dayStart(store.nowMs()),
      onDay: (day) => this.showDay(day),
      onMoment: (ms) => player.goTo(ms),
    });
    this._wireButtons();
    this._wireTrack();
    player.onChange(() => this._follow());
    store.on("realOnly", () => this._draw());
    onLanguage(() => this._draw());
    new ResizeObserver(() => this._draw()).observe(this.track);
    setInterval(() => document.visibilityState === "visible" && this._load(), REFRESH_MS);
    this._load();
  }

  /** Show the bars of a day, or (null) of the last 24 hours. */
  showDay(day) {
    this.dayMs = day === dayStart(this.store.liveNowMs()) ? null : day;
    this._load();
  }

  /** From when to when the bars reach. */
  span() {
    const nowMs = this.store.liveNowMs();
    if (this.dayMs === null) return { sinceMs: nowMs - DAY_MS, untilMs: nowMs };
    return { sinceMs: this.dayMs, untilMs: Math.min(this.dayMs + DAY_MS, nowMs) };
  }

  async _load() {
    const { untilMs, sinceMs } = this.span();
    const hours = Math.max(1, Math.ceil((untilMs - sinceMs) / HOUR_MS));
    const { body } = await this.barsUntil(untilMs, hours);
    if (body) this.histogram = body;
    this._draw();
  }

  _draw() {
    const width = this.track.clientWidth;
    if (!width) return;
    const span = this.span();
    const minutes = minutesPerBar(span.untilMs - span.sinceMs, this.histogram.bucket_s, width);
    this.bars = barsOf(this.histogram, minutes, (entry) => this.store.isShown(entry));
    drawBars({ bars: byId("time-bars"), hours: byId("time-hours") }, this.bars, span, width);
    byId("time-caption").textContent = t("past.caption", { n: minutes });
    byId("time-day").querySelector("span:last-child").textContent = this.dayMs === null ? t("past.last_day") : dayMonth(this.dayMs);
    this._follow();
  }

  /** Bring buttons, cursor and words up to what the player does. */
  _follow() {
    const { player, store } = this;
    const shownMs = player.wantedMs ?? store.nowMs();
    this._keepInSpan(shownMs);
    const { sinceMs, untilMs } = this.span();
    const share = Math.min(1, Math.max(0, (shownMs - sinceMs) / (untilMs - sinceMs)));
    byId("time-cursor").style.left = `${share * 100}%`;
    const words = store.isPast || player.wantedMs ? `${dayMonth(shownMs)} ${clock(shownMs)}` : t("past.live");
    this.track.setAttribute("aria-valuenow", String(Math.round(share * 1440)));
    if (this.track.getAttribute("aria-valuetext") !== words) this.track.setAttribute("aria-valuetext", words);
    this.box.classList.toggle("is-waiting", player.isWaiting());
    const play = byId("time-play");
    play.disabled = !store.isPast;
    play.dataset.playing = String(player.isPlaying);
    play.setAttribute("aria-label", t(player.isPlaying ? "past.pause" : "past.play"));
    byId("time-live").hidden = !store.isPast && player.wantedMs === null;
    if (!this.problemShown || player.problem !== this.problemShown) this._sayProblem(player.problem);
  }

  _sayProblem(problem) {
    this.problemShown = problem;
    const said = byId("time-problem");
    said.hidden = problem === null;
    said.textContent = problem || (problem === null ? "" : t("past.away"));
  }

  /** What is shown must be on the bar: a step over midnight, or a link to another day, turns to that day. */
  _keepInSpan(ms) {
    const { sinceMs, untilMs } = this.span();
    if (ms >= sinceMs && ms <= untilMs + MINUTE_MS) return;
    this.dayMs = ms > this.store.liveNowMs() - DAY_MS ? null : dayStart(ms);
    this._load();
  }

  _oldestMs() {
    return this.histogram.oldest ? Date.parse(this.histogram.oldest) : this.store.liveNowMs();
  }

  _wireButtons() {
    for (const button of this.box.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => this.player.step(Number(button.dataset.step) * MINUTE_MS));
    }
    byId("time-play").addEventListener("click", () => this.player.toggle());
    byId("time-speed").addEventListener("change", (event) => this.player.setSpeed(Number(event.target.value)));
    byId("time-live").addEventListener("click", () => this.goLive());
  }

  goLive() {
    this.dayMs = null;
    this.player.goLive();
    this._load();
  }

  _wireTrack() {
    const { track } = this;
    track.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      track.setPointerCapture(event.pointerId);
      this.isDragging = true;
      this._dragTo(event);
    });
    track.addEventListener("pointermove", (event) => {
      this._hint(event);
      if (this.isDragging && performance.now() - this._draggedAt > DRAG_MS) this._dragTo(event);
    });
    track.addEventListener("pointerup", (event) => {
      if (this.isDragging) this._dragTo(event);
      this.isDragging = false;
    });
    track.addEventListener("pointercancel", () => (this.isDragging = false));
    track.addEventListener("pointerleave", () => (byId("time-hint").hidden = true));
  }

  _momentUnder(event) {
    const { left, width } = this.track.getBoundingClientRect();
    const { sinceMs, untilMs } = this.span();
    const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
    return { ms: sinceMs + share * (untilMs - sinceMs), share };
  }

  _dragTo(event) {
    const { ms } = this._momentUnder(event);
    this._draggedAt = performance.now();
    if (Math.round(ms) !== this.player.wantedMs) this.player.goTo(Math.round(Math.max(ms, this._oldestMs())));
  }

  /** Under the pointer: the moment, and what the bar there counts. */
  _hint(event) {
    const { ms, share } = this._momentUnder(event);
    const bar = this.bars?.find(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
    const hint = byId("time-hint");
    hint.textContent = bar ? barWords(bar) : `${clock(ms).slice(0, 5)} · ${t("past.bar.none")}`;
    hint.style.left = `${Math.min(88, Math.max(12, share * 100))}%`;
    hint.hidden = false;
  }
}
