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

/** A moment: the day and the time. */
export const moment = (iso) => (iso ? `${dayMonth(new Date(iso))} ${clock(new Date(iso)).slice(0, 5)}` : "–");
