// The keys of the queue; single keys act only while the focus is in it, and never while one writes.

import { openHelp } from "../dialogs.mjs";

const isWriting = (target) => target.closest("input, select, textarea") !== null;

/** Wire the keys; `queue` moves, `actions` act on what is chosen when the key goes down. */
export function wireKeys(panel, queue, selection, actions) {
  const onKey = {
    j: () => queue.move(1),
    k: () => queue.move(-1),
    ArrowDown: () => queue.move(1),
    ArrowUp: () => queue.move(-1),
    Enter: () => selection.alertId && selection.chooseAlert(selection.alertId),
    a: () => selection.alertId && actions.acknowledge(selection.alertId),
    f: () => selection.alertId && actions.reject(selection.alertId),
    u: () => actions.undo(),
    n: () => queue.merge(),
    "/": () => document.getElementById("queue-search").focus(),
    "?": openHelp,
  };
  panel.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return;
    const isButton = event.target.closest("button") !== null;
    const run = onKey[event.key];
    if (!run || (isButton && event.key === "Enter")) return;
    event.preventDefault();
    event.stopPropagation();
    run();
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
