// The hand-overs that were signed, or wait for it: the list, and one of them as it was signed.

import { read, send } from "../health/asking.mjs";
import { button, labelled, moment } from "../health/fields.mjs";
import { accountId } from "../person.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { currentLanguage, t } from "../words.mjs";
import { paper } from "./paper.mjs";

export class Handovers {
  constructor(box, changed) {
    Object.assign(this, { box, changed, rows: [], shown: null });
    this.list = make("div", "shift-list");
    this.sheet = make("div", "shift-sheet");
    box.replaceChildren(this.list, this.sheet);
  }

  async refresh() {
    const answer = await read(`/live/shift?language=${currentLanguage()}`);
    if (!answer) return;
    this.rows = answer.handovers;
    this._paintList();
    if (this.shown) await this.open(this.shown);
    else if (this.rows.length) await this.open(this.rows[0].id);
    else this.sheet.replaceChildren(make("p", "shift-note", t("shift.papers.none")));
  }

  async open(id) {
    const answer = await read(`/live/shift/handovers/${id}?language=${currentLanguage()}`);
    if (!answer) return;
    this.shown = id;
    this._paintList();
    const { handover, paper: told, is_intact: isIntact } = answer;
    this.sheet.replaceChildren(this._bar(handover, isIntact), paper(told));
    if (handover.taken_at === null) this.sheet.append(this._signing(handover));
  }

  _paintList() {
    this.list.replaceChildren(make("h2", "", t("shift.papers")), ...this.rows.map((row) => this._row(row)));
  }

  _row(row) {
    const state = row.taken_at ? t("shift.papers.signed", { left: row.left_by, taken: row.taken_by }) : t("shift.papers.waits", { left: row.left_by });
    const way = make("button", `shift-row${row.taken_at ? "" : " is-waiting"}`, make("b", "", `${moment(row.shift_began)} – ${moment(row.shift_ends)}`), make("span", "", state));
    way.type = "button";
    if (row.id === this.shown) way.setAttribute("aria-current", "true");
    way.addEventListener("click", () => this.open(row.id));
    return way;
  }

  /** Where to print it, and whether it is still what was signed. */
  _bar(row, isIntact) {
    const link = (ending, key) => {
      const way = make("a", "button", t(key));
      way.href = `/exports/handovers/${row.id}.${ending}?language=${currentLanguage()}`;
      if (ending === "html") way.target = "_blank";
      return way;
    };
    const check = make("span", isIntact ? "shift-intact" : "shift-broken", t(isIntact ? "shift.intact" : "shift.broken"));
    return make("div", "shift-bar", check, link("html", "shift.print"), link("pdf", "shift.pdf"));
  }

  _signing(row) {
    if (row.left_by_id === accountId()) {
      const back = button("shift.withdraw", "", () => this._withdraw(row));
      return make("div", "shift-part", make("p", "", t("shift.withdraw.says")), make("div", "shift-buttons", back));
    }
    const remark = make("textarea", "shift-text");
    remark.rows = 2;
    remark.maxLength = 1000;
    const sign = button("shift.sign", "primary", () => this._sign(row, remark.value));
    return make("div", "shift-part is-waiting", make("p", "", t("shift.sign.says")), labelled("shift.remark", remark), make("div", "shift-buttons", sign));
  }

  async _sign(row, remark) {
    const done = await send(`/live/shift/handovers/${row.id}/sign?language=${currentLanguage()}`, { sha256: row.sha256, remark });
    if (done) toast(t("shift.sign.done"), { kind: "done" });
    await this.refresh();
    this.changed();
  }

  async _withdraw(row) {
    if (await send(`/live/shift/handovers/${row.id}/withdraw`, {})) toast(t("shift.withdraw.done"), { kind: "done" });
    this.shown = null;
    await this.refresh();
    this.changed();
  }
}
