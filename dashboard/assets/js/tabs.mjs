// Tabs by click and arrow keys; the address remembers which one is seen.

import { address } from "./address.mjs";

/**
 * Wire the tabs of `list`; `place` is their name in the address, and the first tab is seen when it is not there.
 * `show(name)` is called whenever one is seen. Returns what is seen now, and a way to choose.
 */
export function wireTabs(list, place, panelOf, show) {
  const ways = [...list.querySelectorAll("[data-tab]")];
  const first = ways[0].dataset.tab;
  const ofAddress = () => ways.find((way) => way.dataset.tab === address.get(place))?.dataset.tab ?? first;
  let current = first;
  const see = (name) => {
    current = name;
    for (const way of ways) {
      const isShown = way.dataset.tab === name;
      way.setAttribute("aria-selected", String(isShown));
      way.tabIndex = isShown ? 0 : -1;
      panelOf(way.dataset.tab).hidden = !isShown;
    }
    show(name);
  };
  const choose = (name) => {
    address.set({ [place]: name === first ? null : name });
    see(name);
  };
  for (const [index, way] of ways.entries()) {
    way.addEventListener("click", () => choose(way.dataset.tab));
    way.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = ways[(index + step + ways.length) % ways.length];
      next.focus();
      choose(next.dataset.tab);
    });
  }
  address.onReturn(() => see(ofAddress()));
  see(ofAddress());
  return { current: () => current, choose };
}
