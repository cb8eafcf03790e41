// Proof: three pictures before, at and after, with time and provenance; large on click; or one asked for now.

import { ask, open } from "../dialogs.mjs";
import { may, post } from "../person.mjs";
import { provenanceMark } from "../provenance.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { onLanguage, t } from "../words.mjs";
import { stamp } from "./facts.mjs";

const MOMENTS = ["before", "at", "after"];
const PURPOSES = ["verify_alert", "traffic_check", "camera_check", "public_order", "training"];
const ANSWER_MS = 6000;

export class Pictures {
  /** `onArrival()` is called when a picture of what is shown has come: its facts can then be read. */
  constructor(store, box, onArrival) {
    Object.assign(this, { store, box, onArrival, alert: null, cameraCode: null, asked: null, facts: new Map() });
    store.on("pictures", (keys) => this._arrived(keys));
    store.on("past", () => this._draw());
    onLanguage(() => this._draw());
  }

  show({ alert, cameraCode }) {
    clearTimeout(this._late);
    Object.assign(this, { alert, cameraCode, asked: null, facts: new Map() });
    this._draw();
  }

  /** Take in the list that came with the facts: time and provenance of each picture. */
  learn(pictures) {
    for (const picture of pictures) {
      const eventId = picture.event_id ?? this.alert?.ev;
      this.facts.set(`${eventId}/${picture.moment}`, picture);
    }
    this._draw();
  }

  _arrived(keys) {
    const mine = [this.alert?.ev, this.asked?.eventId].filter(Boolean);
    if (keys?.some((key) => mine.includes(key))) this.onArrival();
    if (keys === null || keys.some((key) => mine.includes(key))) this._draw();
  }

  _draw() {
    if (!may("see_pictures")) {
      this.box.replaceChildren(make("p", "quiet", t("pictures.forbidden")));
      return;
    }
    const rows = [];
    if (this._hasPictures()) rows.push(make("div", "shots", ...MOMENTS.map((moment) => this._shot(this.alert.ev, moment))));
    if (this.asked) rows.push(this._askedShot());
    if (this.cameraCode && !this.store.isPast) rows.push(this._askButton());
    if (!rows.length) rows.push(make("p", "quiet", t("pictures.none")));
    this.box.replaceChildren(...rows);
  }

  /** News of cameras comes with pictures; for other news only what is there is shown. */
  _hasPictures() {
    return Boolean(this.alert?.ev) && (Boolean(this.alert.cam) || this._moments(this.alert.ev).size > 0);
  }

  _moments(eventId) {
    const live = this.store.state.pictures.get(eventId)?.moments ?? [];
    const known = [...this.facts.keys()].filter((key) => key.startsWith(`${eventId}/`)).map((key) => key.split("/")[1]);
    return new Set([...live, ...known]);
  }

  _shot(eventId, moment) {
    if (!this._moments(eventId).has(moment)) {
      return make("div", "shot is-missing", make("span", "quiet", t("pictures.not_yet")), make("span", "shot-words", t(`moment.${moment}`)));
    }
    const facts = this.facts.get(`${eventId}/${moment}`);
    const provenance = facts?.provenance ?? this.alert?.p ?? this.store.state.cameras.get(this.cameraCode)?.p;
    const image = make("img");
    image.src = `/pictures/${eventId}/${moment}`;
    image.alt = `${t(`moment.${moment}`)} · ${this.cameraCode ?? ""}`;
    image.decoding = "async";
    const button = make("button", "shot", image,
      make("span", "shot-marks", ...provenanceMark(provenance, facts?.exercise ?? this.alert?.x)),
      make("span", "shot-words", make("span", "", t(`moment.${moment}`)), make("span", "mono", facts ? stamp(facts.observed_at).split(" ")[0] : "")));
    button.title = t("pictures.enlarge");
    button.addEventListener("click", () => this._enlarge(eventId, moment));
    return button;
  }

  _askedShot() {
    if (this._moments(this.asked.eventId).has("requested")) {
      clearTimeout(this._late);
      return make("div", "shots one", this._shot(this.asked.eventId, "requested"));
    }
    const words = this.asked.isLate ? t("pictures.no_answer") : t("pictures.waiting");
    return make("p", "quiet", words);
  }

  _askButton() {
    const button = make("button", "button small", t(this.asked ? "pictures.ask_again" : "pictures.ask"));
    button.addEventListener("click", () => this._ask());
    return button;
  }

  /** Looking at a camera asks a purpose from a list; the server writes down who looked and why. */
  async _ask() {
    const purpose = await ask({
      title: t("pictures.ask"),
      lead: t("pictures.ask.lead"),
      choices: PURPOSES.map((key) => [key, t(`purpose.${key}`)]),
      confirm: t("pictures.ask.confirm"),
    });
    if (!purpose) return;
    const code = this.cameraCode;
    const response = await post(`/live/cameras/${encodeURIComponent(code)}/picture`, { purpose }).catch(() => null);
    if (!response?.ok) {
      toast(t(response?.status === 403 ? "action.forbidden" : "pictures.failed"), { kind: "warn" });
      return;
    }
    const { event_id: eventId } = await response.json();
    if (code !== this.cameraCode) return;
    this.asked = { eventId, isLate: false };
    this._late = setTimeout(() => {
      if (this.asked?.eventId !== eventId) return;
      this.asked.isLate = true;
      this._draw();
    }, ANSWER_MS);
    this._draw();
  }

  _enlarge(eventId, moment) {
    const moments = [...MOMENTS, "requested"].filter((name) => this._moments(eventId).has(name));
    const image = make("img", "large");
    const caption = make("p", "large-words");
    const show = (name) => {
      const facts = this.facts.get(`${eventId}/${name}`);
      image.src = `/pictures/${eventId}/${name}`;
      image.alt = t(`moment.${name}`);
      const marks = provenanceMark(facts?.provenance ?? this.alert?.p, facts?.exercise ?? this.alert?.x, true);
      caption.replaceChildren(`${t(`moment.${name}`)} · ${this.cameraCode ?? ""} ${facts ? `· ${stamp(facts.observed_at)}` : ""} `, ...marks);
    };
    const tabs = moments.map((name) => {
      const tab = make("button", "button small", t(`moment.${name}`));
      tab.addEventListener("click", () => show(name));
      return tab;
    });
    const close = make("button", "button small", `${t("dialog.close")} · Esc`);
    const dialog = open(make("div", "viewer", image, caption, make("div", "ask-buttons", ...tabs, close)), "pictures");
    close.addEventListener("click", () => dialog.close());
    show(moment);
  }
}
