// Lets critical alerts be heard, seen at the page's edge, and told by the browser while the page is out of sight.

import { role } from "../person.mjs";
import { make } from "../shapes.mjs";
import { pick, t } from "../words.mjs";
import { choices, notifications } from "./bell.mjs";
import { due, edgeOf, untaken } from "./critical.mjs";

const TICK_MS = 1000;
const TRIED_MS = 4800;
const APART_MS = 3000; // Forty alerts at once sound like one.

export class Alarm {
  constructor(store, selection, sounder) {
    Object.assign(this, { store, selection, sounder });
    this.sounded = { critical: new Set(), high: new Set() };
    this.lastMs = -APART_MS;
    this.isSupervisor = role() === "supervisor";
    document.body.append(make("div", "watch-edge", ...strips()));
    store.on("liveAlerts", () => this.look());
    setInterval(() => this.look(), TICK_MS);
  }

  look() {
    const alerts = this.store.shownLiveAlerts();
    const now = this.store.liveNowMs();
    const critical = untaken(alerts);
    const edge = edgeOf(critical, now);
    if (document.body.dataset.edge !== edge) document.body.dataset.edge = edge;
    this._sound("critical", critical, now);
    if (choices().hasHighTone) this._sound("high", untaken(alerts, "high"), now);
  }

  /** What was taken and given back is heard again, so it is forgotten once it no longer waits. */
  _sound(kind, waiting, now) {
    const sounded = this.sounded[kind];
    for (const id of sounded) if (!waiting.some(([other]) => other === id)) sounded.delete(id);
    const ids = due(waiting, sounded, now, this.isSupervisor);
    if (!ids.length) return;
    for (const id of ids) sounded.add(id);
    if (kind === "critical") this._notify(ids);
    if (!choices().isOn || this.sounder.isBlocked || performance.now() - this.lastMs < APART_MS) return;
    this.lastMs = performance.now();
    this.sounder.play(kind, choices().volume);
  }

  _notify(ids) {
    if (!document.hidden || notifications() !== "granted") return;
    const [id] = ids;
    const alert = this.store.liveAlert(id);
    const notice = new Notification(`${t("severity.critical")}: ${pick(this.store.kindWords(alert.kind))}`, {
      body: this.store.whereWords(alert), tag: "opscenter-critical", silent: true,
    });
    notice.onclick = () => {
      window.focus();
      this.store.leavePast(); // It calls from the present.
      this.selection.chooseAlert(id);
      notice.close();
    };
  }
}

const strips = () => [1, 2, 3, 4].map(() => make("i"));

/** Light the page's edge once, above the open test, as an arriving alert does; still where no motion is wanted. */
export function tryEdge() {
  const edge = make("div", "watch-edge is-tried", ...strips());
  edge.popover = "manual";
  document.body.append(edge);
  edge.showPopover();
  setTimeout(() => edge.remove(), TRIED_MS);
}
