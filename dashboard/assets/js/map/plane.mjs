// Shapes made once, painted at any zoom: paths in pixels of a deep zoom around the district's middle, so that a
// repaint is a handful of strokes however many streets there are.

import { worldX, worldY } from "./geo.mjs";

const DEPTH = 2 ** 20; // Pixels per world unit: deep enough that nothing is rounded to be seen.

export class Plane {
  /** `latLons` tell where the middle is; paths keep their numbers small around it. */
  constructor(latLons) {
    const xs = latLons.map(([, lon]) => worldX(lon));
    const ys = latLons.map(([lat]) => worldY(lat));
    [this.left, this.right] = [Math.min(...xs), Math.max(...xs)];
    [this.top, this.bottom] = [Math.min(...ys), Math.max(...ys)];
    this.x = (this.left + this.right) / 2;
    this.y = (this.top + this.bottom) / 2;
    this.latitude = latLons.length ? latLons.reduce((sum, [lat]) => sum + lat, 0) / latLons.length : 0;
  }

  path(lines, isClosed) {
    const path = new Path2D();
    for (const line of lines) {
      line.forEach(([lat, lon], index) => {
        const [x, y] = this.at(lat, lon);
        if (index) path.lineTo(x, y);
        else path.moveTo(x, y);
      });
      if (isClosed) path.closePath();
    }
    return path;
  }

  at(lat, lon) {
    return [(worldX(lon) - this.x) * DEPTH, (worldY(lat) - this.y) * DEPTH];
  }

  /** Let `context`, which stands in layer points, stand in the plane; returns how long a pixel is there. */
  enter(context, { scale, origin }) {
    context.translate(this.x * scale - origin.x, this.y * scale - origin.y);
    context.scale(scale / DEPTH, scale / DEPTH);
    return DEPTH / scale;
  }

  /** Slanted lines over an area: what is tinted must not rest on colour alone. */
  hatch(context, area, unit, colour) {
    const [left, right] = [(this.left - this.x) * DEPTH, (this.right - this.x) * DEPTH];
    const [top, bottom] = [(this.top - this.y) * DEPTH, (this.bottom - this.y) * DEPTH];
    const step = Math.max(9 * unit, (right - left) / 400);
    context.save();
    context.clip(area, "evenodd");
    context.strokeStyle = colour;
    context.lineWidth = unit;
    context.beginPath();
    for (let x = left - (bottom - top); x < right; x += step) {
      context.moveTo(x, bottom);
      context.lineTo(x + (bottom - top), top);
    }
    context.stroke();
    context.restore();
  }
}
