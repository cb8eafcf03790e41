// Several cameras picked out on the map, by lasso, radius or from the card of what is near: a way to the wall.

import { number } from "../format.mjs";
import { goTo } from "../rooms.mjs";
import { make } from "../shapes.mjs";
import { SIZES } from "../wall/choice.mjs";
import { t } from "../words.mjs";
import { cardButton, cardList } from "./card.mjs";
import { distanceM } from "./geo.mjs";
import { cameraGlyph } from "./glyphs.mjs";
import { nearest } from "./nearby.mjs";

const MOST_ON_WALL = SIZES.at(-1);

export class Picking {
  constructor(cameras, card, onCamera) {
    Object.assign(this, { cameras, card, onCamera });
  }

  /** Pick the visible cameras whose layer points pass `test`; `middle` is where the drawing was. */
  pickByShape(test, middle, { scale, origin }) {
    const { field } = this.cameras;
    const found = [];
    for (let index = 0; index < field.x.length; index += 1) {
      const [x, y] = [field.x[index] * scale - origin.x, field.y[index] * scale - origin.y];
      if (this.cameras.isVisible(index) && test(x, y)) found.push(field.entry(index));
    }
    this._show(found, [middle.lat, middle.lng]);
  }

  /** Pick the cameras within `metres` of a place. */
  pickAround([lat, lon], metres) {
    const near = [...this.cameras.shown()].filter((entry) => distanceM(lat, lon, entry.lat, entry.lon) <= metres);
    this._show(near, [lat, lon]);
  }

  _show(entries, [lat, lon]) {
    const ordered = nearest(entries, lat, lon, entries.length).map(([entry]) => entry);
    const codes = ordered.map(({ camera }) => camera.code);
    this.cameras.pick(codes);
    const things = ordered.slice(0, MOST_ON_WALL).map(({ camera, state }) => ({
      glyph: cameraGlyph(state, 14), words: camera.name, aside: camera.code, onClick: () => this.onCamera(camera.code),
    }));
    const parts = [things.length ? cardList(t("map.picked.list"), things) : make("p", "card-said", t("map.picked.none"))];
    this.card.open(t("map.picked", { n: number(codes.length) }), [...parts, this._foot(codes)], () => this.cameras.pick([]));
  }

  /** More than the wall holds is said, and the nearest are offered instead. */
  _foot(codes) {
    const foot = make("div", "card-foot");
    if (!codes.length || !document.querySelector('#rail [data-room="wall"]')) return foot;
    const isTooMany = codes.length > MOST_ON_WALL;
    if (isTooMany) foot.append(make("p", "card-said", t("map.picked.many", { n: number(MOST_ON_WALL) })));
    const words = isTooMany ? t("map.picked.nearest", { n: number(MOST_ON_WALL) }) : t("map.picked.open");
    foot.append(cardButton(words, () => this._openWall(codes.slice(0, MOST_ON_WALL)), { isPrimary: true }));
    return foot;
  }

  /** Go to the wall with these cameras, chosen by hand, on as few tiles as hold them. */
  _openWall(codes) {
    const tiles = SIZES.find((size) => size >= codes.length);
    this.card.close();
    goTo("wall", { by: null, tiles, cams: codes.join(",") });
  }
}
