// The part of an incident's file that tells who was sent and to whom it was handed, with the answers as they come.

import { age, clock } from "../format.mjs";
import { read } from "../incidents/asking.mjs";
import { may } from "../person.mjs";
import { make } from "../shapes.mjs";
import { onLanguage, t } from "../words.mjs";
import { isLate, isWaiting, trustWords, waitingWords } from "./doing.mjs";
import { partyWords } from "./party.mjs";

const TICK_MS = 1000;
const ACTIVE = new Set(["new", "verifying", "dispatched", "handling", "on_hold"]);

export class OrdersPart {
  constructor(box, store, orders) {
    Object.assign(this, { box, store, orders, id: null, told: null, ticks: [] });
    document.getElementById("incident-file").addEventListener("opscenter:incident", ({ detail }) => this._show(detail.id));
    store.on("liveIncidents", (keys) => this.id && (keys === null || keys.includes(this.id)) && this._load());
    onLanguage(() => this._draw());
    setInterval(() => this._tick(), TICK_MS);
    document.getElementById("incidents").closest(".room").addEventListener("keydown", (event) => this._key(event), true);
  }

  _show(id) {
    Object.assign(this, { id, told: null });
    this._draw();
    if (id) this._load();
  }

  async _load() {
    const { id } = this;
    const version = this.store.live.incidents.get(id)?.ver;
    if (!may("see_units") || (this.told && this.told.version === version)) return;
    const told = await read(`/live/incidents/${id}/orders`);
    if (id !== this.id || !told) return;
    this.told = told;
    this._draw();
  }

  /** D sends a unit to the incident that is open, as it does to an alert in the queue. */
  _key(event) {
    const isWriting = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (event.key.toLowerCase() !== "d" || event.ctrlKey || event.metaKey || event.altKey || event.repeat || isWriting) return;
    if (!this._isActive() || !this.orders.maySend()) return;
    event.preventDefault();
    event.stopPropagation();
    this.orders.send(this.id);
  }

  _isActive() {
    return ACTIVE.has(this.store.live.incidents.get(this.id)?.st);
  }

  _draw() {
    this.ticks = [];
    if (!this.id || !this.told) {
      this.box.replaceChildren();
      return;
    }
    const { orders, transfers, all_done: allDone } = this.told;
    const sent = orders.filter(({ order }) => order === "dispatch");
    const proposal = allDone ? make("p", "orders-proposal", t("units.orders.all_done")) : null;
    const list = sent.length ? make("ul", "orders-list", ...sent.map((order) => this._orderRow(order))) : make("p", "quiet", t("units.orders.none"));
    const handed = transfers.length ? make("ul", "orders-list", ...transfers.map((transfer) => this._transferRow(transfer))) : null;
    this.box.replaceChildren(...[make("h2", "", t("incidents.orders")), this._buttons(), proposal, list, handed].filter(Boolean));
    this._tick();
  }

  _buttons() {
    if (!this._isActive()) return null;
    const buttons = [];
    if (this.orders.maySend()) buttons.push(button("button primary", t("units.orders.send"), () => this.orders.send(this.id), "D"));
    if (may("transfer_incidents") && !this.store.isPast) buttons.push(button("button", t("units.orders.transfer"), () => this.orders.transfer(this.id)));
    return buttons.length ? make("div", "orders-buttons", ...buttons) : null;
  }

  _orderRow(order) {
    const state = order.recalled ? "recalled" : order.answer ?? "waiting";
    const row = make("li", `order is-${state}`);
    const says = make("span", "order-says");
    const task = { a: order.answer, at: order.at, due: order.due, flag: order.flagged };
    const fill = () => {
      const nowMs = this.store.liveNowMs();
      row.classList.toggle("is-late", !order.recalled && isLate(task, nowMs));
      if (order.recalled) says.textContent = t("units.orders.recalled");
      else if (isWaiting(task)) says.textContent = waitingWords(task, nowMs);
      else says.textContent = [t(`units.said.${order.answer}`), clock(Date.parse(order.answered))].join(" ");
    };
    if (isWaiting(task) && !order.recalled) this.ticks.push(fill);
    fill();
    const back = order.under_way && this.orders.maySend() ? button("button small", t("units.go.recall"), () => this.orders.recall(order.id, order.callsign)) : null;
    const about = make("span", "quiet order-about", [t("units.sent_by", { who: order.by, at: clock(Date.parse(order.at)) }), trustWords(order.verified_by)].join(" · "));
    row.append(...[make("b", "", order.callsign), says, back, about, order.says ? make("span", "order-words", order.says) : null].filter(Boolean));
    return row;
  }

  _transferRow(transfer) {
    const row = make("li", `order is-${transfer.state}`);
    const says = make("span", "order-says");
    const fill = () => (says.textContent = transferWords(transfer, this.store.liveNowMs()));
    if (transfer.state === "asked") this.ticks.push(fill);
    fill();
    const buttons = transfer.state === "asked" && may("transfer_incidents") ? this._answers(transfer) : null;
    const about = make("span", "quiet order-about", [t("units.handed_by", { who: transfer.by, at: clock(Date.parse(transfer.at)) }), transfer.why].filter(Boolean).join(" · "));
    row.append(...[make("b", "", partyWords(transfer.party, this.store.wardName(transfer.ward))), says, buttons, about].filter(Boolean));
    return row;
  }

  _answers(transfer) {
    const actions = ["accept", "refuse", "withdraw"];
    return make("span", "order-answers", ...actions.map((action) => button("button small", t(`units.transfer.${action}`), () => this.orders.answer(transfer, action))));
  }

  _tick() {
    for (const tick of this.ticks) tick();
  }
}

/** What became of a hand-over, or how long it still waits. */
export function transferWords(transfer, nowMs) {
  if (transfer.phone_number) {
    return t("units.transfer.phoned", { name: transfer.phone_name, number: transfer.phone_number, at: clock(Date.parse(transfer.phone_at)) });
  }
  return t(`units.transfer.${transfer.state}`, { who: transfer.answered_by ?? "", why: transfer.says, for: age(nowMs, Date.parse(transfer.due)) });
}

function button(className, words, act, key = null) {
  const made = make("button", className, make("span", "", words), key ? make("kbd", "", key) : null);
  made.addEventListener("click", act);
  return made;
}
