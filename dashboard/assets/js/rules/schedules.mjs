// The schedules: a kind's mode by hour, day and ward. They are part of the document in hand, tried and put live with it.

import { searchKey } from "../format.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { t } from "../words.mjs";
import { button } from "../health/fields.mjs";
import { kindName } from "./names.mjs";

const MODES = ["on", "log_only", "off"];
const DAYS = [0, 1, 2, 3, 4, 5, 6];

export class Schedules {
  constructor(box, store, kinds) {
    this.box = box;
    this.store = store;
    this.kinds = kinds;
  }

  paint() {
    if (!this.kinds.draft || this.box.contains(document.activeElement)) return;
    const rows = this.kinds.draft.schedules.map((schedule, index) => this.row(schedule, index));
    const list = rows.length ? rows : [make("p", "health-note", t("rules.schedules.empty"))];
    this.box.replaceChildren(make("h2", "", t("rules.schedules")), ...list, this.form());
  }

  row(schedule, index) {
    const wards = schedule.ward_codes.map((code) => this.store.wardName(code)).join(", ") || t("rules.schedule.all_wards");
    const days = schedule.days.length === DAYS.length ? t("rules.schedule.all_days") : schedule.days.map((day) => t(`rules.day.${day}`)).join(", ");
    const figures = { begins: schedule.begins, ends: schedule.ends, mode: t(`rules.mode.${schedule.mode}`), days, wards };
    const drop = button("rules.schedule.drop", "small", () => this.change(this.kinds.draft.schedules.filter((_, at) => at !== index)));
    return make("article", "rules-window", make("b", "", kindName(this.store, schedule.kind)), make("span", "", t("rules.schedule.says", figures)), drop);
  }

  form() {
    const form = make("form", "rules-window-form");
    const kind = this.choice("rules.column.kind", Object.keys(this.kinds.draft.kinds).map((key) => [key, kindName(this.store, key)]));
    const mode = this.choice("rules.column.mode", MODES.map((key) => [key, t(`rules.mode.${key}`)]));
    const [begins, ends, wards] = [this.field("rules.schedule.begins", "22:00"), this.field("rules.schedule.ends", "06:00"), this.field("rules.schedule.wards", "")];
    for (const time of [begins, ends]) Object.assign(time, { required: true, pattern: "([01]\\d|2[0-3]):[0-5]\\d", size: 5 });
    const days = DAYS.map((day) => this.day(day));
    form.append(kind, mode, begins, ends, wards, make("span", "rules-days", ...days.map(({ label }) => label)), make("button", "button", t("rules.schedule.add")));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const codes = this.wardCodes(wards.value);
      if (!codes) return;
      const chosen = days.filter(({ box }) => box.checked).map(({ day }) => day);
      document.activeElement?.blur();
      this.change([...this.kinds.draft.schedules, { kind: kind.value, mode: mode.value, begins: begins.value, ends: ends.value, days: chosen, ward_codes: codes, note: "" }]);
    });
    return form;
  }

  change(schedules) {
    document.activeElement?.blur();
    this.kinds.draft.schedules = schedules;
    this.paint();
    this.kinds.onChange();
  }

  choice(key, choices) {
    const field = make("select", "chip");
    field.setAttribute("aria-label", t(key));
    field.append(...choices.map(([value, words]) => Object.assign(make("option", "", words), { value })));
    return field;
  }

  field(key, value) {
    const field = Object.assign(make("input"), { type: "text", value, placeholder: t(key) });
    field.setAttribute("aria-label", t(key));
    return field;
  }

  day(day) {
    const box = Object.assign(make("input"), { type: "checkbox", checked: true });
    return { day, box, label: make("label", "", box, t(`rules.day.${day}`)) };
  }

  /** The codes of the wards named with commas, [] for all; null after saying which is not known. */
  wardCodes(text) {
    const wards = [...this.store.places.wardNames];
    const codes = [];
    for (const name of text.split(",").map((part) => part.trim()).filter(Boolean)) {
      const found = wards.find(([code, ward]) => code === name || searchKey(ward) === searchKey(name));
      if (!found) {
        toast(t("rules.schedule.no_ward", { name }), { kind: "warn" });
        return null;
      }
      codes.push(found[0]);
    }
    return codes;
  }
}
