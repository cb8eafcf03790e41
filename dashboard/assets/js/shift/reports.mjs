// What the district reports: a day, a week or a month, read here and saved as PDF or spreadsheet.

import { read } from "../health/asking.mjs";
import { dayInput, dayOf, labelled } from "../health/fields.mjs";
import { make } from "../shapes.mjs";
import { currentLanguage, t } from "../words.mjs";
import { paper } from "./paper.mjs";

const PERIODS = ["day", "week", "month"];
const ZONE = "Asia/Ho_Chi_Minh";
const today = () => new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(new Date());

export class Reports {
  constructor(box) {
    Object.assign(this, { period: "day", day: today() });
    this.tools = make("div", "shift-tools");
    this.sheet = make("div", "shift-sheet");
    box.replaceChildren(this.tools, this.sheet);
  }

  async refresh() {
    this._paintTools();
    const told = await read(`/live/shift/figures/${this.period}?${this._query()}`);
    if (told) this.sheet.replaceChildren(paper(told));
  }

  _query = () => new URLSearchParams({ day: this.day, language: currentLanguage() });

  _paintTools() {
    const ways = PERIODS.map((period) => {
      const way = make("button", "chip", t(`shift.period.${period}`));
      way.type = "button";
      way.setAttribute("aria-pressed", String(period === this.period));
      way.addEventListener("click", () => this._ask({ period }));
      return way;
    });
    const field = dayInput(this.day);
    field.addEventListener("change", () => dayOf(field) && this._ask({ day: dayOf(field) }));
    const links = ["pdf", "xlsx"].map((ending) => {
      const way = make("a", "button", t(`shift.save.${ending}`));
      way.href = `/exports/reports/${this.period}.${ending}?${this._query()}`;
      return way;
    });
    const group = make("div", "chips", ...ways);
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", t("shift.period"));
    this.tools.replaceChildren(group, labelled("shift.day", field, "field-line"), ...links);
  }

  _ask(asked) {
    Object.assign(this, asked);
    return this.refresh();
  }
}
