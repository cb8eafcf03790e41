// The board of units: by ward and state, with how long each has been in it, its order, and its post's link.

import { age, number } from "../format.mjs";
import { currentRoom, onRoom } from "../rooms.mjs";
import { make } from "../shapes.mjs";
import { onLanguage, pick, t } from "../words.mjs";
import { ChosenUnit } from "./chosen.mjs";
import { COLUMNS, columnOf, isLate, matterWords, sinceOf, waitingWords } from "./doing.mjs";

const TICK_MS = 1000;
const KINDS = ["units", "tasks", "posts", "incidents", "realOnly"];
const byId = (id) => document.getElementById(id);

export class Board {
  constructor(store, map, orders) {
    Object.assign(this, { store, chosen: null, hidden: new Set(), onlySent: false, cards: new Map() });
    this.table = byId("units-board");
    this.chosenLine = new ChosenUnit(byId("units-chosen"), store, map, orders);
    this._wireTools();
    for (const kind of KINDS) store.on(kind, () => this._later());
    onRoom(() => this._later());
    onLanguage(() => this._anew());
    this.table.addEventListener("click", (event) => this._choose(event.target.closest(".unit-card")?.dataset.unit));
    this.table.addEventListener("focusin", (event) => this._choose(event.target.closest(".unit-card")?.dataset.unit));
    this.table.closest(".room").addEventListener("keydown", (event) => this._key(event));
    setInterval(() => this._isSeen() && this._tick(), TICK_MS);
    this._later();
  }

  _wireTools() {
    for (const chip of byId("units-kinds").children) {
      chip.setAttribute("aria-pressed", "true");
      chip.addEventListener("click", () => {
        const { kind } = chip.dataset;
        if (!this.hidden.delete(kind)) this.hidden.add(kind);
        chip.setAttribute("aria-pressed", String(!this.hidden.has(kind)));
        this._draw();
      });
    }
    byId("units-only-sent").addEventListener("click", ({ currentTarget }) => {
      this.onlySent = !this.onlySent;
      currentTarget.setAttribute("aria-pressed", String(this.onlySent));
      this._draw();
    });
  }

  _isSeen() {
    return currentRoom() === "units" && document.visibilityState === "visible";
  }

