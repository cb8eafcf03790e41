// What called nobody in the last 24 hours, by cause: suppressed, never lost.

import { make, severityShape, makeSvg } from "../shapes.mjs";
import { t } from "../words.mjs";
import { read } from "../health/asking.mjs";
import { moment } from "../health/fields.mjs";
import { number } from "../format.mjs";
import { kindName } from "./names.mjs";

export class Suppressed {
  constructor(box, store) {
    this.box = box;
    this.store = store;
    this.cause = null;
    this.signs = [];
    this.causes = [];
  }

  async refresh() {
    const told = await read(`/live/rules/suppressed${this.cause ? `?cause=${this.cause}` : ""}`);
    if (!told) return;
    const isSame = JSON.stringify(told.signs) === JSON.stringify(this.signs);
    this.signs = told.signs;
    if (!isSame) this.paint(this.causes);
  }

  paint(causes) {
    this.causes = causes;
    const chips = causes.map((count) => this.chip(count));
    const table = make("table", "rules-table rules-signs", make("tbody", "", ...this.signs.map((sign) => this.row(sign))));
    const list = this.signs.length ? make("div", "rules-scroll", table) : make("p", "health-note", t("rules.suppressed.empty"));
    this.box.replaceChildren(
      make("h2", "", t("rules.suppressed")),
      make("p", "health-note", t("rules.suppressed.says")),
      make("div", "health-chips", ...chips),
      list,
    );
  }

  chip({ cause, signs }) {
    const chip = make("button", "chip", `${t(`rules.cause.${cause}`)} · ${number(signs, 0)}`);
    chip.type = "button";
    chip.setAttribute("aria-pressed", String(this.cause === cause));
    chip.addEventListener("click", () => {
      this.cause = this.cause === cause ? null : cause;
      this.paint(this.causes);
      this.refresh();
    });
    return chip;
  }

  row(sign) {
    const kind = make("td", "", makeSvg("rules-shape", severityShape(sign.severity, { size: 12 })), kindName(this.store, sign.kind));
    const cells = [moment(sign.last_at), sign.place, t(`rules.cause.${sign.cause}`), sign.cause === "window" ? sign.why : "", t("rules.signs", { many: sign.signs })];
    return make("tr", "", kind, ...cells.map((words) => make("td", "", words)));
  }
}
