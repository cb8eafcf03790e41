// The box that a detector drew: over the picture, hidden and shown again by a key, as this person last chose.

import { recall, remember } from "../preferences.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";

const listeners = new Set();

export const areBoxesShown = () => recall("boxes") ?? true;
export const onBoxes = (listener) => listeners.add(listener);

export function toggleBoxes() {
  remember("boxes", !areBoxesShown());
  for (const listener of listeners) listener();
}

/** A picture with its event's box over it; only the picture of the event itself was measured: others say so. */
export function pictureWithBox(image, box, isMeasured) {
  const frame = make("span", "boxed", image);
  if (!box || !areBoxesShown()) return frame;
  const [left, top, right, bottom] = box;
  const edge = make("span", isMeasured ? "box" : "box is-elsewhen");
  Object.assign(edge.style, {
    left: `${left * 100}%`, top: `${top * 100}%`, width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%`,
  });
  frame.append(edge);
  return frame;
}

export function boxesButton() {
  const button = make("button", "button small", make("span", "", t(areBoxesShown() ? "boxes.hide" : "boxes.show")), make("kbd", "", "B"));
  button.setAttribute("aria-pressed", String(areBoxesShown()));
  button.addEventListener("click", toggleBoxes);
  return button;
}
