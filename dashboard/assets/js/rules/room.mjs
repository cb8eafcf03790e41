// The room of the rules: reads how they are set, lets a supervisor change, try and put them in force.

import { currentRoom, onRoom } from "../rooms.mjs";
import { say } from "../shapes.mjs";
import { onLanguage, t } from "../words.mjs";
import { read } from "../health/asking.mjs";
import { Change } from "./change.mjs";
import { Kinds } from "./kinds.mjs";
import { paintModes } from "./modes.mjs";
import { Schedules } from "./schedules.mjs";
import { paintSteps } from "./steps.mjs";
import { Suppressed } from "./suppressed.mjs";
import { paintVersions } from "./versions.mjs";
import { paintWindows } from "./windows.mjs";

const EVERY_MS = 4000;
const part = (name) => document.getElementById(`rules-${name}`);

/** Wire the room once the server has laid it out; persons without the right have none. */
export function startRules(store) {
  const inside = document.getElementById("room-rules");
  if (!inside) return;
  const watch = new MutationObserver(() => {
    if (!document.getElementById("rules")) return;
    watch.disconnect();
    new RulesRoom(store);
  });
  watch.observe(inside, { childList: true });
}

class RulesRoom {
  constructor(store) {
    this.store = store;
    this.told = null;
    this.seen = "";
    this.kinds = new Kinds(part("kinds"), store, () => this.inHand());
    this.change = new Change(part("change"), this.kinds, (told) => this.take(told));
    this.schedules = new Schedules(part("schedules"), store, this.kinds);
    this.suppressed = new Suppressed(part("suppressed"), store);
    setInterval(() => this.isSeen() && this.refresh(), EVERY_MS);
    onRoom(() => this.isSeen() && this.refresh());
    onLanguage(() => this.paint());
    this.refresh();
  }

  isSeen() {
    return currentRoom() === "rules" && document.visibilityState === "visible";
  }

  async refresh() {
    this.take(await read("/live/rules"));
    this.suppressed.refresh();
  }

  /** Take in how things are; only what changed is painted, so that nothing moves under the hand. */
  take(told) {
    if (!told) return;
    const seen = JSON.stringify(told);
    if (seen === this.seen) return;
    this.seen = seen;
    this.told = told;
    this.kinds.take(told);
    this.paint();
  }

  /** What depends on the document in hand. */
  inHand() {
    this.change.paint();
    this.schedules.paint();
  }

  paint() {
    if (!this.told) return;
    const take = (told) => this.take(told);
    say(document.getElementById("rules-said"), this.told.live ? t("rules.live", { number: this.told.live }) : t("rules.live.shipped"));
    this.kinds.paint();
    this.inHand();
    paintSteps(part("steps"), this.told);
    paintVersions(part("versions"), this.told, this.store, this.kinds, take);
    paintModes(part("modes"), this.told, this.store, take);
    paintWindows(part("windows"), this.told, this.store, take);
    this.suppressed.paint(this.told.causes);
  }
}
