// The seats of the room: who sits where, taking one, leaving one's own. What its holder had open moves along.

import { askAll } from "../dialogs.mjs";
import { button, moment } from "../health/fields.mjs";
import { read, send } from "../health/asking.mjs";
import { accountId } from "../person.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { t } from "../words.mjs";
import { takeSeats } from "./proposed.mjs";

export class Seats {
  constructor(box, store) {
    this.box = box;
    this.store = store;
    this.known = [];
  }

  async refresh() {
    const answer = await read("/live/seats");
    if (answer) this._show(answer.seats);
  }

  paint() {
    this.box.replaceChildren(make("h2", "", t("shift.seats")), make("p", "shift-note", t("shift.seats.says")), ...this.known.map((seat) => this._seat(seat)));
  }

  _show(seats) {
    this.known = seats;
    takeSeats(seats, this.store);
    this.paint();
  }

  _seat(seat) {
    const isMine = seat.account_id === accountId();
    const who = seat.by_name ? t("shift.seat.held", { who: seat.by_name, at: moment(seat.taken_at) }) : t("shift.seat.free");
    const wards = seat.ward_codes.map((code) => this.store.wardName(code)).join(", ");
    const act = isMine
      ? button("shift.seat.leave", "", () => this._send(seat, "leave"))
      : button(seat.by_name ? "shift.seat.take_over" : "shift.seat.take", "", () => this._take(seat));
    act.setAttribute("aria-label", `${act.textContent}: ${seat.name}`);
    return make("div", `shift-seat${isMine ? " is-mine" : ""}`, make("div", "", make("b", "", seat.name), make("span", "", wards), make("span", "shift-note", who)), act);
  }

  /** A seat that somebody holds is taken over after a question: their open items move. */
  async _take(seat) {
    if (seat.by_name) {
      const yes = await askAll({
        title: t("shift.seat.take_over.title", { seat: seat.name }),
        lead: t("shift.seat.take_over.lead", { who: seat.by_name }),
        confirm: t("shift.seat.take_over"),
        questions: [],
      });
      if (!yes) return;
    }
    await this._send(seat, "take");
  }

  async _send(seat, action) {
    const answer = await send(`/live/seats/${encodeURIComponent(seat.code)}/${action}`, { holding_id: seat.holding_id });
    if (!answer) {
      await this.refresh();
      return;
    }
    this._show(answer.seats);
    const moved = answer.moved;
    toast(moved && moved.alerts + moved.incidents ? t("shift.seat.moved", moved) : t(`shift.seat.${action}.done`, { seat: seat.name }), { kind: "done" });
  }
}
