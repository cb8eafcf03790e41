// What a person does with an incident: sent with the version that was on the screen, so that of two one is told.

import { accountId, may } from "../person.mjs";
import { metresBetween } from "../queue/nearest.mjs";
import { farWords } from "../queue/questions.mjs";
import { toast } from "../toasts.mjs";
import { pick, t } from "../words.mjs";
import { send } from "./asking.mjs";
import { askConfirm, askHold, askOther, askPriority, askReason, askSplit } from "./questions.mjs";
import { isPossible, OPEN } from "./steps.mjs";

const MOST_OTHERS = 6;
const WITH_A_REASON = ["resolve", "reopen", "reject"];

export class IncidentActs {
  /** `onDone(id)` is called when something of an incident is different: its file is read anew. */
  constructor(store, onDone) {
    Object.assign(this, { store, onDone, pending: new Set() });
  }

  /** Take a step with an incident as it was `seen` when the key went down; a reason is asked where one is due. */
  async step(name, id, seen) {
    if (!this._mayAct() || !isPossible(name, seen, accountId())) return;
    const answer = await this._answerTo(name, id, seen);
    if (answer) await this._act(id, PATHS[name] ?? name, { version: seen.ver, ...answer }, t(`incidents.${name}.done`, { no: seen.no }));
  }

  /** Make an incident of its own of some of what belongs to this one: `things` are {subject, key}. */
  async split(id, seen, things) {
    if (!this._mayAct() || !things.length) return null;
    const reason = await askSplit(t("incidents.split.lead", { n: things.length, no: seen.no }));
    if (!reason) return null;
    const body = await this._act(id, "split", { version: seen.ver, reason, things }, t("incidents.split.done"));
    return body?.incident ?? null;
  }

  /** Join another incident to this one. */
  async merge(id, seen) {
    const others = this._others(id, seen);
    if (!this._mayAct() || !this._has(others)) return;
    const answer = await askOther("merge", this.name(seen), others);
    if (!answer?.other) return;
    const other = this.store.live.incidents.get(answer.other);
    const body = { version: other?.ver ?? 0, into: id, reason: answer.reason };
    await this._act(answer.other, "merge", body, t("incidents.merge.done", { no: seen.no }));
    this.onDone(id);
  }

  tick(id, step, isDone, note = "") {
    return this._act(id, `steps/${step}`, { done: isDone, note });
  }

  comment(id, text) {
    return this._act(id, "comments", { text });
  }

  link(id, thing, why) {
    return this._act(id, "links", { ...thing, why });
  }

  /** Say in one phrase which incident is meant. */
  name(incident) {
    return [incident.no, pick(this.store.kindWords(incident.kind)), this.store.whereWords(incident)].join(" · ");
  }

  async _answerTo(name, id, seen) {
    const lead = this.name(seen);
    if (name === "confirm") return said("how", await askConfirm(lead));
    if (name === "priority") return said("priority", Number(await askPriority(lead)));
    if (WITH_A_REASON.includes(name)) return said("reason", await askReason(name, lead));
    if (name === "hold") return holding(await askHold(lead), this.store.liveNowMs());
    if (name === "mark_duplicate") return this._duplicate(id, seen, lead);
    return {};
  }

  async _duplicate(id, seen, lead) {
    const others = this._others(id, seen);
    if (!this._has(others)) return null;
    const answer = await askOther("mark_duplicate", lead, others);
    return answer?.other ? { reason: answer.reason, duplicate_of: answer.other } : null;
  }

  _has(others) {
    if (!others.length) toast(t("incidents.other.none"), { kind: "warn" });
    return others.length > 0;
  }

  /** The other open incidents, the nearest first, as [id, words]. */
  _others(id, seen) {
    return [...this.store.live.incidents]
      .filter(([other, incident]) => other !== id && OPEN.includes(incident.st))
      .map(([other, incident]) => [other, incident, metresBetween(seen, incident)])
      .sort((a, b) => a[2] - b[2])
      .slice(0, MOST_OTHERS)
      .map(([other, incident, metres]) => [other, `${this.name(incident)} · ${farWords(metres)}`]);
  }

  _mayAct() {
    if (may("work_on_incidents")) return true;
    toast(t("action.forbidden"), { kind: "warn" });
    return false;
  }

  /** Show the outcome at once; the stream says the same a moment later. */
  _takeIn({ id, incident }) {
    const known = this.store.live.incidents.get(id);
    if (known && known.ver >= incident.ver) return;
    this.store.apply({ incidents: { [id]: OPEN.includes(incident.st) ? incident : null } });
  }

  async _act(id, path, body, done = null) {
    if (this.pending.has(`${id}/${path}`)) return null; // A key that is pressed twice acts once.
    this.pending.add(`${id}/${path}`);
    try {
      const answer = await send(`/live/incidents/${id}/${path}`, body);
      if (answer.ok && done) toast(done, { kind: "done" });
      if (answer.body?.incident) this._takeIn(answer.body);
      if (answer.ok || answer.status === 409) this.onDone(id);
      return answer.ok ? answer.body : null;
    } finally {
      this.pending.delete(`${id}/${path}`);
    }
  }
}

/** How the centre names a step where it does not say the same word. */
const PATHS = { confirm: "verify_by" };

const said = (name, value) => (value ? { [name]: value } : null);

const holding = (answer, nowMs) =>
  answer && { reason: answer.reason, hold_until: new Date(nowMs + Number(answer.minutes) * 60000).toISOString() };
