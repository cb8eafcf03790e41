// A picture large: the next and the one before by key, boxes shown or hidden, nearer and farther, moved by hand.

import { open } from "../dialogs.mjs";
import { provenanceMark } from "../provenance.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";
import { boxesButton, onBoxes, pictureWithBox, toggleBoxes } from "./boxes.mjs";
import { stamp } from "./facts.mjs";

const FARTHEST = 1;
const NEAREST = 6;
const STEP = 1.35;
let shown = null;

onBoxes(() => shown?.draw());

/** Show `pictures` ({eventId, moment, facts, box, camera}) large, beginning with the one at `index`. */
export function enlarge(pictures, index) {
  shown = new Viewer(pictures, index);
}

class Viewer {
  constructor(pictures, index) {
    Object.assign(this, { pictures, index, zoom: 1, moved: [0, 0] });
    this.stage = make("div", "stage");
    this.words = make("p", "large-words");
    this.tools = make("div", "ask-buttons");
    this.dialog = open(make("div", "viewer", this.stage, this.words, this.tools), "pictures");
    this.dialog.setAttribute("aria-label", t("viewer.title"));
    this.dialog.addEventListener("keydown", (event) => this._key(event));
    this.dialog.addEventListener("close", () => (shown = null));
    this.stage.addEventListener("wheel", (event) => this._wheel(event), { passive: false });
    this.stage.addEventListener("pointermove", (event) => event.buttons === 1 && this._move(event.movementX, event.movementY));
    this.draw();
  }

  draw() {
    const { eventId, moment, facts, box, camera } = this.pictures[this.index];
    const image = make("img", "large");
    Object.assign(image, { src: `/pictures/${eventId}/${moment}`, alt: `${t(`moment.${moment}`)} · ${camera}`, draggable: false });
    this.picture = pictureWithBox(image, box, moment === "at");
    this.stage.replaceChildren(this.picture);
    const place = this.pictures.length > 1 ? ` · ${this.index + 1}/${this.pictures.length}` : "";
    const taken = facts ? ` · ${stamp(facts.observed_at)}` : "";
    this.words.replaceChildren(`${t(`moment.${moment}`)} · ${camera}${taken}${place} `, ...provenanceMark(facts?.provenance, facts?.exercise, true));
    this._drawTools(box);
    this._place();
  }

  _drawTools(box) {
    const tool = (words, key, run) => {
      const button = make("button", "button small", make("span", "", words), make("kbd", "", key));
      button.addEventListener("click", run);
      return button;
    };
    const ways = this.pictures.length < 2 ? [] : [
      tool(t("viewer.before"), "←", () => this._go(-1)),
      tool(t("viewer.after"), "→", () => this._go(1)),
    ];
    this.tools.replaceChildren(...ways, ...(box ? [boxesButton()] : []),
      tool(t("viewer.nearer"), "+", () => this._zoomBy(STEP)),
      tool(t("viewer.farther"), "−", () => this._zoomBy(1 / STEP)),
      tool(t("dialog.close"), "Esc", () => this.dialog.close()));
  }

  _key(event) {
    const acts = {
      ArrowLeft: () => this._go(-1), ArrowRight: () => this._go(1), b: toggleBoxes, B: toggleBoxes,
      "+": () => this._zoomBy(STEP), "=": () => this._zoomBy(STEP), "-": () => this._zoomBy(1 / STEP), 0: () => this._zoomBy(0),
    };
    if (!acts[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  _go(step) {
    this.index = (this.index + step + this.pictures.length) % this.pictures.length;
    this.draw();
  }

  _wheel(event) {
    event.preventDefault();
    this._zoomBy(event.deltaY < 0 ? STEP : 1 / STEP);
  }

  _zoomBy(factor) {
    this.zoom = Math.min(NEAREST, Math.max(FARTHEST, this.zoom * factor));
    if (this.zoom === FARTHEST) this.moved = [0, 0];
    this._place();
  }

  /** Move what is shown, no farther than its edge. */
  _move(right, down) {
    const most = [this.picture.offsetWidth, this.picture.offsetHeight].map((size) => (size * (this.zoom - 1)) / 2);
    this.moved = [this.moved[0] + right, this.moved[1] + down].map((way, axis) => Math.min(most[axis], Math.max(-most[axis], way)));
    this._place();
  }

  _place() {
    this.picture.style.transform = `translate(${this.moved[0]}px, ${this.moved[1]}px) scale(${this.zoom})`;
  }
}
