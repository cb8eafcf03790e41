// The rooms of the console: one is seen at a time, the stream and the queue go on beside each of them.

import { address } from "./address.mjs";
import { onLanguage, t, translatePage } from "./words.mjs";

const TICK_MS = 10000;
const opened = new Set();
const listeners = new Set();
let current = "map";

export const currentRoom = () => current;

/** Call `listener(name)` whenever another room is seen. */
export const onRoom = (listener) => listeners.add(listener);

/** Go to room `name`; `values` are put into the address beside what stands there. */
export function goTo(name, values = {}) {
  const way = document.querySelector(`#rail [data-room="${name}"]`);
  if (!way) return;
  address.push(way.getAttribute("href"), values);
  show(name);
}

/** Show the room of the address, and follow the rail from now on. */
export function startRooms() {
  for (const way of document.querySelectorAll("#rail [data-room]")) {
    way.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return; // A window of its own.
      event.preventDefault();
      goTo(way.dataset.room);
    });
  }
  address.onReturn(() => show(roomOfAddress()));
  setInterval(() => document.visibilityState === "visible" && refresh(), TICK_MS);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && refresh());
  onLanguage(nameWindow);
  translateWhatComes();
  show(roomOfAddress());
}

const roomOfAddress = () =>
  document.querySelector(`#rail [href="${window.location.pathname}"]`)?.dataset.room ?? "map";

/** Whether the address is the map's: what is seen before any room is laid out. */
export const leadsToMap = () => window.location.pathname === "/";

function show(name) {
  const isOther = name !== current;
  current = name;
  document.body.dataset.room = name;
  const frame = document.querySelector(`.room[data-room="${name}"]`);
  for (const room of document.querySelectorAll(".room")) room.hidden = room !== frame;
  document.getElementById("map-pane").hidden = frame !== null;
  for (const way of document.querySelectorAll("#rail [data-room]")) {
    if (way.dataset.room === name) way.setAttribute("aria-current", "page");
    else way.removeAttribute("aria-current");
  }
  if (frame && !opened.has(name)) {
    opened.add(name);
    window.dash_clientside.set_props(`open-${name}`, { data: new Date().toISOString() });
  }
  nameWindow();
  refresh();
  if (isOther && frame) frame.focus({ preventScroll: true });
  for (const listener of listeners) listener(name);
}

/** Say to the open room's callbacks that its figures are due again. */
function refresh() {
  if (!opened.has(current)) return;
  window.dash_clientside.set_props(`now-${current}`, { data: { at: new Date().toISOString() } });
}

function nameWindow() {
  document.title = `${t(`page.${current}`)} · opscenter`;
}

/** What the server lays out later speaks the language that the page speaks by then. */
function translateWhatComes() {
  const watch = new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) translatePage(node.parentElement ?? node);
    }
  });
  for (const inside of document.querySelectorAll(".room-inside")) watch.observe(inside, { childList: true });
}
