// Text on the map's canvases: fonts at the person's text size, widths measured once, halos.

const FAMILY = '"Inter Variable", sans-serif';

export class Lettering {
  constructor() {
    this._context = document.createElement("canvas").getContext("2d");
    this._widths = new Map();
  }

  /** How much larger than usual the person wants to read. */
  scale() {
    return parseFloat(getComputedStyle(document.documentElement).fontSize) / 13;
  }

  font(size, weight = 500) {
    return `${weight} ${size * this.scale()}px ${FAMILY}`;
  }

  /** The width of `text` in a font of `font()`. */
  width(font, text) {
    const key = `${font}|${text}`;
    if (!this._widths.has(key)) {
      this._context.font = font;
      this._widths.set(key, this._context.measureText(text).width);
    }
    return this._widths.get(key);
  }

  /** Measure anew: the fonts have come. */
  forget() {
    this._widths.clear();
  }
}

export function drawText(context, text, x, y, colour, halo) {
  haloText(context, text, x, y, halo);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

export function haloText(context, text, x, y, halo) {
  context.lineWidth = 3.5;
  context.strokeStyle = halo;
  context.strokeText(text, x, y);
}
