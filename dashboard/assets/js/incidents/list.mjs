// The list of what is not closed: one element per incident, painted where it stands.

import { make } from "../shapes.mjs";
import { onLanguage, t } from "../words.mjs";
import { Filters } from "./filters.mjs";
import { HeldList } from "./order.mjs";
import { paintRow } from "./row.mjs";

export class IncidentList {
  /** `onChoose(id)` hears which one was chosen in the list. */
  constructor(store, onChoose) {
    Object.assign(this, { store, onChoose, order: new HeldList(), chosen: null, elements: new Map(), isPointerInside: false });
    this.box = document.getElementById("incidents-list");
    this.filters = new Filters(store, () => this.refresh(true));
    this.waiting = document.getElementById("incidents-waiting");
    this.waiting.addEventListener("click", () => this.refresh(true));
    this.box.addEventListener("click", (event) => {
      const row = event.target.closest("[data-incident]");
      if (row) onChoose(row.dataset.incident);
    });
    this.box.addEventListener("pointerenter", (event) => (this.isPointerInside = event.pointerType !== "touch"));
    this.box.addEventListener("pointerleave", () => {
      this.isPointerInside = false;
      this.refresh();
    });
    this.box.addEventListener("focusout", () => this.refresh());
    for (const kind of ["liveIncidents", "realOnly", "looking"]) store.on(kind, () => this.refresh());
    onLanguage(() => this.refresh());
    this.refresh(true);
  }

  /** Bring the rows up to date; `settle` lets them move although somebody is busy, because they asked for it. */
  refresh(settle = false) {
    const shown = [...this.store.live.incidents].filter(([, incident]) => this.store.isShown(incident));
    const matching = shown.filter(this.filters.test());
    if (settle || !this._isBusy()) this.order.settle(matching);
    else this.order.hold(new Map(shown), matching);
    this.filters.showCounts(shown);
    this._lay();
    this.waiting.hidden = this.order.waiting === 0;
    this.waiting.textContent = t("incidents.waiting", { n: this.order.waiting });
    this._showEmpty(shown.length);
  }

  choose(id) {
    this.chosen = id;
    this._mark();
  }

  /** Choose the row `step` further down, and keep it in sight. */
  move(step) {
    const id = this.order.neighbour(this.chosen, step);
    if (!id) return;
    this.onChoose(id);
    this.elements.get(id)?.scrollIntoView({ block: "nearest" });
  }

  focus() {
    this.box.focus({ preventScroll: true });
  }

  _isBusy() {
    return this.isPointerInside || this.box.contains(document.activeElement);
  }

  /** Paint every row in its own element, so that what stands in its place is not touched by what moves. */
  _lay() {
    const rows = this.order.rows.map((row) => {
      const element = this.elements.get(row.id) ?? this._made(row.id);
      paintRow(element, row, this.store);
      return element;
    });
    const ids = new Set(this.order.rows.map((row) => row.id));
    for (const id of this.elements.keys()) if (!ids.has(id)) this.elements.delete(id);
    if (rows.length !== this.box.children.length || rows.some((row, index) => row !== this.box.children[index])) this.box.replaceChildren(...rows);
    this._mark();
  }

  _made(id) {
    const element = make("div", "incident-row");
    element.id = `incident-row-${id}`;
    element.setAttribute("role", "option");
    this.elements.set(id, element);
    return element;
  }

  _mark() {
    for (const [id, element] of this.elements) {
      element.classList.toggle("is-chosen", id === this.chosen);
      element.setAttribute("aria-selected", String(id === this.chosen));
    }
    if (this.elements.has(this.chosen)) this.box.setAttribute("aria-activedescendant", `incident-row-${this.chosen}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  _showEmpty(total) {
    const empty = document.getElementById("incidents-empty");
    empty.hidden = this.order.rows.length > 0;
    empty.textContent = t(total > 0 && this.filters.isNarrowed() ? "incidents.empty.filtered" : "incidents.empty.calm");
  }
}
