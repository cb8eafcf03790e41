// The shift room: its tabs, and when each of them is read again.

import { may } from "../person.mjs";
import { currentRoom, onRoom } from "../rooms.mjs";
import { make } from "../shapes.mjs";
import { onLanguage } from "../words.mjs";
import { Handovers } from "./handovers.mjs";
import { LateEntry } from "./late.mjs";
import { ShiftNow } from "./now.mjs";
import { followSeats } from "./proposed.mjs";
import { Reports } from "./reports.mjs";
import { Seats } from "./seats.mjs";
import { wireTabs } from "../tabs.mjs";

const EVERY_MS = 30000;

/** Wire the room once the server has laid it out; persons without the right have none. */
export function startShift(store) {
  if (may("see_incidents")) followSeats(store);
  const inside = document.getElementById("room-shift");
  if (!inside) return;
  const watch = new MutationObserver(() => {
    if (!document.getElementById("shift")) return;
    watch.disconnect();
    wire(store);
  });
  watch.observe(inside, { childList: true });
}

function wire(store) {
  const box = (name) => document.getElementById(`shift-tab-${name}`);
  const seatBox = make("section", "shift-part shift-seats");
  const [side, sheet] = [make("div", "shift-column"), make("div", "shift-sheet")];
  box("now").append(make("div", "shift-column shift-side", seatBox, side), sheet);
  const parts = { late: box("late") && new LateEntry(box("late"), store), reports: box("reports") && new Reports(box("reports")) };
  const seats = new Seats(seatBox, store);
  let tabs = null;
  parts.papers = new Handovers(box("papers"), () => parts.now.refresh());
  parts.now = new ShiftNow(side, sheet, document.getElementById("shift-hours"), (id) => {
    parts.papers.shown = id;
    tabs.choose("papers");
  });
  const show = (name) => {
    if (name === "now") seats.refresh();
    parts[name].refresh();
  };
  tabs = wireTabs(document.getElementById("shift-ways"), "sh", box, show);
  const again = () => currentRoom() === "shift" && tabs.current() === "now" && show("now");
  setInterval(() => document.visibilityState === "visible" && again(), EVERY_MS);
  onRoom(again);
  onLanguage(() => {
    seats.paint();
    show(tabs.current());
  });
}
