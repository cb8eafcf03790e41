// Critical alerts that nobody has taken stand in a place of fixed height above the rows: pinning one moves nothing.

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
    const empty = pinned.length ? [] : [make("span", "pinned-none", t("queue.no_critical"))];
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
    const since = make("span", "row-age", age(Date.parse(alert.opened), this.store.nowMs()));
    since.dataset.since = Date.parse(alert.opened);
    const words = [pick(this.store.kindWords(alert.kind)), alert.place].filter(Boolean).join(" · ");
    const button = make("button", "pinned", makeSvg("", severityShape("critical", { size: 14 })), make("span", "pinned-words", words), since);
    button.dataset.alert = id;
    button.addEventListener("click", () => this.onChoose(id));
    return button;
  }
}
