// Planned work on cameras: while it lasts, what they show calls nobody.

import { searchKey } from "../format.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";
import { send } from "../health/asking.mjs";
import { button, moment } from "../health/fields.mjs";

const HOURS = [1, 2, 4, 8, 24, 72];

export function paintWindows(box, told, store, take) {
  if (box.contains(document.activeElement) && document.activeElement.matches("input, select")) return;
  const rows = told.windows.map((window) => row(window, store, take));
  const list = rows.length ? rows : [make("p", "health-note", t("rules.windows.empty"))];
  box.replaceChildren(make("h2", "", t("rules.windows")), ...list, form(store, take));
}

function row(window, store, take) {
  const where = window.camera_code ?? store.wardName(window.ward_code);
  const figures = { begins: moment(window.begins_at), ends: moment(window.ends_at), by: window.by_name, why: window.reason };
  const end = button("rules.window.end", "small", async () => take(await send(`/live/rules/windows/${window.id}/end`, {})));
  return make("article", "rules-window", make("b", "", where), make("span", "", t("rules.window.says", figures)), end);
}

function form(store, take) {
  const made = make("form", "rules-window-form");
  const [where, hours, reason] = [make("input"), make("select", "chip"), make("input")];
  Object.assign(where, { type: "text", required: true, placeholder: t("rules.window.where") });
  where.setAttribute("aria-label", t("rules.window.where"));
  hours.setAttribute("aria-label", t("rules.window.hours"));
  for (const many of HOURS) {
    const option = make("option", "", t("rules.window.for", { hours: many }));
    option.value = many;
    hours.append(option);
  }
  Object.assign(reason, { type: "text", required: true, maxLength: 500, placeholder: t("rules.window.why") });
  reason.setAttribute("aria-label", t("rules.window.why"));
  made.append(where, hours, reason, make("button", "button", t("rules.window.plan")));
  made.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = await send("/live/rules/windows", { ...placeOf(where.value.trim(), store), hours: Number(hours.value), reason: reason.value });
    if (!told) return;
    document.activeElement?.blur();
    take(told);
  });
  return made;
}

/** A ward by its name or code; anything else is a camera's code. */
function placeOf(text, store) {
  const wards = [...store.places.wardNames];
  const ward = wards.find(([code, name]) => code === text || searchKey(name) === searchKey(text));
  return ward ? { ward: ward[0] } : { camera: text };
}
