// The shift on duty: its notes, what it would hand over now, and the hand-over that waits for a second signature.

import { read, send } from "../health/asking.mjs";
import { button, labelled, moment } from "../health/fields.mjs";
import { accountId } from "../person.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { currentLanguage, t } from "../words.mjs";
import { paper } from "./paper.mjs";

export class ShiftNow {
  constructor(side, sheet, hours, openPaper) {
    Object.assign(this, { side, sheet, hours, openPaper, answer: null });
    this.text = make("textarea", "shift-text");
    this.text.rows = 3;
    this.text.maxLength = 1000;
  }

  async refresh() {
    const answer = await read(`/live/shift?language=${currentLanguage()}`);
    if (!answer) return;
    this.answer = answer;
    this.paint();
  }

  paint() {
    if (!this.answer) return;
    const { began, ends, draft, handovers } = this.answer;
    this.hours.textContent = t("shift.hours", { began: moment(began), ends: moment(ends) });
    const waiting = handovers.find((it) => it.taken_at === null);
    const hasFocus = document.activeElement === this.text;
    this.side.replaceChildren(this._notes(), waiting ? this._waiting(waiting) : this._handing());
    if (hasFocus) this.text.focus();
    this.sheet.replaceChildren(paper(draft));
  }

  _notes() {
    const add = button("shift.note.add", "", () => this._addNote());
    return make("section", "shift-part", make("h2", "", t("shift.note")), labelled("shift.note.says", this.text), make("div", "shift-buttons", add));
  }

  _handing() {
    const sign = button("shift.hand_over", "primary", () => this._handOver());
    return make("section", "shift-part", make("h2", "", t("shift.hand_over.title")), make("p", "shift-note", t("shift.hand_over.says")), make("div", "shift-buttons", sign));
  }

  /** A hand-over that waits: who comes reads and signs it, who left may take it back. */
  _waiting(row) {
    const isMine = row.left_by_id === accountId();
    const says = t(isMine ? "shift.waiting.mine" : "shift.waiting.yours", { who: row.left_by, at: moment(row.left_at) });
    const open = button("shift.waiting.read", "primary", () => this.openPaper(row.id));
    return make("section", "shift-part is-waiting", make("h2", "", t("shift.waiting")), make("p", "", says), make("div", "shift-buttons", open));
  }

  async _addNote() {
    const text = this.text.value.trim();
    if (!text || !(await send("/live/shift/notes", { text }))) return;
    this.text.value = "";
    toast(t("shift.note.done"), { kind: "done" });
    await this.refresh();
  }

  async _handOver() {
    const kept = await send(`/live/shift/handovers?language=${currentLanguage()}`, {});
    if (kept) toast(t("shift.hand_over.done"), { kind: "done" });
    await this.refresh();
    if (kept) this.openPaper(kept.handover.id);
  }
}
