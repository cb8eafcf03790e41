// The fields of the sheet that only hold what is written or chosen.

import { make } from "../shapes.mjs";

export const ORIGINS = ["call_113", "radio", "walk_in"];
const LONGEST = 2000;

/** A field with its label above; `extra` stands beside the label. */
export function labelled(phrase, field, extra = null) {
  const words = make("span", "sheet-label");
  words.dataset.t = phrase;
  return make("div", "sheet-field", make("div", "sheet-head", words, extra), field);
}

export function wordsField() {
  const area = make("textarea", "");
  Object.assign(area, { id: "sheet-words", rows: 2, maxLength: LONGEST });
  Object.assign(area.dataset, { tLabel: "incidents.words", tHint: "incidents.words.hint" });
  return area;
}

/** Who told it; both may stay empty. */
export function callerFields() {
  const field = (name, type, phrase) => {
    const input = make("input", "");
    Object.assign(input, { id: `sheet-caller-${name}`, type, maxLength: 120, autocomplete: "off" });
    Object.assign(input.dataset, { tLabel: phrase, tHint: phrase });
    return input;
  };
  const name = field("name", "text", "incidents.caller.name");
  const phone = field("phone", "tel", "incidents.caller.phone");
  return { name, phone, element: make("div", "sheet-caller", name, phone) };
}

/** One of several, the first chosen at first: `name` is the field's, `phrase` begins the words of each. */
export function choices(name, phrase, values) {
  const legend = make("legend", "sheet-label");
  legend.dataset.t = phrase;
  const labels = values.map((value, index) => {
    const radio = make("input", "");
    Object.assign(radio, { type: "radio", name, value, defaultChecked: index === 0 });
    const words = make("span", "");
    words.dataset.t = `${phrase}.${value}`;
    return make("label", "sheet-choice", radio, words);
  });
  return make("fieldset", "sheet-origin", legend, make("div", "sheet-choices", ...labels));
}
