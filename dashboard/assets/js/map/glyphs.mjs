// The marks of states as small pictures, for clusters, lists and cards: the same shapes that the canvas paints.

import { severityShape } from "../shapes.mjs";

const INSIDE = {
  offline: "",
  unknown: "",
  obscured: '<path d="M4.2 11.8 11.8 4.2"/>',
  moved: '<path d="M8 8 14.5 1.5"/>',
  maintenance: '<circle cx="8" cy="8" r="1"/>',
};

/** The mark of a camera's state as an SVG string; a healthy one is a dot. */
export function cameraGlyph(state, size = 12) {
  if (state === "online") return `<svg class="camera-glyph is-online" width="${size}" height="${size}" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="4"/></svg>`;
  return `<svg class="camera-glyph is-${state}" width="${size}" height="${size}" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="5.5"/>${INSIDE[state] ?? ""}</svg>`;
}

/** The mark of an alert's severity or of a camera's state, whichever `state` is. */
export function stateGlyph(state, { size = 14, taken = false } = {}) {
  return state in INSIDE ? cameraGlyph(state, size) : severityShape(state, { size, taken });
}

const TOOLS = {
  in: '<path d="M9 3v12M3 9h12"/>',
  out: '<path d="M3 9h12"/>',
  home: '<path d="M2.5 9 9 3l6.5 6M4.5 7.6V15h9V7.6"/>',
  nearby: '<circle cx="9" cy="9" r="4.6"/><path d="M9 1.5v5M9 11.5v5M1.5 9h5M11.5 9h5"/>',
  lasso: '<path d="M9 3c4 0 6.6 1.7 6.6 4.2S13 11.6 9 11.6 2.4 9.8 2.4 7.2 5 3 9 3Z" stroke-dasharray="3 2"/><path d="M6 11.2c-1.6 1-1.2 2.8.5 2.9s2 1.4.6 2.4"/>',
  radius: '<circle cx="9" cy="9" r="6.6" stroke-dasharray="3 2"/><path d="M9 9l4.7-4.7"/><circle cx="9" cy="9" r="1"/>',
};

export const toolGlyph = (name) => `<svg class="tool-glyph" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">${TOOLS[name]}</svg>`;

/** A unit's mark: an arrow where it heads; ringed when it was sent or drives, a flagged square at the scene. */
export function unitGlyph(doing) {
  const ring = doing === "dispatched" || doing === "en_route" ? '<circle class="ring" cx="13" cy="13" r="11.4"/>' : "";
  const mark = doing === "on_scene"
    ? '<rect class="scene" x="4" y="4" width="18" height="18" rx="4"/><path class="tick" d="M8.5 13.4 12 16.8 17.8 9.6"/>'
    : '<path class="arrow" d="M13 5.4 18.6 20 13 16.8 7.4 20Z"/>';
  return `<svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true">${ring}${mark}</svg>`;
}
