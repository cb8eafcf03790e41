// The marks of legend and tools are made by what draws them elsewhere, so that they can never tell another story.

import { severityShape } from "../shapes.mjs";
import { cameraGlyph, toolGlyph, unitGlyph } from "./glyphs.mjs";

const MAKERS = {
  severity: (name) => severityShape(name, { size: 13 }),
  taken: (name) => severityShape(name, { size: 13, taken: true }),
  camera: (name) => cameraGlyph(name, 14),
  unit: (name) => unitGlyph(name),
  tool: (name) => toolGlyph(name),
};

/** Fill every mark that names what it stands for, as "unit:en_route". */
export function fillGlyphs(root) {
  for (const mark of root.querySelectorAll("[data-glyph]")) {
    const [kind, name] = mark.dataset.glyph.split(":");
    mark.innerHTML = MAKERS[kind](name);
  }
}
