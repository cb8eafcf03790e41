// The map's one card: a title, some lists of things to choose, and what can be done with them. Escape closes it, and
// the focus goes back to where it came from.

import { make, makeSvg } from "../shapes.mjs";
import { t } from "../words.mjs";

export class Card {
  constructor() {
    this.box = document.getElementById("map-card");
    this.onClose = () => {};
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }

  get isOpen() {
    return !this.box.hidden;
  }

  /** Show `title` and the parts below it; `onClose` hears when the person is done with it. */
  open(title, parts, onClose) {
    if (!this.isOpen) this.cameFrom = document.activeElement;
    const close = make("button", "card-close", "×");
    close.setAttribute("aria-label", t("map.card.close"));
    close.addEventListener("click", () => this.close());
    const heading = make("h2", "card-title", title);
    this.box.replaceChildren(make("div", "card-head", heading, close), ...parts.filter(Boolean));
    this.box.setAttribute("aria-label", title);
    this.box.hidden = false;
    this.onClose = onClose;
    (this.box.querySelector(".card-item, .button") ?? close).focus({ preventScroll: true });
  }

  close() {
    if (!this.isOpen) return;
    this.box.hidden = true;
    this.onClose();
    if (this.cameFrom?.isConnected) this.cameFrom.focus({ preventScroll: true });
  }
}

/** A list of things to choose under a heading; `things` are {glyph, words, aside, onClick}. Nothing when there are none. */
export function cardList(heading, things) {
  if (!things.length) return null;
  const items = things.map(({ glyph, words, aside, onClick }) => {
    const button = make("button", "card-item", makeSvg("card-glyph", glyph), make("span", "card-words", words), make("span", "card-aside", aside));
    button.addEventListener("click", onClick);
    return make("li", "", button);
  });
  return make("section", "card-part", make("h3", "", heading), make("ul", "", ...items));
}

export function cardButton(words, onClick, { isPrimary = false } = {}) {
  const button = make("button", isPrimary ? "button primary" : "button", words);
  button.addEventListener("click", onClick);
  return button;
}
