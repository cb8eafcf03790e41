// What a person does with an alert: sent with the version that was on the screen, undone for ten seconds.

import { accountId, may, post } from "./person.mjs";
import { ANSWER_MS } from "./queue/orders.mjs";
import { nearestFree } from "./queue/nearest.mjs";
import { askFalseAlarm, askShelf, askUnit } from "./queue/questions.mjs";
import { toast } from "./toasts.mjs";
import { currentLanguage, pick, t } from "./words.mjs";

const UNDO_S = 10;
const TELLERS = new Set(["police", "citizen", "system"]); // Who else than a camera tells of an alert.
const OPEN = ["unacknowledged", "acknowledged", "shelved"];

/** The steps that bring an alert back to what it was before an action; none for what is not undone. */
export function stepsBack(action, before, me) {
  const wasMine = before.st === "acknowledged" && before.own_id === me;
  if (action === "acknowledge") return ["unacknowledge"];
  if (action === "shelve") return [wasMine ? "acknowledge" : "unshelve"];
  if (action === "reject" || action === "clear") return wasMine ? ["reopen", "acknowledge"] : ["reopen"];
  return [];
}

export class Actions {
  constructor(store) {
    this.store = store;
    this.last = null;
    this.pending = new Set();
  }

  acknowledge(id) {
    return this._act(id, "acknowledge");
  }

  release(id) {
    return this._act(id, "unacknowledge");
  }

  clear(id) {
    return this._act(id, "clear");
  }

  /** A false alarm always says why. */
  async reject(id) {
    const alert = this._mayAct(id, "reject_alerts");
    const reason = alert && (await askFalseAlarm(this._name(alert)));
    if (reason) await this._act(id, "reject", { reason }, alert);
  }

  /** Put an alert aside for a time and with a reason; what lies aside is taken back at once. */
  async shelve(id) {
    const alert = this._mayAct(id, "act_on_alerts");
    if (!alert) return;
    if (alert.st === "shelved") {
      await this._act(id, "unshelve");
      return;
    }
    const answer = await askShelf(this._name(alert));
    if (answer) await this._act(id, "shelve", { reason: answer.reason, shelve_for: answer.time }, alert);
  }

  /** Send the nearest free unit, or another one near; asked once. */
  async dispatch(id) {
    const alert = this._mayAct(id, "dispatch_units");
    if (!alert) return;
    const near = nearestFree(this.store.state.units, alert, (code) => this._isSentNow(code));
    if (!near.length) {
      toast(t("dispatch.nobody"), { kind: "warn" });
      return;
    }
    const mustVerify = this._mustVerify(alert);
    const answer = await askUnit(near, alert.place || this.store.wardName(alert.w), this._trust(alert), mustVerify);
    const unit = near.find(({ code }) => code === answer?.unit);
    if (!unit) return;
    const { ok } = await this._send(id, "dispatch", alert.ver, { unit: unit.code, verifies: mustVerify });
    if (ok) toast(t("dispatch.done", { unit: unit.unit.c, what: this._name(alert) }), { kind: "done" });
  }

  /** Take back the last action, while its ten seconds last. */
  async undo() {
    const { last } = this;
    if (!last || Date.now() - last.atMs > UNDO_S * 1000) {
      toast(t("action.undo.nothing"));
      return;
    }
    this.last = null;
    last.dismiss();
    let { version } = last;
    for (const step of last.steps) {
      const { ok, alert } = await this._send(last.id, step, version, { reason: t("action.undo.reason") });
      if (!ok) return;
      version = alert.ver;
    }
    toast(t("action.undo.done", { what: last.name }));
  }

  /** The alert as it is shown now, when this person may do what is asked; nothing is done in the past. */
  _mayAct(id, right) {
    const alert = this.store.alert(id);
    if (!alert) return null;
    const hindrance = this.store.isPast ? "action.past" : may(right) ? null : "action.forbidden";
    if (!hindrance) return alert;
    toast(t(hindrance), { kind: "warn" });
    return null;
  }

  /** Do `action` with the alert as it was `seen` when the key went down: what changed since is a conflict. */
  async _act(id, action, answer = {}, seen = null) {
    const alert = seen ?? this._mayAct(id, "act_on_alerts");
    if (!alert || this.pending.has(id)) return;
    const name = this._name(alert);
    const steps = stepsBack(action, alert, accountId());
    const { ok, alert: after } = await this._send(id, action, alert.ver, answer);
    if (ok && steps.length) this._offerUndo({ id, action, name, steps, version: after?.ver ?? alert.ver + 1 });
    else if (ok) toast(t(`action.${action}.done`, { what: name }));
  }

  _offerUndo(done) {
    const dismiss = toast(t(`action.${done.action}.done`, { what: done.name }), {
      kind: "done",
      action: { label: t("action.undo"), seconds: UNDO_S, run: () => this.undo() },
    });
    this.last = { ...done, atMs: Date.now(), dismiss };
  }

  async _send(id, action, version, answer) {
    this.pending.add(id);
    try {
      const response = await post(`/live/alerts/${id}/${action}`, { version, ...answer });
      const body = await response.json().catch(() => ({}));
      if (response.ok) this._takeIn(id, body.alert);
      else this._explain(response.status, body, id);
      return { ok: response.ok, alert: body.alert };
    } catch {
      toast(t("action.unreachable"), { kind: "warn" });
      return { ok: false };
    } finally {
      this.pending.delete(id);
    }
  }

  /** Show the outcome at once; the stream says the same a moment later. */
  _takeIn(id, alert) {
    const known = this.store.live.alerts.get(id);
    if (!alert?.st || (known && known.ver > alert.ver)) return;
    this.store.apply({ alerts: { [id]: OPEN.includes(alert.st) ? { ...known, ...alert } : null } });
  }

  _explain(status, body, id) {
    const said = body[`message_${currentLanguage()}`];
    if (status === 401) window.location.assign("/sign-in");
    else if (status === 409) {
      toast(said ?? t("action.conflict"), { kind: "warn" });
      this._takeIn(id, body.alert);
    } else toast(status === 403 ? t("action.forbidden") : (said ?? t("action.failed")), { kind: "warn" });
  }

  /** Whether a unit was sent somewhere a moment ago and has not answered. */
  _isSentNow(code) {
    const since = this.store.nowMs() - ANSWER_MS;
    return [...this.store.state.orders.values()].flat().some((order) => order.u === code && order.a === null && Date.parse(order.at) > since);
  }

  /** What the unit will be told of how sure it is. */
  _trust(alert) {
    const verifiedBy = this._incidentOf(alert)?.vb;
    if (verifiedBy) return t("dispatch.verified", { who: verifiedBy });
    if (this._mustVerify(alert)) return t("units.ask.must_verify");
    return t(alert.src === "police" ? "dispatch.police" : "dispatch.unverified");
  }

  /** Whether only cameras speak for it and nobody has verified yet; the centre checks it again. */
  _mustVerify(alert) {
    const incident = this._incidentOf(alert);
    if (incident?.vb || TELLERS.has(alert.src)) return false;
    return !incident || incident.org === "camera";
  }

  _incidentOf(alert) {
    return alert.inc ? (this.store.live.incidents.get(alert.inc) ?? null) : null;
  }

  _name(alert) {
    return [pick(this.store.kindWords(alert.kind)), this.store.whereWords(alert)].filter(Boolean).join(" · ");
  }
}
