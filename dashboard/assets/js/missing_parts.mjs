// The banner that says which part of the centre is not running: no alert in the queue could tell of it.

import { onLanguage, t } from "./words.mjs";

export function startMissingParts(store) {
  const banner = document.getElementById("missing-parts");
  const rooms = document.getElementById("rooms");
  const show = () => {
    const text = (store.missingParts ?? []).map((part) => t(`missing.${part}`)).join(" · ");
    if (banner.textContent !== text) banner.textContent = text;
    banner.hidden = !text;
    rooms.style.setProperty("--banner", `${banner.offsetHeight}px`);
  };
  store.on("pulse", show);
  onLanguage(show);
  show();
}
