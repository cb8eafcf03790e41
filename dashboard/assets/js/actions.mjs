// What a person does with an alert: sent with the version that was on the screen, undone for ten seconds.

import { ask } from "./dialogs.mjs";
import { may, post } from "./person.mjs";
import { toast } from "./toasts.mjs";
import { currentLanguage, pick, t } from "./words.mjs";

const UNDO_S = 10;
const UNDO_OF = { acknowledge: "unacknowledge", reject: "reopen", clear: "reopen" };

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
    const alert = this.store.alert(id);
    if (!alert || !may("reject_alerts")) return;
    const reasons = ["nothing_there", "wrong_kind", "duplicate", "camera_fault", "planned"].map((key) => t(`reason.${key}`));
    const reason = await ask({
      title: t("action.reject.title"),
      lead: this._name(alert),
      choices: reasons.map((words) => [words, words]),
      confirm: t("action.reject.confirm"),
      allowText: true,
    });
    if (reason) await this._act(id, "reject", reason);
  }

  /** Take back the last action, while its ten seconds last. */
  async undo() {
    const last = this.last;
    if (!last || Date.now() - last.atMs > UNDO_S * 1000) {
      toast(t("action.undo.nothing"));
      return;
    }
    this.last = null;
    last.dismiss();
    const { ok } = await this._send(last.id, UNDO_OF[last.action], last.version, t("action.undo.reason"));
    if (ok) toast(t("action.undo.done", { what: last.name }));
  }

  async _act(id, action, reason = "") {
    const alert = this.store.alert(id);
    if (!alert || this.pending.has(id)) return;
    if (!may("act_on_alerts")) {
      toast(t("action.forbidden"), { kind: "warn" });
      return;
    }
    const name = this._name(alert);
    const { ok, alert: after } = await this._send(id, action, alert.ver, reason);
    if (ok && UNDO_OF[action]) this._offerUndo({ id, action, name, version: after?.ver ?? alert.ver + 1 });
    else if (ok) toast(t(`action.${action}.done`, { what: name }));
  }

  _offerUndo({ id, action, name, version }) {
    const dismiss = toast(t(`action.${action}.done`, { what: name }), {
      kind: "done",
      action: { label: t("action.undo"), seconds: UNDO_S, run: () => this.undo() },
    });
    this.last = { id, action, name, version, atMs: Date.now(), dismiss };
  }

  async _send(id, action, version, reason) {
    this.pending.add(id);
    try {
      const response = await post(`/live/alerts/${id}/${action}`, { version, reason });
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
    const known = this.store.alert(id);
    if (!alert?.st || (known && known.ver > alert.ver)) return;
    const isOpen = ["unacknowledged", "acknowledged", "shelved"].includes(alert.st);
    this.store.apply({ alerts: { [id]: isOpen ? { ...known, ...alert } : null } });
  }

  _explain(status, body, id) {
    if (status === 409) {
      toast(body[`message_${currentLanguage()}`] ?? t("action.conflict"), { kind: "warn" });
      this._takeIn(id, body.alert);
    } else if (status === 403) toast(t("action.forbidden"), { kind: "warn" });
    else if (status === 401) window.location.assign("/sign-in");
    else toast(body[`message_${currentLanguage()}`] ?? t("action.failed"), { kind: "warn" });
  }

  _name(alert) {
    return [pick(this.store.kindWords(alert.kind)), this.store.whereWords(alert)].filter(Boolean).join(" · ");
  }
}
