// The alert queue: AG Grid holds the rows, this file decides when they may move.

import { make, say } from "../shapes.mjs";
import { onLanguage, t } from "../words.mjs";
import { Filters } from "./filters.mjs";
import { emergencies, QueueOrder } from "./order.mjs";
import { isLate } from "./orders.mjs";
import { Pinned } from "./pinned.mjs";
import { paintRow } from "./row.mjs";
import { addressOf } from "./view.mjs";

const ROW_REM = { narrow: 4.2, wide: 3, head: 2.4 }; // In the text size that the person chose.
const WIDE_REM = 66; // From here on an alert stands in one line; 30_queue.css says the same.
const TICK_MS = 1000;

/** The choice is ours, not the grid's: the grid would put it back whenever its rows are laid anew. */
function markChosen(row, isChosen) {
  row.classList.toggle("is-chosen", isChosen);
  const line = row.closest(".ag-row");
  if (line && line.ariaSelected !== String(isChosen)) line.ariaSelected = String(isChosen);
}

export const GRID_ID = "alert-grid";
export const isNarrowScreen = () => window.matchMedia("(max-width: 860px)").matches;

export class Queue {
  /** `onView(values)` hears of every view that was chosen in this window. */
  constructor(store, selection, api, onView = () => {}) {
    Object.assign(this, { store, selection, api });
    this.order = new QueueOrder();
    this.list = document.getElementById("queue-list");
    this.isPointerInside = false;
    this.pinned = new Pinned(store, (id) => {
      store.leavePast(); // What is pinned is happening now, also while the past is shown.
      this._click(id);
    });
    this.filters = new Filters(store, (isOwn) => {
      this._arrange();
      if (isOwn) onView(addressOf(this.filters.view));
    });
    window.opscenterHooks.paintRow = (element, row) => {
      paintRow(element, row, store);
      markChosen(element, row.id === selection.alertId);
    };
    store.on("alerts", () => this.refresh());
    store.on("liveAlerts", () => this._showPinned());
    store.on("past", () => this.refresh(true));
    store.on("orders", (ids) => this._repaint(ids));
    store.on("looking", (keys) => this._repaint(keys?.map((key) => key.split("/")[1]) ?? null));
    store.on("liveIncidents", (ids) => this._repaint(ids?.flatMap((id) => store.live.incidents.get(id)?.al ?? []) ?? null));
    store.on("realOnly", () => this.refresh(true));
    onLanguage(() => this._speak());
    selection.onChange((chosen) => this._mark(chosen.alertId));
    this._wire();
    this._arrange();
  }

  /** Busy means that a row is chosen or under the pointer: then nothing may move. */
  isBusy() {
    return this.isPointerInside || this.selection.alertId !== null;
  }

  /** Bring the rows up to date; `settle` lets them move although somebody is busy, because they asked for it. */
  refresh(settle = false) {
    const alerts = this.store.shownAlerts();
    const matching = alerts.filter(this.filters.test());
    const before = this.order.rows;
    if (settle || !this.isBusy()) this._lay(before, this.order.settle(matching));
    else this._update(before, this.order.hold(alerts, matching));
    this.filters.showCounts(alerts);
    this._showWaiting();
    this._showPinned();
    this._showEmpty(alerts.length);
  }

  _showPinned() {
    this.pinned.show(emergencies(this.store.shownLiveAlerts()));
  }

  /** Let those in that wait; the chosen one stays in view. */
  merge() {
    this.refresh(true);
    if (!this.reveal(this.selection.alertId)) this.api.ensureIndexVisible(0, "top");
  }

  move(step) {
    const id = this.order.neighbour(this.selection.alertId, step);
    if (!id) return;
    this.selection.chooseAlert(id, { open: false });
    this.reveal(id);
  }

  focus() {
    this.list.focus({ preventScroll: true });
  }

  /** Whether the person sees the alert that a key would act on: in a row, pinned above, or in the drawer. */
  shows(id) {
    return this.order.has(id) || this.pinned.has(id) || this.selection.isOpen;
  }

  /** Sort, gather and filter as the view says; a choice that it hides is given up unless the drawer shows it. */
  _arrange() {
    Object.assign(this.order, { sort: this.filters.view.sort, group: this.filters.view.group });
    this.refresh(true);
    const { alertId } = this.selection;
    if (alertId && !this.shows(alertId)) this.selection.clear();
    else this.reveal(alertId);
  }

