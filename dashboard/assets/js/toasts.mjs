// Short sentences at the foot of the page: what was done, what failed, and a way back where there is one.

import { make } from "./shapes.mjs";

const SECONDS = 6;
const MOST = 4;

/** Show a sentence; `action` = {label, run, seconds} adds a button that disappears with it. */
export function toast(text, { kind = "info", action = null } = {}) {
  const box = make("div", `toast toast-${kind}`, make("span", "", text));
  const remove = () => box.remove();
  if (action) {
    const button = make("button", "toast-action", action.label);
    button.addEventListener("click", () => {
      remove();
      action.run();
    });
    box.append(button);
  }
  const region = document.getElementById("toasts");
  region.append(box);
  while (region.children.length > MOST) region.firstElementChild.remove();
  setTimeout(remove, (action?.seconds ?? SECONDS) * 1000);
  return remove;
}
