// The looks that a person chose in this browser: theme, text size, widths. Put on before the page is seen.

import { recall } from "./preferences.mjs";
import { wearWidths } from "./splitter.mjs";

export const THEMES = ["dark", "dim", "day"];
export const SIZES = ["normal", "large", "huge"];

export function wearLooks() {
  const { dataset } = document.documentElement;
  dataset.theme = oneOf(THEMES, recall("theme"));
  dataset.size = oneOf(SIZES, recall("size"));
  wearWidths();
}

const oneOf = (known, asked) => (known.includes(asked) ? asked : known[0]);
