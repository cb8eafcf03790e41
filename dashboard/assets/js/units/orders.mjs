// What a person does with units and hand-overs: asked once, sent with the version that was on the screen.

import { read, send } from "../incidents/asking.mjs";
import { may } from "../person.mjs";
import { toast } from "../toasts.mjs";
import { pick, t } from "../words.mjs";
import { askAnswerer, askRecall, askTransfer, askUnit } from "./asking.mjs";
import { partyWords } from "./party.mjs";

export class Orders {
  constructor(store) {
    Object.assign(this, { store, isAsking: false });
  }

  /** Whether this person may send units now: nothing is sent from the past. */
  maySend() {
    return may("dispatch_units") && !this.store.isPast;
  }

  /** Send one of the units that are proposed for an incident. */
  send(id) {
    return this._once(async () => {
      const proposed = await read(`/live/incidents/${id}/units`);
      const incident = this.store.live.incidents.get(id);
      if (!proposed || !incident) return;
      if (!proposed.units.length) {
        toast(t("units.propose.none"), { kind: "warn" });
        return;
      }
      const place = incident.place || this.store.wardName(incident.w);
      const answer = await askUnit(proposed, `${pick(this.store.kindWords(incident.kind))}, ${place}`);
      const unit = proposed.units.find(({ code }) => code === answer?.unit);
      if (!unit) return;
      const body = { unit: unit.code, version: incident.ver, verifies: proposed.must_verify };
      const { ok } = await send(`/live/incidents/${id}/orders`, body);
      if (ok) toast(t("units.done", { unit: unit.callsign }), { kind: "done" });
    });
  }

  /** Call a unit back from an order. */
  recall(orderId, callsign) {
    return this._once(async () => {
      const reason = await askRecall(callsign);
      if (!reason) return;
      const { ok } = await send(`/live/orders/${orderId}/recall`, { reason });
      if (ok) toast(t("units.recall.done", { unit: callsign }), { kind: "done" });
    });
  }

  /** Hand an incident to another party. */
  transfer(id) {
    return this._once(async () => {
      const wards = [...this.store.places.wardNames].sort((a, b) => a[1].localeCompare(b[1], "vi"));
      const answer = await askTransfer(wards);
      if (answer) await send(`/live/incidents/${id}/transfers`, answer);
    });
  }

  /** Write down what a party answered, or take the asking back. */
  answer(transfer, action) {
    return this._once(async () => {
      const party = partyWords(transfer.party, this.store.wardName(transfer.ward));
      const body = action === "withdraw" ? {} : await askAnswerer(action, party);
      if (body) await send(`/live/transfers/${transfer.id}/${action}`, body);
    });
  }

  async _once(act) {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      await act();
    } finally {
      this.isAsking = false;
    }
  }
}
