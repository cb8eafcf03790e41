// The line about the chosen unit: what it does since when, on which order, and the ways on from it.

import { clock } from "../format.mjs";
import { openIncident } from "../incidents/ways.mjs";
import { goTo } from "../rooms.mjs";
import { make } from "../shapes.mjs";
import { pick, t } from "../words.mjs";
import { isLate, matterWords, sinceOf, trustWords } from "./doing.mjs";

const CLOSE_ZOOM = 17;

export class ChosenUnit {
  constructor(box, store, map, orders) {
    Object.assign(this, { box, store, map, orders, code: null, drawn: null });
  }

  show(code) {
    this.code = code;
    this.draw(this.store.nowMs());
  }

  /** Write everything again at the next look. */
  forget() {
    this.drawn = null;
  }

  draw(nowMs) {
    const [unit, task] = [this._unit(), this._task()];
    const says = JSON.stringify([this.code, unit?.s, unit?.since, task, task && isLate(task, nowMs)]);
    if (says === this.drawn) return;
    this.drawn = says;
    this.box.replaceChildren(...(unit ? this._parts(unit, task) : [make("span", "quiet", t("units.none_chosen"))]));
  }

  toMap() {
    const unit = this._unit();
    if (!unit) return;
    goTo("map");
    this.map.invalidateSize({ pan: false });
    this.map.setView([unit.lat, unit.lon], Math.max(CLOSE_ZOOM, this.map.getZoom()), { animate: false });
  }

  toIncident() {
    const task = this._task();
    if (task?.inc) openIncident(task.inc);
  }

  recall() {
    const task = this._task();
    if (task && this.orders.maySend()) this.orders.recall(task.id, this._unit()?.c ?? this.code);
  }

  _unit() {
    return this.store.state.units.get(this.code) ?? null;
  }

  _task() {
    return this.store.state.tasks.get(this.code) ?? null;
  }

  _parts(unit, task) {
    const since = sinceOf(unit, task);
    const head = make("span", "chosen-unit", make("b", "", unit.c), ` ${t(`unit.kind.${unit.k}`)} · ${t(`unit.${unit.s}`)}`, since ? ` ${t("units.since", { at: clock(Date.parse(since)) })}` : "");
    return [head, task ? this._order(task) : make("span", "quiet", t("units.no_order")), make("span", "chosen-ways", ...this._ways(task))];
  }

  _order(task) {
    const by = t("units.sent_by", { who: task.by, at: clock(Date.parse(task.at)) });
    const words = [t("units.order_for", { what: matterWords(task, this.store, pick) }), by, trustWords(task.vb)].join(" · ");
    const line = make("span", "chosen-order", words);
    line.title = words;
    return line;
  }

  _ways(task) {
    const ways = [way(t("units.go.map"), "M", () => this.toMap())];
    if (task?.inc) ways.push(way(t("units.go.incident"), "H", () => this.toIncident()));
    if (task && this.orders.maySend()) ways.push(way(t("units.go.recall"), "R", () => this.recall()));
    return ways;
  }
}

function way(words, key, act) {
  const button = make("button", "button small", make("span", "", words), make("kbd", "", key));
  button.addEventListener("click", act);
  return button;
}
