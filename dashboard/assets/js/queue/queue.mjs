// The alert queue: AG Grid holds the rows, this file decides when they may move.

import { make, makeSvg, severityShape } from "../shapes.mjs";
import { onLanguage, pick, t } from "../words.mjs";
import { age } from "../format.mjs";
import { Filters } from "./filters.mjs";
import { emergencies, QueueOrder } from "./order.mjs";
import { paintRow } from "./row.mjs";

const ROW_REM = 4.2; // Two lines and their air, in the text size that the person chose.

/** The choice is ours, not the grid's: the grid would put it back whenever its rows are laid anew. */
function markChosen(row, isChosen) {
  row.classList.toggle("is-chosen", isChosen);
  row.closest(".ag-row")?.setAttribute("aria-selected", String(isChosen));
}

export const GRID_ID = "alert-grid";

export class Queue {
  constructor(store, selection, api) {
    Object.assign(this, { store, selection, api });
    this.order = new QueueOrder();
    this.list = document.getElementById("queue-list");
    this.isPointerInside = false;
    this.filters = new Filters(store, () => this.refresh(true));
    window.opscenterHooks.paintRow = (element, row) => {
      paintRow(element, row, store);
      markChosen(element, row.id === selection.alertId);
    };
    store.on("alerts", () => this.refresh());
    store.on("realOnly", () => this.refresh(true));
    onLanguage(() => this._repaint());
    selection.onChange((chosen) => this._mark(chosen.alertId));
    this._wire();
    this.refresh(true);
  }

  /** Busy means that a row is chosen or under the pointer: then nothing may move. */
  isBusy() {
    return this.isPointerInside || this.selection.alertId !== null;
  }

  /** Bring the rows up to date; `settle` lets them move although somebody is busy, because they asked for it. */
  refresh(settle = false) {
    const alerts = this.store.shownAlerts();
    const matching = alerts.filter((pair) => this.filters.matches(pair));
    const before = this.order.rows;
    if (settle || !this.isBusy()) this._lay(this.order.settle(matching));
    else this._update(before, this.order.hold(matching));
    this.filters.showCounts(alerts);
    this._showWaiting();
    this._showPinned(emergencies(alerts));
    this._showEmpty(alerts.length);
  }

  merge() {
    this.refresh(true);
    const chosen = this.selection.alertId;
    const node = chosen && this.api.getRowNode(chosen);
    if (node) this.api.ensureNodeVisible(node);
    else this.api.ensureIndexVisible(0, "top");
  }

  move(step) {
    const id = this.order.neighbour(this.selection.alertId, step);
    if (!id) return;
    this.selection.chooseAlert(id, { open: false });
    const node = this.api.getRowNode(id);
    if (node) this.api.ensureNodeVisible(node);
  }

  focus() {
    this.list.focus({ preventScroll: true });
  }

  _lay(rows) {
    this.api.setGridOption("rowData", rows);
    this.api.refreshCells({ force: true });
    this._mark(this.selection.alertId);
  }

  _update(before, rows) {
    const changed = rows.filter((row, i) => row.alert !== before[i].alert || row.isGone !== before[i].isGone);
    if (!changed.length) return;
    this.api.applyTransaction({ update: changed });
    this.api.refreshCells({ force: true, rowNodes: changed.map((row) => this.api.getRowNode(row.id)) });
  }

  _repaint() {
    this.api.refreshCells({ force: true });
    this.refresh();
  }

  _mark(alertId) {
    for (const row of this.list.querySelectorAll(".alert-row")) markChosen(row, row.dataset.alert === alertId);
  }

  _wire() {
    this.api.addEventListener("cellClicked", (event) => this.selection.chooseAlert(event.data.id));
    this.list.addEventListener("pointerdown", () => this.focus());
    this.list.addEventListener("pointerenter", () => (this.isPointerInside = true));
    this.list.addEventListener("pointerleave", () => {
      this.isPointerInside = false;
      if (!this.isBusy()) this.refresh();
    });
    const fitRows = () => {
      const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
      this.api.setGridOption("rowHeight", Math.round(ROW_REM * rem));
    };
    window.addEventListener("opscenter:size", fitRows);
    fitRows();
    document.getElementById("queue-waiting").addEventListener("click", () => this.merge());
    document.getElementById("queue-more-critical").addEventListener("click", () => {
      document.getElementById("queue-pinned").scrollBy({ top: 64 });
    });
    this.selection.onChange(() => !this.isBusy() && this.refresh());
  }

  _showWaiting() {
    const count = this.order.waiting.length;
    const button = document.getElementById("queue-waiting");
    button.hidden = count === 0;
    button.textContent = t("queue.waiting", { n: count });
    document.getElementById("queue-order").hidden = count > 0;
  }

  /** Critical alerts nobody has taken stand in a place of fixed height: pinning one moves nothing. */
  _showPinned(pinned) {
    const box = document.getElementById("queue-pinned");
    const shown = pinned.map(([id, alert]) => this._pinnedButton(id, alert));
    const more = document.getElementById("queue-more-critical");
    more.hidden = pinned.length <= 2;
    more.textContent = t("queue.more_critical", { n: pinned.length - 2 });
    const scrolled = box.scrollTop;
    const empty = pinned.length ? [] : [make("span", "pinned-none", t("queue.no_critical"))];
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.alert : null;
    box.replaceChildren(...shown, ...empty);
    box.dataset.count = pinned.length;
    box.scrollTop = scrolled;
    box.querySelector(`[data-alert="${focused}"]`)?.focus();
  }

  _pinnedButton(id, alert) {
    const since = make("span", "row-age", age(Date.parse(alert.opened), this.store.nowMs()));
    since.dataset.since = Date.parse(alert.opened);
    const words = [pick(this.store.kindWords(alert.kind)), alert.place].filter(Boolean).join(" · ");
    const button = make("button", "pinned", makeSvg("", severityShape("critical", { size: 14 })), make("span", "pinned-words", words), since);
    button.dataset.alert = id;
    button.addEventListener("click", () => this.selection.chooseAlert(id));
    return button;
  }

  _showEmpty(total) {
    const empty = document.getElementById("queue-empty");
    empty.hidden = this.order.rows.length > 0;
    if (empty.hidden) return;
    const isFiltered = total > 0 && this.filters.isNarrowed();
    const key = isFiltered ? "filtered" : this.store.realOnly ? "real_only" : "calm";
    empty.replaceChildren(make("b", "", t(`queue.empty.${key}`)), make("span", "", t(`queue.empty.${key}.hint`)));
  }
}
