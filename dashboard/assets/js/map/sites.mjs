// The sites of the eight smart systems: quiet squares as one comes closer; what is wrong is seen from afar.

import { number } from "../format.mjs";
import { pick, t } from "../words.mjs";
import { mapColours } from "./colours.mjs";
import { worldX, worldY } from "./geo.mjs";

const QUIET_FROM_ZOOM = 16.2;
const SIZE = 14;

export class Sites {
  constructor(store, isLayerOn, repaint) {
    Object.assign(this, { store, isLayerOn });
    this.colours = mapColours();
    this.places = new Map(store.places.sites.map((site) => [site.code, site]));
    let painted = "";
    store.on("sites", () => {
      const wanted = [...store.state.sites].map(([key, site]) => `${key}:${site.s}`).join();
      if (wanted !== painted) repaint();
      painted = wanted;
    });
  }

  /** [site, x, y] of every site to be seen, in layer points; the systems of one place stand side by side. */
  *shown({ zoom, scale, origin }) {
    if (!this.isLayerOn("sites")) return;
    const taken = new Map();
    for (const site of this.store.state.sites.values()) {
      if (!this.store.isShown(site) || (site.s === "ok" && zoom < QUIET_FROM_ZOOM)) continue;
      const { lat, lon } = site.lat === null ? (this.places.get(site.site) ?? {}) : site;
      if (lat === undefined) continue;
      const beside = taken.get(site.site) ?? 0;
      taken.set(site.site, beside + 1);
      yield [site, worldX(lon) * scale - origin.x + beside * (SIZE + 2), worldY(lat) * scale - origin.y];
    }
  }

  paint(context, frame) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (const [site, x, y] of this.shown(frame)) if (frame.bounds.contains([x, y])) this._square(context, site, x, y);
  }

  hit(point, frame) {
    for (const [site, x, y] of this.shown(frame)) {
      if (Math.abs(point.x - x) <= SIZE / 2 && Math.abs(point.y - y) <= SIZE / 2) return site;
    }
    return null;
  }

  words(site) {
    const name = this.places.get(site.site)?.name ?? site.site;
    const figures = site.figures.map((figure) => `${number(figure.value)} ${figure.unit} ${pick(figure)}`.replace(/\s+/g, " "));
    return [name, `${t(`system.${site.sys}`)} · ${t(`system.state.${site.s}`)}`, figures.join(" · ")].filter(Boolean);
  }

  /** Its system's letter; filled when it asks for attention, struck out when down, dashed when nobody knows. */
  _square(context, site, x, y) {
    const isWrong = site.s === "warn" || site.s === "down";
    const colour = site.s === "down" ? this.colours.critical : site.s === "warn" ? this.colours.medium : this.colours.muted;
    context.beginPath();
    context.roundRect(x - SIZE / 2, y - SIZE / 2, SIZE, SIZE, 3);
    context.fillStyle = site.s === "warn" ? colour : this.colours.panel;
    context.fill();
    context.strokeStyle = colour;
    context.lineWidth = isWrong ? 1.8 : 1.1;
    context.setLineDash(site.s === "unknown" ? [2, 2] : []);
    context.stroke();
    context.setLineDash([]);
    context.font = '600 9.5px "Inter Variable", sans-serif';
    context.fillStyle = site.s === "warn" ? this.colours.panel : colour;
    context.fillText(t(`map.site.letter.${site.sys}`), x, y + 0.5);
    if (site.s === "down") {
      context.beginPath();
      context.moveTo(x - SIZE / 2 - 2, y + SIZE / 2 + 2);
      context.lineTo(x + SIZE / 2 + 2, y - SIZE / 2 - 2);
      context.stroke();
    }
  }
}
