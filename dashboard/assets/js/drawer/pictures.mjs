// Proof: pictures before, at and after with their box, large on click; and the camera looked at now.

import { may, post } from "../person.mjs";
import { provenanceMark } from "../provenance.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { onLanguage, t } from "../words.mjs";
import { boxesButton, onBoxes, pictureWithBox } from "./boxes.mjs";
import { stamp } from "./facts.mjs";
import { hasOpenAlert } from "../wall/look.mjs";
import { LiveView } from "./live_view.mjs";
import { enlarge } from "./viewer.mjs";

const MOMENTS = ["before", "at", "after"];
const ANSWER_MS = 6000;

export class Pictures {
  /** `onArrival()` is called when a picture of what is shown has come: its facts can then be read. */
  constructor(store, box, onArrival) {
    Object.assign(this, { store, box, onArrival, alert: null, cameraCode: null, asked: null });
    Object.assign(this, { facts: new Map(), boxes: new Map(), images: new Map() });
    this.live = new LiveView(store, () => this._draw());
    store.on("pictures", (keys) => this._arrived(keys));
    store.on("liveAlerts", () => this._mayHaveChanged());
    store.on("past", () => this.live.end());
    onLanguage(() => this._draw());
    onBoxes(() => this._draw());
  }

  show({ alert, cameraCode }) {
    clearTimeout(this._late);
    Object.assign(this, { alert, cameraCode, asked: null, facts: new Map(), boxes: new Map(), images: new Map() });
    this.live.end();
    this._draw();
  }

  /** Show nothing any more: the drawer is closed, and so is the look. */
  hide() {
    this.live.end();
    this.cameraCode = null;
  }

  /** Take in what came with the facts: time and provenance of each picture, and the boxes of events. */
  learn({ pictures = [], events = [], event = null }) {
    for (const picture of pictures) this.facts.set(`${picture.event_id ?? this.alert?.ev}/${picture.moment}`, picture);
    for (const one of [...events, event].filter((found) => found?.box)) this.boxes.set(one.id, one.box);
    this._draw();
  }

  /** Show the pictures of one event large; where a reason is needed first, it is asked. */
  enlargeEvent(eventId, moment = null) {
    if (!this._maySee()) {
      this.live.begin(this.cameraCode);
      return;
    }
    const moments = [...MOMENTS, "requested"].filter((name) => this._moments(eventId).has(name));
    const pictures = moments.map((name) => ({
      eventId, moment: name, camera: this.cameraCode ?? "", box: this.boxes.get(eventId) ?? null,
      facts: this.facts.get(`${eventId}/${name}`) ?? { provenance: this.alert?.p, exercise: this.alert?.x, observed_at: "" },
    }));
    enlarge(pictures, Math.max(0, moments.indexOf(moment ?? "at")));
  }

  hasPicturesOf(eventId) {
    return this._moments(eventId).size > 0;
  }

  /** An open alert of the camera is reason enough to see what it took; else a look for a stated purpose. */
  _maySee() {
    return this._hasOpenAlert() || this.live.isLooking;
  }

  _hasOpenAlert() {
    return Boolean(this.cameraCode) && hasOpenAlert(this.cameraCode, this.store);
  }

  _mayHaveChanged() {
    if (this.cameraCode && this._hasOpenAlert() !== this.hadOpenAlert) this._draw();
  }

  _arrived(keys) {
    const mine = [this.alert?.ev, this.asked?.eventId].filter(Boolean);
    if (keys?.some((key) => mine.includes(key))) this.onArrival();
    if (keys === null || keys.some((key) => mine.includes(key))) this._draw();
  }

  /** Draw on the next frame, once for all that changed: a button stays under the pointer that presses it. */
  _draw() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this._drawNow();
    });
  }

  _drawNow() {
    this.hadOpenAlert = this._hasOpenAlert();
    if (!may("see_pictures")) {
      this.box.replaceChildren(make("p", "quiet", t("pictures.forbidden")));
      return;
    }
    const rows = [this._shots(), this.live.element(), this.asked ? this._askedShot() : null, this._tools()].filter(Boolean);
    this.box.replaceChildren(...(rows.length ? rows : [make("p", "quiet", t("pictures.none"))]));
  }

  /** News of cameras comes with pictures; for other news only what is there is shown. */
  _shots() {
    const eventId = this.alert?.ev;
    if (!eventId || (!this.alert.cam && !this._moments(eventId).size)) return null;
    if (!this._maySee()) return make("p", "quiet", t("pictures.need_purpose"));
    return make("div", "shots", ...MOMENTS.map((moment) => this._shot(eventId, moment)));
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
    const image = this._image(`/pictures/${eventId}/${moment}`);
    image.alt = `${t(`moment.${moment}`)} · ${this.cameraCode ?? ""}`;
    const button = make("button", "shot", pictureWithBox(image, this.boxes.get(eventId), moment === "at"),
      make("span", "shot-marks", ...provenanceMark(provenance, facts?.exercise ?? this.alert?.x)),
      make("span", "shot-words", make("span", "", t(`moment.${moment}`)), make("span", "mono", facts ? stamp(facts.observed_at).split(" ")[0] : "")));
    button.title = t("pictures.enlarge");
    button.addEventListener("click", () => this.enlargeEvent(eventId, moment));
    return button;
  }

  /** Each picture is fetched once, however often the drawer is drawn: every fetch is a look that is written down. */
  _image(source) {
    if (!this.images.has(source)) {
      const image = make("img");
      image.decoding = "async";
      image.addEventListener("error", () => this.images.delete(source));
      image.src = source;
      this.images.set(source, image);
    }
    return this.images.get(source);
  }

  _askedShot() {
    if (this._moments(this.asked.eventId).has("requested")) {
      clearTimeout(this._late);
      return make("div", "shots one", this._shot(this.asked.eventId, "requested"));
    }
    return make("p", "quiet", this.asked.isLate ? t("pictures.no_answer") : t("pictures.waiting"));
  }

  _tools() {
    if (!this.cameraCode) return null;
    const button = (words, run) => {
      const element = make("button", "button small", t(words));
      element.addEventListener("click", run);
      return element;
    };
    const look = this.live.look
      ? [button("pictures.stop", () => this.live.end())]
      : [button(this.store.isPast ? "pictures.look_past" : "pictures.look", () => this.live.begin(this.cameraCode))];
    const keep = this.live.isLooking && !this.store.isPast ? [button("pictures.keep", () => this._keep())] : [];
    const boxes = this.alert?.ev && this.boxes.has(this.alert.ev) && this._maySee() ? [boxesButton()] : [];
    return make("div", "picture-tools", ...look, ...keep, ...boxes);
  }

  /** Have the camera take a picture that is kept as those of events are; the look's purpose is its reason. */
  async _keep() {
    const code = this.cameraCode;
    const purpose = this.live.purpose ?? "verify_alert";
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
}
