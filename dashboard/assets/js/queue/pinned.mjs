// Critical alerts that nobody has taken stand in a place of fixed height above the rows: pinning one moves nothing.
// They are always those of the present, and say so while the past is shown.

import { age } from "../format.mjs";
import { make, makeSvg, severityShape } from "../shapes.mjs";
import { pick, t } from "../words.mjs";

const FITTING = 2;

export class Pinned {
  constructor(store, onChoose) {
    Object.assign(this, { store, onChoose, box: document.getElementById("queue-pinned"), more: document.getElementById("queue-more-critical") });
    this.more.addEventListener("click", () => this.box.scrollBy({ top: this.box.clientHeight }));
  }

  show(pinned) {
    const { box, more } = this;
    const shown = pinned.map(([id, alert]) => this._button(id, alert));
    more.hidden = pinned.length <= FITTING;
    more.textContent = t("queue.more_critical", { n: pinned.length - FITTING });
    const scrolled = box.scrollTop;
    const empty = pinned.length ? [] : [make("span", "pinned-none", t(this.store.isPast ? "past.no_critical" : "queue.no_critical"))];
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.alert : null;
    box.replaceChildren(...shown, ...empty);
    box.dataset.count = pinned.length;
    box.scrollTop = scrolled;
    box.querySelector(`[data-alert="${focused}"]`)?.focus();
  }

  has(id) {
    return this.box.querySelector(`[data-alert="${id}"]`) !== null;
  }

  _button(id, alert) {
    const since = make("span", "row-age", age(Date.parse(alert.opened), this.store.liveNowMs()));
    Object.assign(since.dataset, { since: Date.parse(alert.opened), clock: "live" });
    const live = this.store.isPast ? make("span", "mark mark-live", t("past.pinned")) : null;
    const words = [pick(this.store.kindWords(alert.kind)), alert.place].filter(Boolean).join(" · ");
    const button = make("button", "pinned", makeSvg("", severityShape("critical", { size: 14 })), live, make("span", "pinned-words", words), since);
    button.dataset.alert = id;
    button.addEventListener("click", () => this.onChoose(id));
    return button;
  }
}
