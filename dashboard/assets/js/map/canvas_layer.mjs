// A canvas pane of the Leaflet map that is painted by one function. It is larger than the view and moves with the
// map, so that panning paints nothing until the view comes to its edge.

import { Pace } from "./pace.mjs";

const L = window.L;
const PADDING = 0.3; // Of the view's size, on each side.

/** A Leaflet renderer whose `paint(context, frame)` draws in layer points; frame = {map, bounds, zoom, scale, origin}. */
export const CanvasLayer = L.Renderer.extend({
  initialize(paint, options) {
    this._paint = paint;
    this._pace = new Pace(() => this._map && !this._map._animatingZoom && this._bounds && this._draw());
    L.Renderer.prototype.initialize.call(this, options);
  },

  getEvents() {
    return { ...L.Renderer.prototype.getEvents.call(this), move: this._followDrag };
  },

  /** Paint again soon, once, however often it is asked. */
  repaint() {
    if (this._map) this._pace.ask();
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._context = this._container.getContext("2d");
  },

  _destroyContainer() {
    this._pace.stop();
    L.DomUtil.remove(this._container);
  },

  /** While a hand drags the map beyond what is painted, paint what comes into view. */
  _followDrag() {
    if (this._map.getZoom() === this._zoom) this._update();
  },

  _update() {
    if (!this._map.getSize().x || (this._bounds && (this._map._animatingZoom || this._isPainted()))) return;
    L.Renderer.prototype._update.call(this);
    this._origin = this._map.getPixelOrigin();
    this._resize();
    this._draw();
  },

  _isPainted() {
    const origin = this._map.getPixelOrigin();
    if (this._zoom !== this._map.getZoom() || !this._origin?.equals(origin) || this._ratio !== pixelRatio()) return false;
    const min = this._map.containerPointToLayerPoint([0, 0]);
    return this._bounds.contains(L.bounds(min, min.add(this._map.getSize())));
  },

  _resize() {
    const size = this._bounds.getSize();
    this._ratio = pixelRatio();
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = Math.round(size.x * this._ratio);
    this._container.height = Math.round(size.y * this._ratio);
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
  },

  _updatePaths() {},

  _draw() {
    const { min, max } = this._bounds;
    const context = this._context;
    const zoom = this._zoom;
    context.setTransform(this._ratio, 0, 0, this._ratio, -min.x * this._ratio, -min.y * this._ratio);
    context.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
    this._paint(context, { map: this._map, bounds: this._bounds, zoom, scale: 2 ** zoom, origin: this._origin });
  },
});

const pixelRatio = () => Math.min(window.devicePixelRatio || 1, 2);

/** Make a pane at `zIndex` and put a painted canvas on it. */
export function addCanvas(map, name, zIndex, paint) {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
  return new CanvasLayer(paint, { pane: name, padding: PADDING }).addTo(map);
}
