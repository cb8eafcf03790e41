// A canvas pane of the Leaflet map that is painted by one function: zooms and pans as Leaflet's own do.

const L = window.L;

/** A Leaflet renderer whose `paint(context, frame)` draws in layer points; frame = {map, bounds, zoom}. */
export const CanvasLayer = L.Renderer.extend({
  initialize(paint, options) {
    this._paint = paint;
    L.Renderer.prototype.initialize.call(this, options);
  },

  _initContainer() {
    this._container = document.createElement("canvas");
    this._context = this._container.getContext("2d");
  },

  _destroyContainer() {
    cancelAnimationFrame(this._frame);
    L.DomUtil.remove(this._container);
  },

  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    L.Renderer.prototype._update.call(this);
    const size = this._bounds.getSize();
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    L.DomUtil.setPosition(this._container, this._bounds.min);
    this._container.width = Math.round(size.x * ratio);
    this._container.height = Math.round(size.y * ratio);
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    this._ratio = ratio;
    this._draw();
  },

  _updatePaths() {},

  /** Paint again on the next frame, once, however often it is asked. */
  repaint() {
    if (this._frame || !this._map) return;
    this._frame = requestAnimationFrame(() => {
      this._frame = null;
      if (this._map && !this._map._animatingZoom) this._draw();
    });
  },

  _draw() {
    const { min, max } = this._bounds;
    const context = this._context;
    context.setTransform(this._ratio, 0, 0, this._ratio, -min.x * this._ratio, -min.y * this._ratio);
    context.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
    this._paint(context, { map: this._map, bounds: this._bounds, zoom: this._map.getZoom() });
  },
});

/** Make a pane at `zIndex` and put a painted canvas on it. */
export function addCanvas(map, name, zIndex, paint) {
  const pane = map.createPane(name);
  pane.style.zIndex = zIndex;
  pane.style.pointerEvents = "none";
  return new CanvasLayer(paint, { pane: name, padding: 0.25 }).addTo(map);
}

/** Keeps points' pixel positions per zoom, so that painting thousands is only a subtraction. */
export class Projected {
  constructor() {
    this._zoom = null;
    this._points = new Map();
  }

  at(map, key, lat, lon) {
    const zoom = map.getZoom();
    if (zoom !== this._zoom) {
      this._zoom = zoom;
      this._points.clear();
    }
    let point = this._points.get(key);
    if (!point || point.lat !== lat || point.lon !== lon) {
      const projected = map.project([lat, lon], zoom);
      point = { lat, lon, x: projected.x, y: projected.y };
      this._points.set(key, point);
    }
    const origin = map.getPixelOrigin();
    return { x: point.x - origin.x, y: point.y - origin.y };
  }
}
