// The line between map and queue can be dragged, or moved with the arrow keys; the width is kept.

import { recall, remember } from "./preferences.mjs";

const [LEAST, MOST] = [320, 760];

export function startSplitter() {
  const line = document.getElementById("splitter");
  const use = (width) => {
    const kept = Math.round(Math.min(MOST, Math.max(LEAST, width)));
    document.documentElement.style.setProperty("--side", `${kept}px`);
    line.setAttribute("aria-valuenow", kept);
    return kept;
  };
  let width = recall("side");
  if (width) use(width);
  line.addEventListener("pointerdown", (event) => line.setPointerCapture(event.pointerId));
  line.addEventListener("pointermove", (event) => {
    if (line.hasPointerCapture(event.pointerId)) width = use(window.innerWidth - event.clientX);
  });
  line.addEventListener("pointerup", () => remember("side", width));
  line.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: 24, ArrowRight: -24 }[event.key];
    if (!step) return;
    width = use(document.getElementById("side").offsetWidth + step);
    remember("side", width);
  });
}
