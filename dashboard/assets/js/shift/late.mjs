// What was written on paper while everything was down is typed in with its true time, and marked as entered late.

import { read, send } from "../health/asking.mjs";
import { button, dayInput, dayOf, input, labelled, select } from "../health/fields.mjs";
import { Combobox } from "../incidents/combobox.mjs";
import { kindsFor } from "../incidents/kinds.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { pick, t } from "../words.mjs";

const CLOCK = /^([01]?\d|2[0-3])[:h.]([0-5]\d)$/;
const NEW = "";

export class LateEntry {
  constructor(box, store) {
    Object.assign(this, { box, store, kind: null, place: null });
    this.kindBox = new Combobox({
      id: "late-kind",
      find: (text) => kindsFor(text, store.places.kinds).map(([kind, words]) => ({ kind, title: pick(words) })),
      onTake: ({ kind }) => (this.kind = kind),
      onClear: () => (this.kind = null),
      none: () => t("shift.late.none"),
    });
    this.placeBox = new Combobox({
      id: "late-place",
      find: (text) => this._places(text),
      onTake: (place) => (this.place = place),
      onClear: () => (this.place = null),
      none: () => t("shift.late.none"),
    });
    this.words = make("textarea", "shift-text");
    this.result = make("textarea", "shift-text");
    for (const area of [this.words, this.result]) Object.assign(area, { rows: 2, maxLength: 1000 });
    this.clock = input("text", "", { inputMode: "numeric", maxLength: 5 });
    this.day = dayInput(new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Ho_Chi_Minh" }).format(new Date()));
  }

  refresh() {
    this.kindBox.label(t("shift.late.kind"));
    this.placeBox.label(t("shift.late.place"));
    this.clock.placeholder = t("shift.late.clock_hint");
    this.which = select(this._choices(), this.which?.value ?? NEW);
    this.which.addEventListener("change", () => this._toggle());
    this.news = make("div", "shift-fields", labelled("shift.late.kind", this.kindBox.element), labelled("shift.late.place", this.placeBox.element));
    this.ending = labelled("shift.late.result", this.result);
    const save = button("shift.late.save", "primary");
    save.type = "submit";
    const form = make("form", "shift-part shift-late", make("h2", "", t("shift.late.title")), make("p", "shift-note", t("shift.late.says")),
      labelled("shift.late.which", this.which),
      make("div", "shift-fields", labelled("shift.late.day", this.day), labelled("shift.late.clock", this.clock)),
      this.news, labelled("shift.late.words", this.words), this.ending, make("div", "shift-buttons", save));
    form.noValidate = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this._save();
    });
    this.box.replaceChildren(form);
    this._toggle();
  }

  /** A new incident, or a further line in the file of one that is open. */
  _choices() {
    const open = [...this.store.live.incidents].map(([id, one]) => [id, `${one.no} · ${pick(this.store.kindWords(one.kind))} · ${one.place}`]);
    return [[NEW, t("shift.late.new")], ...open];
  }

  _toggle() {
    const isNew = this.which.value === NEW;
    this.news.hidden = !isNew;
    this.ending.hidden = !isNew;
  }

  async _places(text) {
    const answer = await read(`/live/find-place?${new URLSearchParams({ q: text })}`);
    return (answer?.places ?? []).map((place) => ({ ...place, aside: this.store.wardName(place.w) }));
  }

  /** The true time as the centre's clock said it, with its zone; null when it cannot be read. */
  _happenedAt() {
    const [, hours, minutes] = CLOCK.exec(this.clock.value.trim()) ?? [];
    const day = dayOf(this.day);
    return day && hours ? `${day}T${hours.padStart(2, "0")}:${minutes}:00+07:00` : null;
  }

  async _save() {
    const happenedAt = this._happenedAt();
    const isNew = this.which.value === NEW;
    const lacks = !happenedAt ? "time" : isNew && !this.kind ? "kind" : isNew && !this.place ? "place" : !isNew && !this.words.value.trim() ? "words" : null;
    if (lacks) {
      toast(t(`shift.late.need.${lacks}`), { kind: "warn" });
      return;
    }
    const done = await send("/live/shift/late-entries", isNew ? this._incident(happenedAt) : this._line(happenedAt));
    if (!done) return;
    toast(t("shift.late.done", { no: done.number }), { kind: "done" });
    this._clear();
  }

  _incident(happened_at) {
    const { lat, lon, title } = this.place;
    return { kind: this.kind, lat, lon, place: title, happened_at, text: this.words.value.trim(), result: this.result.value.trim() };
  }

  _line(happened_at) {
    return { incident_id: this.which.value, happened_at, text: this.words.value.trim() };
  }

  /** Ready for the next line of the paper: day and kind of entry stay. */
  _clear() {
    Object.assign(this, { kind: null, place: null });
    for (const box of [this.kindBox, this.placeBox]) box.set(null);
    for (const field of [this.words, this.result, this.clock]) field.value = "";
    this.clock.focus();
  }
}
