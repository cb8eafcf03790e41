// The rules kind by kind, as a table whose figures can be changed; what differs from what is in force is marked.

import { make } from "../shapes.mjs";
import { t } from "../words.mjs";
import { kindName } from "./names.mjs";

const MODES = ["on", "log_only", "off"];
/** Columns with their step; a kind that is told by counts and states has its mode alone. */
const FIGURES = [
  ["counts_at", 0.01], ["sure_at", 0.01], ["keeps_at", 0.01], ["signs", 1], ["alone", 1],
  ["window_s", 1], ["hold_s", 1], ["near_m", 1], ["reactivation_s", 1],
];

export class Kinds {
  constructor(box, store, onChange) {
    this.box = box;
    this.store = store;
    this.onChange = onChange;
    this.live = null;
    this.draft = null;
  }

  /** Take in what is in force; a draft in hand stays as it is. */
  take(told) {
    this.fromStates = new Set(told.from_states);
    const isTouched = this.isTouched();
    this.live = told.settings;
    if (!isTouched) this.draft = structuredClone(told.settings);
  }

  isTouched() {
    return this.draft !== null && JSON.stringify(this.draft) !== JSON.stringify(this.live);
  }

  /** Put a document in hand: another version, or what is in force again. */
  load(settings) {
    this.draft = structuredClone(settings);
    this.paint();
    this.onChange();
  }

  paint() {
    const table = make("table", "rules-table");
    const head = make("tr", "", ...["kind", "mode", ...FIGURES.map(([name]) => name)].map((name) => {
      const cell = make("th", "", t(`rules.column.${name}`));
      cell.title = t(`rules.column.${name}.says`);
      cell.scope = "col";
      return cell;
    }));
    const rows = Object.keys(this.draft.kinds).map((kind) => this.row(kind));
    table.append(make("thead", "", head), make("tbody", "", ...rows));
    if (this.box.contains(document.activeElement)) return;
    this.box.replaceChildren(make("h2", "", t("rules.kinds")), make("p", "health-note", t("rules.kinds.says")), table);
  }

  row(kind) {
    const rule = this.draft.kinds[kind];
    const name = make("th", "", kindName(this.store, kind));
    name.scope = "row";
    const row = make("tr", `mode-${rule.mode}`, name, make("td", "", this.mode(kind, rule)));
    for (const [figure, step] of FIGURES) {
      row.append(make("td", "", this.fromStates.has(kind) ? null : this.figure(kind, rule, figure, step)));
    }
    return row;
  }

  mode(kind, rule) {
    const field = make("select", "chip");
    for (const mode of MODES) {
      const option = make("option", "", t(`rules.mode.${mode}`));
      option.value = mode;
      field.append(option);
    }
    field.value = rule.mode;
    field.setAttribute("aria-label", `${kindName(this.store, kind)}: ${t("rules.column.mode")}`);
    field.addEventListener("change", () => {
      rule.mode = field.value;
      field.closest("tr").className = `mode-${rule.mode}`;
      this.mark(field, rule.mode !== this.live.kinds[kind]?.mode);
    });
    field.classList.toggle("is-changed", rule.mode !== this.live.kinds[kind]?.mode);
    return field;
  }

  figure(kind, rule, figure, step) {
    const field = make("input");
    Object.assign(field, { type: "number", step, min: 0, value: rule[figure] });
    field.setAttribute("aria-label", `${kindName(this.store, kind)}: ${t(`rules.column.${figure}`)}`);
    field.addEventListener("input", () => {
      if (!Number.isFinite(field.valueAsNumber)) return;
      rule[figure] = field.valueAsNumber;
      this.mark(field, rule[figure] !== this.live.kinds[kind]?.[figure]);
    });
    field.classList.toggle("is-changed", rule[figure] !== this.live.kinds[kind]?.[figure]);
    return field;
  }

  mark(field, isChanged) {
    field.classList.toggle("is-changed", isChanged);
    this.onChange();
  }
}