  /** Scroll a row into sight; whether there is one. */
  reveal(id) {
    const node = id && this.api.getRowNode(id);
    if (node) this.api.ensureNodeVisible(node);
    return Boolean(node);
  }

  /** Lay the rows in their order; the grid paints those that are new, we those that say something new. */
  _lay(before, rows) {
    const was = new Map(before.map((row) => [row.id, row]));
    const changed = rows.filter((row) => was.has(row.id) && was.get(row.id) !== row);
    this.api.setGridOption("rowData", rows);
    if (changed.length) this._repaint(changed.map(({ id }) => id));
    this._mark(this.selection.alertId);
  }

  _update(before, rows) {
    const changed = rows.filter((row, i) => row !== before[i]);
    if (!changed.length) return;
    this.api.applyTransaction({ update: changed });
    this.api.refreshCells({ force: true, rowNodes: changed.map((row) => this.api.getRowNode(row.id)) });
  }

  /** Paint rows anew where they stand; all of them when `ids` is null. */
  _repaint(ids) {
    const rowNodes = ids?.map((id) => this.api.getRowNode(id)).filter(Boolean);
    if (!rowNodes || rowNodes.length) this.api.refreshCells({ force: true, rowNodes });
  }

  _speak() {
    this._repaint(null);
    this.refresh();
  }

  _mark(alertId) {
    for (const row of this.list.querySelectorAll(".alert-row")) markChosen(row, row.dataset.alert === alertId);
  }

  /** On a phone a tap chooses, and the bar under the thumb offers what can be done; elsewhere it also opens. */
  _click(id) {
    this.selection.chooseAlert(id, { open: !isNarrowScreen() });
  }

  _clickRow(row) {
    if (row.alert) this._click(row.id);
    else {
      this.order.fold(row.key);
      this.refresh(true);
    }
  }

  _wire() {
    this.api.addEventListener("cellClicked", (event) => this._clickRow(event.data));
    this.list.addEventListener("pointerdown", () => this.focus());
    this.list.addEventListener("pointerenter", (event) => (this.isPointerInside = event.pointerType !== "touch"));
    this.list.addEventListener("pointerleave", () => {
      this.isPointerInside = false;
      if (!this.isBusy()) this.refresh();
    });
    this._wireHeights();
    document.getElementById("queue-waiting").addEventListener("click", () => this.merge());
    this.selection.onChange(() => !this.isBusy() && this.refresh());
    setInterval(() => this._flagLate(), TICK_MS);
  }

  /** Rows are as high as the text size and the queue's width ask; the chosen one stays in view. */
  _wireHeights() {
    let fitted = {};
    this.api.setGridOption("getRowHeight", ({ data }) => (data.head ? fitted.head : fitted.alert));
    const fit = () => {
      const heights = this._heights();
      if (fitted.alert === heights.alert && fitted.head === heights.head) return;
      fitted = heights;
      this.api.resetRowHeights();
      this.reveal(this.selection.alertId);
    };
    fit();
    window.addEventListener("opscenter:size", fit);
    new ResizeObserver(fit).observe(this.list);
  }

  /** How high a row is, in pixels: asked for when the size changes, not for every row, since it lays the page out. */
  _heights() {
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const isWide = this.list.clientWidth >= WIDE_REM * rem;
    return { head: Math.round(rem * ROW_REM.head), alert: Math.round(rem * (isWide ? ROW_REM.wide : ROW_REM.narrow)) };
  }

  /** A unit that does not answer is flagged at the second it becomes late. */
  _flagLate() {
    const now = this.store.nowMs();
    const late = [...(this.store.state.orders ?? [])].filter(([, orders]) => orders.some((order) => isLate(order, now)));
    const fresh = late.map(([id]) => id).filter((id) => !this.late?.has(id));
    this.late = new Set(late.map(([id]) => id));
    if (fresh.length) this._repaint(fresh);
  }

  _showWaiting() {
    const count = this.order.waiting.length;
    const button = document.getElementById("queue-waiting");
    button.hidden = count === 0;
    say(button, t("queue.waiting", { n: count }));
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
