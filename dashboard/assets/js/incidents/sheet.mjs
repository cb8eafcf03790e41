// The sheet by which an incident is opened by hand: kind and place are enough, and the keyboard alone will do.

import { may } from "../person.mjs";
import { currentRoom, goTo } from "../rooms.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { onLanguage, pick, t, translatePage } from "../words.mjs";
import { read, send } from "./asking.mjs";
import { Combobox } from "./combobox.mjs";
import { kindsFor } from "./kinds.mjs";
import { MapPicker } from "./map_picker.mjs";
import { NearBox } from "./near_box.mjs";
import { callerFields, choices, labelled, ORIGINS, wordsField } from "./sheet_fields.mjs";
import { openIncident } from "./ways.mjs";

export class Sheet {
  constructor(store, map) {
    Object.assign(this, { store, kind: null, place: null, alertId: null, isSaving: false });
    this.picker = new MapPicker(map, store, (place) => this._takePlace(place, false));
    this.kindBox = new Combobox({
      id: "sheet-kind",
      find: (text) => kindsFor(text, store.places.kinds).map(([kind, words]) => ({ kind, title: pick(words) })),
      onTake: ({ kind }) => this._takeKind(kind),
      onClear: () => this._forget("kind"),
      none: () => t("incidents.kind.none"),
    });
    this.placeBox = new Combobox({
      id: "sheet-place",
      find: (text) => this._findPlaces(text),
      onTake: (place) => this._takePlace(place, true),
      onClear: () => this._forget("place"),
      none: () => t("incidents.place.none"),
    });
    this.near = new NearBox(store, () => this._nameSave());
    this._build();
    onLanguage(() => this._speak());
    this._speak();
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Open the sheet; what was begun and not saved is still in it. `alert` = [id, alert] fills it in. */
  open(alert = null) {
    if (!may("work_on_incidents")) {
      toast(t("action.forbidden"), { kind: "warn" });
      return;
    }
    if (alert) this._fillFrom(alert);
    this.returnTo = this.isOpen ? this.returnTo : document.activeElement;
    this.element.hidden = false;
    document.body.classList.add("sheet-open");
    this.picker.turn(true);
    this.picker.show(this.place);
    const field = this.kind ? (this.place ? this.words : this.placeBox.input) : this.kindBox.input;
    field.focus();
  }

  close() {
    this.element.hidden = true;
    document.body.classList.remove("sheet-open");
    this.picker.turn(false);
    this.returnTo?.focus?.({ preventScroll: true });
  }

  clear() {
    Object.assign(this, { kind: null, place: null, alertId: null });
    this.kindBox.set(null);
    this.placeBox.set(null);
    this.form.reset();
    this.near.ask(null, null);
    this.picker.show(null);
    this._nameSave();
  }

  _fillFrom([id, alert]) {
    this.clear();
    Object.assign(this, { alertId: id, kind: alert.kind, place: { lat: alert.lat, lon: alert.lon, title: alert.place } });
    this.kindBox.set({ title: pick(this.store.kindWords(alert.kind)) });
    this.placeBox.set({ title: this.store.whereWords(alert) });
    this.near.ask(this.kind, this.place);
  }

  _takeKind(kind) {
    this.kind = kind;
    this.near.ask(this.kind, this.place);
    (this.place ? this.words : this.placeBox.input).focus();
  }

  _takePlace(place, isToBeSeen) {
    this.place = place;
    this.placeBox.set(place);
    this.picker.show(place, isToBeSeen);
    this.near.ask(this.kind, place);
    (this.kind ? this.words : this.kindBox.input).focus();
  }

  /** What is changed by hand is no longer what the alert says. */
  _forget(what) {
    Object.assign(this, { [what]: null, alertId: null });
    if (what === "place") this.picker.show(null);
    this.near.ask(this.kind, this.place);
  }

  async _findPlaces(text) {
    const answer = await read(`/live/find-place?${new URLSearchParams({ q: text })}`);
    return (answer?.places ?? []).map((place) => ({ ...place, aside: [t(`incidents.place.kind.${place.kind}`), this.store.wardName(place.w)].filter(Boolean).join(" · ") }));
  }

  /** Save; what is missing gets the focus, and what is near is looked at first. */
  async save() {
    if (!this.kind || !this.place) {
      toast(t(this.kind ? "incidents.need.place" : "incidents.need.kind"), { kind: "warn" });
      (this.kind ? this.placeBox : this.kindBox).input.focus();
      return;
    }
    if (this.isSaving) return;
    this.isSaving = true;
    try {
      if (!(await this.near.holdsBack())) await this._send();
    } finally {
      this.isSaving = false;
    }
  }

  async _send() {
    const known = this.near.chosen;
    const answer = known ? await this._addTo(known.id) : await send("/live/incidents", this._body());
    if (!answer.ok) return;
    const { id, incident: { no } } = known ?? answer.body;
    toast(t(known ? "incidents.near.done" : "incidents.opened", { no }), {
      kind: "done", action: { label: t("incidents.opened.file"), run: () => openIncident(id) },
    });
    this.clear();
    this.close();
    if (currentRoom() === "incidents") openIncident(id);
  }

  /** It is one that is open already: what the caller said is written into its file; who called is kept apart. */
  _addTo(id) {
    const text = this.words.value.trim() || t("incidents.near.again");
    const origin = t(`incidents.origin.${this.form.elements.origin.value}`);
    return send(`/live/incidents/${id}/comments`, { text: `${origin}: ${text}`, ...this._callerSaid() });
  }

  _callerSaid() {
    const { name, phone } = this.caller;
    return { caller_name: name.value.trim() || null, caller_phone: phone.value.trim() || null };
  }

  _body() {
    const { lat, lon, title } = this.place;
    return {
      kind: this.kind, lat, lon, place: title, words: this.words.value.trim(), origin: this.form.elements.origin.value,
      ...this._callerSaid(),
      ...(this.alertId ? { alert_id: this.alertId } : {}),
    };
  }

  _build() {
    this.words = wordsField();
    this.caller = callerFields();
    this.saveButton = make("button", "button primary", make("span", ""), make("kbd", "", "Enter"));
    const onMap = make("button", "button small sheet-map");
    Object.assign(onMap, { type: "button" });
    onMap.dataset.t = "incidents.place.on_map";
    onMap.addEventListener("click", () => goTo("map"));
    const shut = make("button", "button faint", make("span", "", ""), make("kbd", "", "Esc"));
    shut.type = "button";
    shut.firstChild.dataset.t = "incidents.sheet.close";
    shut.addEventListener("click", () => this.close());
    const title = make("h2", "");
    title.dataset.t = "incidents.sheet.title";
    this.form = make("form", "sheet-form", title,
      labelled("incidents.kind", this.kindBox.element), labelled("incidents.place", this.placeBox.element, onMap), this.near.element,
      labelled("incidents.words", this.words), choices("origin", "incidents.origin", ORIGINS), labelled("incidents.caller", this.caller.element),
      make("div", "ask-buttons", shut, this.saveButton));
    this.form.noValidate = true;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.form.addEventListener("keydown", (event) => this._key(event));
    this.element = make("section", "", this.form);
    Object.assign(this.element, { id: "incident-sheet", hidden: true });
    this.element.setAttribute("role", "dialog");
    this.element.dataset.tLabel = "incidents.sheet.title";
    document.getElementById("rooms").append(this.element);
  }

  /** Enter saves from any field, Escape closes and keeps what was written. */
  _key(event) {
    if (event.key === "Escape") {
      event.stopPropagation();
      this.close();
    } else if (event.key === "Enter" && !event.shiftKey && event.target.matches("textarea, input[type=radio]")) {
      event.preventDefault();
      this.save();
    }
  }

  _speak() {
    translatePage(this.element.parentElement);
    this.kindBox.label(t("incidents.kind"));
    this.placeBox.label(t("incidents.place"));
    this.kindBox.input.placeholder = t("incidents.kind.hint");
    this.placeBox.input.placeholder = t("incidents.place.hint");
    this._nameSave();
  }

  _nameSave() {
    const known = this.near.chosen;
    this.saveButton.firstChild.textContent = known ? t("incidents.near.save", { no: known.incident.no }) : t("incidents.save");
  }
}
