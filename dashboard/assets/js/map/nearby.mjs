// What is nearest to a point: five cameras and three units, asked by right click, long press or the key n.

import { number } from "../format.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";
import { cardButton, cardList } from "./card.mjs";
import { distanceM } from "./geo.mjs";
import { cameraGlyph, unitGlyph } from "./glyphs.mjs";

const L = window.L;
const [CAMERAS, UNITS] = [5, 3];
const AROUND_M = 200;

export class Nearby {
  constructor(map, store, { cameras, units, card, onCamera, onAround }) {
    Object.assign(this, { map, store, cameras, units, card, onCamera, onAround });
    map.on("contextmenu", (event) => this.ask(event.latlng));
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.key === "n" && event.target === map.getContainer()) this.ask(map.getCenter());
    });
  }

  /** Show what is nearest to a place. */
  ask({ lat, lng }) {
    const parts = [
      cardList(t("map.nearby.cameras"), this._cameras(lat, lng)),
      cardList(t("map.nearby.units"), this._units(lat, lng)),
    ];
    const around = cardButton(t("map.nearby.around", { n: number(AROUND_M) }), () => this.onAround([lat, lng], AROUND_M));
    this.card.open(t("map.nearby"), [...parts, make("div", "card-foot", around)], () => this._unmark());
    this._mark(lat, lng);
  }

  _cameras(lat, lon) {
    return nearest([...this.cameras.shown()], lat, lon, CAMERAS).map(([entry, metres]) => ({
      glyph: cameraGlyph(entry.state, 14), words: entry.camera.name, aside: metresWords(metres),
      onClick: () => this.onCamera(entry.camera.code),
    }));
  }

  _units(lat, lon) {
    const units = [...this.store.state.units]
      .filter(([, unit]) => unit.lat !== null && unit.s !== "off_duty" && this.store.isShown(unit))
      .map(([code, unit]) => ({ code, unit, lat: unit.lat, lon: unit.lon }));
    return nearest(units, lat, lon, UNITS).map(([{ code, unit }, metres]) => {
      const doing = this.units.doing(code, unit);
      return {
        glyph: unitGlyph(doing), words: `${unit.c} · ${t(`unit.${doing}`)}`, aside: metresWords(metres),
        onClick: () => this.map.panTo([unit.lat, unit.lon]),
      };
    });
  }

  _mark(lat, lon) {
    this._unmark();
    const icon = L.divIcon({ className: "spot-mark", iconSize: [30, 30] });
    this.spot = L.marker([lat, lon], { icon, interactive: false, keyboard: false }).addTo(this.map);
  }

  _unmark() {
    this.spot?.remove();
    this.spot = null;
  }
}

/** The `count` nearest of what has lat and lon, each with its metres. */
export function nearest(things, lat, lon, count) {
  return things
    .map((thing) => [thing, distanceM(lat, lon, thing.lat, thing.lon)])
    .sort((a, b) => a[1] - b[1])
    .slice(0, count);
}

const metresWords = (metres) => `${number(metres < 1000 ? Math.round(metres / 5) * 5 : Math.round(metres / 50) * 50, 0)} m`;
