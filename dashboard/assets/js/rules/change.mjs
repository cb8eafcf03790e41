// The settings that are of no one kind, and the way of a change: written with a reason, tried, then put in force.

import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { t } from "../words.mjs";
import { send } from "../health/asking.mjs";
import { button } from "../health/fields.mjs";

/** Groups of the document with their figures, in the order in which they are shown. */
const GROUPS = {
  cameras: ["offline_hold_s", "many_hold_s", "obscured_hold_s", "moved_hold_s", "many"],
  congestion: ["open_at", "clear_at", "hold_s"],
  reports: ["citizens", "window_s", "near_m"],
  chatter: ["times", "within_s", "calm_s"],
  flood: ["more_than", "within_s"],
  quiet: ["low_s", "medium_s"],
  verdicts: ["share", "least", "days"],
};
const SHARES = new Set(["open_at", "clear_at", "share"]);

export class Change {
  constructor(box, kinds, take) {
    this.box = box;
    this.kinds = kinds;
    this.take = take;
    this.why = make("input");
    Object.assign(this.why, { type: "text", maxLength: 500 });
  }

  paint() {
    if (!this.kinds.draft) return;
    if (this.box.contains(document.activeElement) && this.save) {
      this.tell();
      return;
    }
    const groups = Object.entries(GROUPS).map(([group, names]) => this.group(group, names));
    this.why.placeholder = t("rules.why");
    this.why.setAttribute("aria-label", t("rules.why"));
    this.save = button("rules.try", "primary", () => this.write());
    this.undo = button("rules.undo", "", () => this.kinds.load(this.kinds.live));
    this.state = make("p", "health-note");
    this.box.replaceChildren(
      make("h2", "", t("rules.change")),
      make("div", "rules-groups", ...groups),
      this.state,
      make("div", "health-tools", this.why, this.undo, this.save),
    );
    this.tell();
  }

  /** Say whether there is something to try. */
  tell() {
    const isTouched = this.kinds.isTouched();
    this.save.disabled = this.undo.disabled = !isTouched;
    this.state.textContent = t(isTouched ? "rules.change.touched" : "rules.change.says");
  }

  group(group, names) {
    const fields = names.map((name) => {
      const field = make("input");
      Object.assign(field, { type: "number", min: 0, step: SHARES.has(name) ? 0.01 : 1, value: this.kinds.draft[group][name] });
      field.classList.toggle("is-changed", this.kinds.draft[group][name] !== this.kinds.live[group][name]);
      field.addEventListener("input", () => {
        if (!Number.isFinite(field.valueAsNumber)) return;
        this.kinds.draft[group][name] = field.valueAsNumber;
        field.classList.toggle("is-changed", field.valueAsNumber !== this.kinds.live[group][name]);
        this.tell();
      });
      return make("label", "rules-figure", make("span", "", t(`rules.${group}.${name}`)), field);
    });
    return make("fieldset", "rules-group", make("legend", "", t(`rules.${group}`)), ...fields);
  }

  async write() {
    const told = await send("/live/rules/versions", { settings: this.kinds.draft, why: this.why.value });
    if (!told) return;
    this.why.value = "";
    toast(t("rules.written", { number: told.versions[0].number }), { kind: "done" });
    this.kinds.load(told.settings);
    this.take(told);
  }
}
