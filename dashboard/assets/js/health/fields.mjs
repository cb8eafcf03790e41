// The parts of forms on the health page: each field with its label, times as the centre writes them.

import { clock, dayMonth } from "../format.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";

/** A field under its label. */
export function labelled(key, field, className = "") {
  return make("label", `field ${className}`, make("span", "", t(key)), field);
}

export function input(type, value, settings = {}) {
  const field = make("input");
  field.type = type;
  if (type === "checkbox") field.checked = Boolean(value);
  else field.value = value ?? "";
  return Object.assign(field, settings);
}

export function select(choices, value) {
  const field = make("select", "chip");
  for (const [name, words] of choices) {
    const option = make("option", "", words);
    option.value = name;
    field.append(option);
  }
  field.value = value;
  return field;
}

export function button(key, className, act) {
  const made = make("button", `button ${className}`, t(key));
  made.type = "button";
  if (act) made.addEventListener("click", act);
  return made;
}

const DAY = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/** A field for a day as the centre writes it, whatever the browser's own habit is: dd/mm/yyyy. */
export function dayInput(iso) {
  const field = input("text", iso ? iso.split("-").reverse().join("/") : "", { inputMode: "numeric", maxLength: 10 });
  field.placeholder = t("health.papers.day");
  field.addEventListener("input", () => {
    field.setCustomValidity(field.value && !dayOf(field) ? t("health.papers.no_day") : "");
  });
  return field;
}

/** The day in such a field as yyyy-mm-dd; null when there is none. */
export function dayOf(field) {
  const [, day, month, year] = DAY.exec(field.value.trim()) ?? [];
  if (!day) return null;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const time = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(time.getTime()) || time.getUTCDate() !== Number(day) ? null : iso;
}

/** A moment: the day and the time. */
export const moment = (iso) => (iso ? `${dayMonth(new Date(iso))} ${clock(new Date(iso)).slice(0, 5)}` : "–");
