// The wards' police posts: quiet shields as one comes closer; one that cannot be reached is seen from afar, struck out.

import { age } from "../format.mjs";
import { t } from "../words.mjs";
import { mapColours } from "./colours.mjs";
import { worldX, worldY } from "./geo.mjs";

const QUIET_FROM_ZOOM = 14.8;
const HALF = 7;
const ABOVE_NAME = 17; // A post whose place is only rough stands above its ward's name, not on it.
const CUT_OFF = new Set(["lost", "silent"]);

export class Posts {
  constructor(store, isLayerOn, repaint) {
    Object.assign(this, { store, isLayerOn });
    this.colours = mapColours();
    store.on("posts", repaint);
  }

  /** [post, x, y] of every post to be seen, in layer points. */
  *shown({ zoom, scale, origin }) {
    if (!this.isLayerOn("units")) return;
    for (const post of this.store.state.posts.values()) {
      if (!this.store.isShown(post) || (!CUT_OFF.has(post.s) && zoom < QUIET_FROM_ZOOM)) continue;
      yield [post, worldX(post.lon) * scale - origin.x, worldY(post.lat) * scale - origin.y - (post.rough ? ABOVE_NAME : 0)];
    }
  }

  paint(context, frame) {
    for (const [post, x, y] of this.shown(frame)) if (frame.bounds.contains([x, y])) this._shield(context, post, x, y);
  }

  hit(point, frame) {
    for (const [post, x, y] of this.shown(frame)) {
      if (Math.abs(point.x - x) <= HALF + 1 && Math.abs(point.y - y) <= HALF + 2) return post;
    }
    return null;
  }

  words(post) {
    const heard = post.heard ?? post.at;
    const link = t(`units.post.${post.s}`, { for: heard ? age(Date.parse(heard), this.store.nowMs()) : "" });
    return [post.c, link, post.rough ? t("units.post.rough") : ""].filter(Boolean);
  }

  /** A shield; dashed where its place is only rough, crossed out when nobody can be reached there. */
  _shield(context, post, x, y) {
    const isCut = CUT_OFF.has(post.s);
    const colour = isCut ? this.colours.critical : post.s === "online" ? this.colours.label : this.colours.muted;
    context.beginPath();
    context.moveTo(x - HALF, y - HALF);
    context.lineTo(x + HALF, y - HALF);
    context.lineTo(x + HALF, y + 1);
    context.quadraticCurveTo(x + HALF - 1, y + HALF - 1, x, y + HALF + 2);
    context.quadraticCurveTo(x - HALF + 1, y + HALF - 1, x - HALF, y + 1);
    context.closePath();
    context.fillStyle = this.colours.panel;
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.setLineDash(post.rough ? [3, 2] : []);
    context.fill();
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    if (isCut) {
      context.moveTo(x - HALF + 2, y - HALF + 2);
      context.lineTo(x + HALF - 2, y + HALF - 2);
    } else {
      context.arc(x, y - 1, 2, 0, 7);
    }
    context.stroke();
  }
}
