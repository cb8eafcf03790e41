// The keys of the queue; single keys act only while the focus is in it, and never while one writes.

import { openHelp } from "../dialogs.mjs";

const REPEATING = new Set(["j", "k", "ArrowDown", "ArrowUp"]);
const isWriting = (target) => target.closest("input, select, textarea") !== null;

/** What each key does with the alert that is chosen when the key goes down. */
const onAlert = (actions, ways, selection) => ({
  Enter: (id) => selection.chooseAlert(id),
  a: (id) => actions.acknowledge(id),
  f: (id) => actions.reject(id),
  s: (id) => actions.shelve(id),
  d: (id) => actions.dispatch(id),
  m: (id) => ways.toMap(id),
  w: (id) => ways.toWall(id),
  h: (id) => ways.toFile(id),
});

const onQueue = (actions, queue) => ({
  j: () => queue.move(1),
  k: () => queue.move(-1),
  ArrowDown: () => queue.move(1),
  ArrowUp: () => queue.move(-1),
  u: () => actions.undo(),
  n: () => queue.merge(),
  "/": () => document.getElementById("queue-search").focus(),
  "?": openHelp,
});

/** Wire the keys; `queue` moves, `actions` and `ways` act on what is chosen and seen. */
export function wireKeys(panel, queue, selection, actions, ways) {
  const withAlert = onAlert(actions, ways, selection);
  const withQueue = onQueue(actions, queue);
  panel.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    if (event.key === "Enter" && event.target.closest("button") !== null) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key; // Caps lock changes nothing.
    const id = selection.alertId;
    if (!withQueue[key] && !withAlert[key]) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat && !REPEATING.has(key)) return; // A key that is held down acts once.
    if (withQueue[key]) withQueue[key]();
    else if (id && queue.shows(id)) withAlert[key](id);
  }, true);
  wireEscape(queue, selection);
}

/** Escape closes what is open, one thing at a time: the drawer, then the choice. */
function wireEscape(queue, selection) {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open]")) return;
    if (isWriting(event.target)) event.target.blur();
    else if (selection.isOpen) selection.close();
    else selection.clear();
    queue.focus();
  });
}
