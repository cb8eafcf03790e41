// The editor of a camera's privacy zones: drawn with the pointer on its newest picture, or typed as percentages.

import { number } from "../format.mjs";
import { may } from "../person.mjs";
import { make, makeSvg } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { t } from "../words.mjs";
import { send } from "./asking.mjs";
import { button, input, labelled } from "./fields.mjs";
import { afterGesture, area, pointOf, rectangle } from "./zone_outline.mjs";

const SIDES = ["left", "top", "right", "bottom"];
const LONGEST_REASON = 300;

export class ZoneEditor {
  constructor(camera, zones, onDone) {
    Object.assign(this, { camera, zones, onDone, corners: [], isClosed: false, from: null });
    this.stage = this._stage();
    this.said = make("p", "health-note");
    this.said.setAttribute("role", "status");
    this.reason = input("text", "", { maxLength: LONGEST_REASON, required: true });
    this.urgent = input("checkbox", false);
    this.element = make(
      "section",
      "health-part health-editor",
      make("h2", "", t("health.zones.editor", { code: camera })),
      make("p", "health-note", t("health.zones.editor.says")),
      this.stage,
      this.said,
      this._numbers(),
      labelled("health.zones.reason", this.reason),
      may("manage_cameras") ? labelled("health.zones.urgent", this.urgent, "field-check") : null,
      make("div", "ask-buttons", button("health.zones.clear", "", () => this._draw([], false)), button("health.zones.close_shape", "", () => this._close()), button("health.zones.propose", "primary", () => this._propose())),
    );
    this._draw([], false);
  }

  _stage() {
    const picture = make("img", "health-picture");
    picture.alt = "";
    picture.src = `/api/v1/privacy-zones/picture/${encodeURIComponent(this.camera)}`;
    const lines = makeSvg("health-lines", '<svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true"></svg>');
    const stage = make("div", "health-stage", picture, lines);
    picture.addEventListener("error", () => {
      picture.remove();
      stage.prepend(make("p", "health-no-picture", t("health.zones.no_picture")));
    });
    this.svg = lines.firstElementChild;
    stage.addEventListener("pointerdown", (event) => {
      stage.setPointerCapture(event.pointerId);
      this.from = this._point(event);
      event.preventDefault();
    });
    stage.addEventListener("pointermove", (event) => this.from && this._sketch(rectangle(this.from, this._point(event))));
    stage.addEventListener("pointerup", (event) => {
      if (!this.from) return;
      const after = afterGesture(this.corners, this.isClosed, this.from, this._point(event));
      this.from = null;
      this._draw(after.corners, after.isClosed);
    });
    return stage;
  }

  _point(event) {
    const box = this.stage.getBoundingClientRect();
    return pointOf((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }

  /** Four percentages make a rectangle without a pointer. */
  _numbers() {
    this.sides = Object.fromEntries(SIDES.map((side) => [side, input("number", "", { min: 0, max: 100, step: "any" })]));
    const use = button("health.zones.use", "small", () => {
      const [left, top, right, bottom] = SIDES.map((side) => Number(this.sides[side].value) / 100);
      this._draw(rectangle(pointOf(left, top), pointOf(right, bottom)), true);
    });
    return make("div", "health-numbers", ...SIDES.map((side) => labelled(`health.zones.${side}`, this.sides[side])), use);
  }

  _close() {
    if (this.corners.length > 2) this._draw(this.corners, true);
  }

  _draw(corners, isClosed) {
    Object.assign(this, { corners, isClosed });
    this._sketch(corners);
    const said = { n: number(corners.length), share: number(area(corners) * 100, 1) };
    this.said.textContent = corners.length ? t("health.zones.corners", said) : t("health.zones.none_drawn");
  }

  /** Show the zones that there are, and what is being drawn. */
  _sketch(corners) {
    const known = this.zones.map((zone) => polygon(zone.outline, zone.approved_at ? "is-painted" : "is-proposed"));
    const dots = corners.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="0.008"/>`);
    this.svg.innerHTML = [...known, polygon(corners, "is-drawn"), ...dots].join("");
  }

  async _propose() {
    if (this.corners.length < 3) {
      toast(t("health.zones.none_drawn"), { kind: "warn" });
      return;
    }
    const asked = { camera: this.camera, outline: this.corners, reason: this.reason.value, is_urgent: this.urgent.checked };
    if (!(await send("/api/v1/privacy-zones", asked))) return;
    toast(t("health.zones.proposed_done"), { kind: "done" });
    this.onDone();
  }
}

/** A polygon of numbers alone: nothing that came from elsewhere gets into the markup. */
const polygon = (outline, kind) =>
  `<polygon class="${kind}" points="${outline.map(([x, y]) => `${Number(x)},${Number(y)}`).join(" ")}"/>`;
