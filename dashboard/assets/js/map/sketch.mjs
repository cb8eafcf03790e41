// Drawing on the map by hand: a lasso, or a circle from its middle. What is drawn is told as a test for layer points.

import { number } from "../format.mjs";
import { makeSvg } from "../shapes.mjs";
import { t } from "../words.mjs";
import { isInside, metresPerPixel } from "./geo.mjs";

const L = window.L;
const KEYS_RADIUS_M = 200;
const LEAST_PX = 8; // Less than this was a slip of the hand.

export class Sketch {
  /** `onDrawn(test, middle)` hears of each drawing; `onEnd()` of every end, drawn or given up. */
  constructor(map, { onDrawn, onEnd }) {
    Object.assign(this, { map, onDrawn, onEnd, tool: null, points: null });
    this.sheet = makeSvg("", '<svg id="map-sketch" tabindex="0" role="application" hidden><path></path><text></text></svg>').firstElementChild;
    document.getElementById("map-pane").append(this.sheet);
    [this.shape, this.said] = this.sheet.children;
    const on = (name, act) => this.sheet.addEventListener(name, act.bind(this));
    on("pointerdown", this._begin);
    on("pointermove", this._draw);
    on("pointerup", this._finish);
    on("pointercancel", this.end);
    on("keydown", this._key);
  }

  /** Take up a tool: "lasso" or "radius". */
  start(tool) {
    this.tool = tool;
    this.sheet.setAttribute("aria-label", t(`map.tool.${tool}.hint`));
    this.sheet.removeAttribute("hidden");
    this.sheet.focus({ preventScroll: true });
  }

  end() {
    this.tool = this.points = null;
    this.shape.removeAttribute("d");
    this.said.textContent = "";
    this.sheet.setAttribute("hidden", "");
    this.onEnd();
  }

  _begin(event) {
    this.sheet.setPointerCapture(event.pointerId);
    this.points = [this._at(event)];
  }

  _draw(event) {
    if (!this.points) return;
    const point = this._at(event);
    if (this.tool === "radius") this.points[1] = point;
    else this.points.push(point);
    this._show();
  }

  _finish() {
    const points = this.points ?? [];
    const [first] = points;
    const reach = Math.max(0, ...points.map((point) => first.distanceTo(point)));
    if (reach < LEAST_PX) this.end();
    else if (this.tool === "radius") this._tell(first, reach);
    else this._tellLasso(points);
  }

  /** By key: all that is in view, or what lies around the middle of it. */
  _key(event) {
    if (event.key === "Escape") this.end();
    if (event.key !== "Enter") return;
    const size = this.map.getSize();
    if (this.tool === "radius") this._tell(size.divideBy(2), KEYS_RADIUS_M / this._metresPerPixel());
    else this._tellLasso([L.point(0, 0), L.point(size.x, 0), size, L.point(0, size.y)]);
  }

  _tell(middle, reach) {
    const at = this.map.containerPointToLayerPoint(middle);
    this._hand((x, y) => Math.hypot(x - at.x, y - at.y) <= reach, this.map.containerPointToLatLng(middle));
  }

  _tellLasso(points) {
    const ring = points.map((point) => this.map.containerPointToLayerPoint(point));
    const middle = L.bounds(points).getCenter();
    this._hand((x, y) => isInside(x, y, ring), this.map.containerPointToLatLng(middle));
  }

  _hand(test, middle) {
    this.onDrawn(test, middle);
    this.end();
  }

  _show() {
    const [first, last] = [this.points[0], this.points.at(-1)];
    if (this.tool === "lasso") {
      this.shape.setAttribute("d", `M${this.points.map(({ x, y }) => `${x} ${y}`).join("L")}Z`);
      return;
    }
    const reach = first.distanceTo(last);
    this.shape.setAttribute("d", `M${first.x - reach} ${first.y}a${reach} ${reach} 0 1 0 ${2 * reach} 0a${reach} ${reach} 0 1 0 ${-2 * reach} 0`);
    this.said.setAttribute("x", first.x);
    this.said.setAttribute("y", first.y - reach - 8);
    this.said.textContent = `${number(reach * this._metresPerPixel(), 0)} m`;
  }

  _metresPerPixel() {
    return metresPerPixel(this.map.getCenter().lat, this.map.getZoom());
  }

  _at(event) {
    return this.map.mouseEventToContainerPoint(event);
  }
}
