// The one canvas of the map. What lies on it is painted in layers, each kept by itself, and put on the canvas together:
// a change repaints its own layer alone, and the browser has one picture to move instead of several. It is
// larger than the view and moves with the map, so that panning paints nothing until the view comes to its edge.

import { Pace } from "./pace.mjs";

const L = window.L;
const PADDING = 0.3; // Of the view's size, on each side.
const Z_INDEX = 210;

/** A Leaflet renderer of layers that draw in layer points; with `isOpaque` nothing below it is seen. */
const LayeredCanvas = L.Renderer.extend({
  initialize(options) {
    this._painted = [];
    this._pace = new Pace(() => this._map && !this._map._animatingZoom && this._bounds && this._draw());
    L.Renderer.prototype.initialize.call(this, options);
  },

  /** Add a layer above the others; `paint(context, {map, bounds, zoom, scale, origin})` draws all of it. */
  lay(paint) {
    const layer = new Layer(paint, this._painted.length === 0 && this.options.isOpaque, (restMs) => this._pace.ask(restMs));
    this._painted.push(layer);
    this._sizeLayers();
    layer.repaint();
    return layer;
  },

  getEvents() {
    return { ...L.Renderer.prototype.getEvents.call(this), move: this._followDrag };
  },

  _initContainer() {
    const alpha = !this.options.isOpaque;
    this._container = document.createElement("canvas");
    this._screen = this._container.getContext("bitmaprenderer", { alpha }); // Moved, it is not copied again.
    this._mixed = new OffscreenCanvas(1, 1);
    this._mixer = this._mixed.getContext("2d", { alpha });
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
    for (const layer of this._painted) layer.isStale = true;
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
    this._container.style.width = `${size.x}px`;
    this._container.style.height = `${size.y}px`;
    fit(this._container, size.multiplyBy(this._ratio));
    fit(this._mixed, size.multiplyBy(this._ratio));
    this._sizeLayers();
  },

  _sizeLayers() {
    for (const { canvas } of this._painted) fit(canvas, L.point(this._mixed.width, this._mixed.height));
  },

  _updatePaths() {},

  _draw() {
    if (!this._painted.length) return;
    const frame = { map: this._map, bounds: this._bounds, zoom: this._zoom, scale: 2 ** this._zoom, origin: this._origin };
    for (const layer of this._painted) {
      if (layer.isStale) layer.draw(frame, this._ratio);
      this._mixer.drawImage(layer.canvas, 0, 0);
    }
    this._screen.transferFromImageBitmap(this._mixed.transferToImageBitmap());
  },
});

/** One layer, painted on a canvas that nobody sees. */
class Layer {
  constructor(paint, isOpaque, ask) {
    Object.assign(this, { paint, ask, isStale: true, canvas: new OffscreenCanvas(1, 1) });
    this.context = this.canvas.getContext("2d", { alpha: !isOpaque });
  }

  /** Paint again soon, once, however often it is asked; `restMs` after the last time at the soonest. */
  repaint(restMs) {
    this.isStale = true;
    this.ask(restMs);
  }

  draw(frame, ratio) {
    const { min, max } = frame.bounds;
    this.isStale = false;
    this.context.setTransform(ratio, 0, 0, ratio, -min.x * ratio, -min.y * ratio);
    this.context.clearRect(min.x, min.y, max.x - min.x, max.y - min.y);
    this.paint(this.context, frame);
  }
}

function fit(canvas, { x, y }) {
  const [width, height] = [Math.round(x), Math.round(y)];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

const pixelRatio = () => Math.min(window.devicePixelRatio || 1, 2);

/** Put the canvas on a map. */
export function addCanvas(map, { isOpaque }) {
  const pane = map.createPane("canvas");
  pane.style.zIndex = Z_INDEX;
  pane.style.pointerEvents = "none";
  return new LayeredCanvas({ pane: "canvas", padding: PADDING, isOpaque }).addTo(map);
}
