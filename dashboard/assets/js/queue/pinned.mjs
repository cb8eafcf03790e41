// Critical alerts that nobody has taken stand in a place of fixed height above the rows: pinning one moves nothing.
// They are always those of the present, and say so while the past is shown.

import { age } from "../format.mjs";
import { make, makeSvg, say, severityShape } from "../shapes.mjs";
import { onLanguage, pick, t } from "../words.mjs";

const FITTING = 2;

export class Pinned {
  constructor(store, onChoose) {
    Object.assign(this, { store, onChoose, box: document.getElementById("queue-pinned"), more: document.getElementById("queue-more-critical") });
    this.more.addEventListener("click", () => this.box.scrollBy({ top: this.box.clientHeight }));
    this.kept = new Map(); // By its id: {alert, isPast, button} of each that is shown.
    onLanguage(() => this.kept.clear());
  }

  /** Show these; a button whose alert says nothing new is left as it stands, with the focus if it has it. */
  show(pinned) {
    const { box, more } = this;
    this.kept = new Map(pinned.map(([id, alert]) => [id, this._kept(id, alert)]));
    more.hidden = pinned.length <= FITTING;
    say(more, t("queue.more_critical", { n: pinned.length - FITTING }));
    const focused = box.contains(document.activeElement) ? document.activeElement.dataset.alert : null;
    placeChildren(box, pinned.length ? [...this.kept.values()].map(({ button }) => button) : [this._none()]);
    box.dataset.count = pinned.length;
    if (focused && !box.contains(document.activeElement)) this.kept.get(focused)?.button.focus();
  }

  _kept(id, alert) {
    const { isPast } = this.store;
    const known = this.kept.get(id);
    return known?.alert === alert && known.isPast === isPast ? known : { alert, isPast, button: this._button(id, alert) };
  }

  _none() {
    return make("span", "pinned-none", t(this.store.isPast ? "past.no_critical" : "queue.no_critical"));
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

/** Let `wanted` be the children of `box`, in this order, touching only those that are not. */
function placeChildren(box, wanted) {
  const staying = new Set(wanted);
  for (const child of [...box.children]) if (!staying.has(child)) child.remove();
  wanted.forEach((child, i) => box.children[i] !== child && box.insertBefore(child, box.children[i] ?? null));
}
