// The keys of the past: steps and play on the time bar and while the past is shown; l or Home back to live.

import { MINUTE_MS } from "./days.mjs";

const STEPS = { ",": -1, ".": 1, "<": -10, ">": 10 };
const TRACK_STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
const isWriting = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

export function wirePastKeys(store, player, timeBar) {
  const bar = document.getElementById("time-bar");
  const track = document.getElementById("time-track");
  const run = (event, act) => {
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  window.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(target)) return;
    if (document.querySelector("dialog[open]")) return;
    const isOnBar = bar.contains(target);
    const steps = (isOnBar || store.isPast ? STEPS[key] : null) ?? (target === track ? TRACK_STEPS[key] : null);
    if (steps) run(event, () => player.step(steps * MINUTE_MS));
    else if (key === " " && target === track) run(event, () => player.toggle());
    else if (store.isPast && (key === "l" || key === "L" || key === "Home")) run(event, () => timeBar.goLive());
  }, true);
}
