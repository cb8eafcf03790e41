// The map's own buttons: zoom, whole district, lasso, radius, what is near; each a click or a key away.

import { recall, remember } from "../preferences.mjs";
import { fillGlyphs } from "./filled_glyphs.mjs";
import { Sketch } from "./sketch.mjs";

export class Toolbar {
  constructor(map, { onHome, onNearby, onDrawn }) {
    this.sketch = new Sketch(map, { onDrawn, onEnd: () => this._press(null) });
    const acts = {
      in: () => map.zoomIn(), out: () => map.zoomOut(), home: onHome, nearby: onNearby,
      lasso: () => this._take("lasso"), radius: () => this._take("radius"),
    };
    this.buttons = [...document.querySelectorAll("#map-tools [data-tool]")];
    for (const button of this.buttons) button.addEventListener("click", acts[button.dataset.tool]);
    const legend = document.getElementById("map-legend");
    fillGlyphs(document.getElementById("map-pane"));
    legend.open = recall("legend") ?? false;
    legend.addEventListener("toggle", () => remember("legend", legend.open));
  }

  /** Take up a tool, or put it down when it is in the hand. */
  _take(tool) {
    if (this.sketch.tool === tool) {
      this.sketch.end();
      return;
    }
    if (this.sketch.tool) this.sketch.end();
    this._press(tool);
    this.sketch.start(tool);
  }

  _press(tool) {
    for (const button of this.buttons) {
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(button.dataset.tool === tool));
    }
  }
}