  /** Draw once for all that changes in a moment. */
  _later() {
    if (!this._isSeen()) return;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this._draw();
    });
  }

  /** Another language: every word is written again. */
  _anew() {
    this.chosenLine.forget();
    this.cards.clear();
    for (const cell of this.table.querySelectorAll("td")) cell.replaceChildren();
    this._draw();
  }

  _draw() {
    const shown = this._shown();
    for (const [code, { card }] of this.cards) if (!shown.has(code)) card.remove();
    for (const code of [...this.cards.keys()]) if (!shown.has(code)) this.cards.delete(code);
    const cells = new Map();
    for (const [code, unit] of shown) {
      const task = this.store.state.tasks.get(code) ?? null;
      const cell = this.table.querySelector(`tr[data-ward="${unit.w}"] td[data-column="${columnOf(unit, task)}"]`);
      if (!cell) continue;
      if (!cells.has(cell)) cells.set(cell, []);
      cells.get(cell).push(this._card(code, unit, task));
    }
    for (const cell of this.table.querySelectorAll("td")) settle(cell, cells.get(cell) ?? []);
    this._counts(shown);
    this._tick();
  }

  /** The units that are to be seen, in the order of their callsigns. */
  _shown() {
    const all = [...this.store.state.units].filter(([code, unit]) => this.store.isShown(unit) && !this.hidden.has(unit.k) && (!this.onlySent || this.store.state.tasks.has(code)));
    return new Map(all.sort((a, b) => a[1].c.localeCompare(b[1].c, "vi", { numeric: true })));
  }

  _card(code, unit, task) {
    const known = this.cards.get(code);
    const says = JSON.stringify([unit.c, unit.k, unit.s, unit.since, task, code === this.chosen, task?.inc && this.store.live.incidents.get(task.inc)?.no]);
    if (known?.says === says) return known.card;
    const card = known?.card ?? make("button", "unit-card");
    Object.assign(card.dataset, { unit: code, state: columnOf(unit, task) });
    card.tabIndex = code === this.chosen ? 0 : -1;
    card.setAttribute("aria-current", String(code === this.chosen));
    const about = task ? make("span", "card-about", matterWords(task, this.store, pick)) : null;
    const flag = task ? make("span", "card-flag") : null;
    card.replaceChildren(...[make("b", "", unit.c), make("time", "mono card-age"), flag, about].filter(Boolean));
    card.title = `${unit.c} · ${t(`unit.kind.${unit.k}`)} · ${t(`unit.${unit.s}`)}`;
    this.cards.set(code, { card, says, unit, task });
    return card;
  }

  _counts(shown) {
    const columns = [...shown].map(([code, unit]) => columnOf(unit, this.store.state.tasks.get(code)));
    for (const name of COLUMNS) {
      this.table.querySelector(`th[data-column="${name}"] .units-count`).textContent = number(columns.filter((one) => one === name).length, 0);
    }
    if (!this.table.querySelector(".unit-card[tabindex='0']")) this.table.querySelector(".unit-card")?.setAttribute("tabindex", "0");
  }

  /** What moves by the clock alone: ages, flags, the posts' silence. */
  _tick() {
    const nowMs = this.store.nowMs();
    let late = 0;
    for (const { card, unit, task } of this.cards.values()) {
      const since = sinceOf(unit, task);
      setText(card.querySelector(".card-age"), since ? age(Date.parse(since), nowMs) : "–");
      const isOverdue = task !== null && isLate(task, nowMs);
      late += isOverdue ? 1 : 0;
      card.classList.toggle("is-late", isOverdue);
      if (task) setText(card.querySelector(".card-flag"), waitingWords(task, nowMs) ?? (task.vb ? "" : t("units.unverified")));
    }
    const count = (state) => [...this.cards.values()].filter(({ unit, task }) => columnOf(unit, task) === state).length;
    const words = { free: number(count("free"), 0), sent: number(this.store.state.tasks.size, 0), late: number(late, 0) };
    setText(byId("units-summary"), t("units.summary", words));
    for (const post of this.store.state.posts.values()) this._post(post, nowMs);
    this.chosenLine.draw(nowMs);
  }

  _post(post, nowMs) {
    const box = this.table.querySelector(`[data-post="${post.w}"]`);
    if (!box) return;
    box.dataset.link = post.s;
    setText(box, t(`units.post.${post.s}`, { for: post.at ? age(Date.parse(post.heard ?? post.at), nowMs) : "" }));
    box.title = [post.c, post.via ? t(`units.post.via.${post.via}`) : "", post.rough ? t("units.post.rough") : ""].filter(Boolean).join(" · ");
  }

  _choose(code) {
    if (!code || code === this.chosen) return;
    this.chosen = code;
    for (const { card } of this.cards.values()) {
      card.tabIndex = card.dataset.unit === code ? 0 : -1;
      card.setAttribute("aria-current", String(card.dataset.unit === code));
    }
    this.chosenLine.show(code);
  }

  _key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const line = this.chosenLine;
    const acts = {
      ArrowRight: () => this._move(1), j: () => this._move(1), ArrowLeft: () => this._move(-1), k: () => this._move(-1),
      ArrowDown: () => this._moveRow(1), ArrowUp: () => this._moveRow(-1),
      m: () => line.toMap(), h: () => line.toIncident(), r: () => line.recall(),
    };
    const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  _move(step) {
    const cards = [...this.table.querySelectorAll(".unit-card")];
    const index = cards.findIndex((card) => card.dataset.unit === this.chosen);
    cards[Math.min(cards.length - 1, Math.max(0, index + step))]?.focus();
  }

  /** To the first unit of the next ward that has one. */
  _moveRow(step) {
    const rows = [...this.table.tBodies[0].rows].filter((row) => row.querySelector(".unit-card"));
    const here = rows.findIndex((row) => row.querySelector(`[data-unit="${this.chosen}"]`));
    rows[Math.min(rows.length - 1, Math.max(0, here + step))]?.querySelector(".unit-card").focus();
  }
}

/** Put cards into a cell in their order, without taking out those that stand there already. */
function settle(cell, cards) {
  for (const [index, card] of cards.entries()) {
    if (cell.children[index] !== card) cell.insertBefore(card, cell.children[index] ?? null);
  }
  while (cell.children.length > cards.length) cell.lastElementChild.remove();
}

function setText(element, words) {
  if (element && element.textContent !== words) element.textContent = words;
}
