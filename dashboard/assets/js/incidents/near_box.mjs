// Open incidents of the same kind near the place, offered before a new one is opened: "is it this one?"

import { age } from "../format.mjs";
import { farWords } from "../queue/questions.mjs";
import { make } from "../shapes.mjs";
import { pick, t } from "../words.mjs";
import { read } from "./asking.mjs";

export class NearBox {
  /** `onChange(incident | null)` hears which one it is said to be; null for a new one. */
  constructor(store, onChange) {
    Object.assign(this, { store, onChange, found: [], chosen: null, wasSeen: false, asking: Promise.resolve() });
    this.element = make("fieldset", "sheet-near");
    this._draw("incidents.near.first");
  }

  /** Ask what is near; the answer of an older asking is dropped. */
  ask(kind, place) {
    Object.assign(this, { found: [], chosen: null, wasSeen: false });
    if (!kind || !place) {
      this._draw("incidents.near.first");
      return;
    }
    const asked = read(`/live/incidents/near?${new URLSearchParams({ lat: place.lat, lon: place.lon, kind })}`);
    this.asking = asked;
    asked.then((answer) => {
      if (this.asking !== asked) return;
      this.found = (answer?.incidents ?? []).map((one) => ({ ...one, id: this._idOf(one.incident.no) })).filter(({ id }) => id);
      this._draw("incidents.near.none");
    });
  }

  /** Whether somebody must still look at what is near before a new one is opened; then the focus goes there. */
  async holdsBack() {
    await this.asking;
    if (!this.found.length || this.wasSeen) return false;
    this.wasSeen = true;
    this.element.querySelector("input")?.focus();
    return true;
  }

  /** The answer names incidents by their numbers, as people do. */
  _idOf(number) {
    return [...this.store.live.incidents].find(([, { no }]) => no === number)?.[0];
  }

  _draw(key) {
    this.element.classList.toggle("has-found", this.found.length > 0);
    if (!this.found.length) {
      this.element.replaceChildren(make("p", "quiet", t(key)));
      return;
    }
    const choices = [this._choice(null, t("incidents.near.new")), ...this.found.map((one) => this._choice(one, this._words(one)))];
    this.element.replaceChildren(make("legend", "", t("incidents.near.title")), ...choices);
  }

  _words({ incident, distance_m: metres }) {
    const since = age(Date.parse(incident.opened), this.store.liveNowMs());
    return `${incident.no} · ${pick(this.store.kindWords(incident.kind))} · ${incident.place} · ${farWords(metres)} · ${since}`;
  }

  _choice(one, words) {
    const radio = make("input", "");
    Object.assign(radio, { type: "radio", name: "near", checked: one === null });
    radio.addEventListener("change", () => {
      Object.assign(this, { chosen: one, wasSeen: true });
      this.onChange(one);
    });
    return make("label", "ask-choice", radio, make("span", "", words));
  }
}
