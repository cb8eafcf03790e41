// The edges of queue and drawer can be dragged, or moved with the arrow keys; the widths are kept in this browser.

import { recall, remember } from "./preferences.mjs";
import { make } from "./shapes.mjs";
import { translatePage } from "./words.mjs";

const STEP_PX = 24;
const LEAST_MAP_PX = 240;

/** What an edge sets: its property and name, its panel, and between which widths. */
const EDGES = {
  side: { property: "--side", panel: "side", least: 320, most: 1100 },
  drawer: { property: "--drawer", panel: "drawer", least: 340, most: 900 },
};

/** Give queue and drawer the widths that were kept. */
export function wearWidths() {
  for (const [name, edge] of Object.entries(EDGES)) if (recall(name)) widen(edge, recall(name));
}

/** Set a width within its bounds, in whole pixels, and return it. */
function widen({ property, least, most }, width) {
  const room = Math.max(least, Math.min(most, window.innerWidth - LEAST_MAP_PX));
  const kept = Math.round(Math.min(room, Math.max(least, width)));
  document.documentElement.style.setProperty(property, `${kept}px`);
  return kept;
}

/** Wire the line beside the queue and the one at the drawer's left edge. */
export function startSplitter() {
  wire(document.getElementById("splitter"), EDGES.side, "side");
  wire(drawerEdge(), EDGES.drawer, "drawer");
}

function drawerEdge() {
  const edge = make("div", "edge");
  edge.tabIndex = 0;
  edge.setAttribute("role", "separator");
  edge.setAttribute("aria-orientation", "vertical");
  edge.setAttribute("aria-controls", "drawer");
  edge.dataset.tLabel = "queue.edge";
  document.getElementById("drawer").append(edge);
  translatePage(edge.parentElement);
  return edge;
}

function wire(line, edge, name) {
  const { property, panel, least, most } = edge;
  const root = document.documentElement;
  const right = () => document.getElementById(panel).getBoundingClientRect().right;
  const use = (width) => {
    const kept = widen(edge, width);
    line.setAttribute("aria-valuenow", kept);
    return kept;
  };
  const set = (width) => remember(name, use(width));
  line.setAttribute("aria-valuemin", least);
  line.setAttribute("aria-valuemax", most);
  line.setAttribute("aria-valuenow", parseInt(getComputedStyle(root).getPropertyValue(property), 10));
  line.addEventListener("pointerdown", (event) => line.setPointerCapture(event.pointerId));
  line.addEventListener("pointermove", (event) => line.hasPointerCapture(event.pointerId) && use(right() - event.clientX));
  line.addEventListener("pointerup", (event) => set(right() - event.clientX));
  line.addEventListener("dblclick", () => {
    remember(name, null);
    root.style.removeProperty(property);
  });
  line.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: STEP_PX, ArrowRight: -STEP_PX }[event.key];
    if (step) set(document.getElementById(panel).offsetWidth + step);
  });
}
