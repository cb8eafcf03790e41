// A click on a cluster spreads it: by coming closer, or, where its members lie in one place, as a list.

import { age } from "../format.mjs";
import { make, makeSvg } from "../shapes.mjs";
import { pick, t } from "../words.mjs";
import { stateGlyph } from "./glyphs.mjs";

const L = window.L;
const SPREAD_ZOOM = 18;

export function spreadOut(map, store, items, { onAlert, onCamera }) {
  const bounds = L.latLngBounds(items.map(({ latLon }) => latLon)).pad(0.2);
  if (map.getBoundsZoom(bounds) > map.getZoom() + 0.4 && map.getZoom() < SPREAD_ZOOM) {
    map.flyToBounds(bounds, { maxZoom: SPREAD_ZOOM, duration: 0.4 });
    return;
  }
  const choose = (item) => {
    map.closePopup();
    if (item.type === "alert") onAlert(item.id);
    else onCamera(item.id);
  };
  const list = make("div", "cluster-list", ...items.map((item) => listed(item, store, choose)));
  L.popup({ className: "cluster-popup", maxHeight: 280, offset: [0, -8] }).setLatLng(items[0].latLon).setContent(list).openOn(map);
  list.querySelector("button")?.focus({ preventScroll: true });
}

function listed(item, store, choose) {
  const isAlert = item.type === "alert";
  const mark = stateGlyph(isAlert ? item.severity : item.state, { taken: isAlert && item.alert.st !== "unacknowledged" });
  const words = isAlert
    ? `${pick(store.kindWords(item.alert.kind))} · ${age(item.opened, store.nowMs())}`
    : `${item.id} · ${t(`camera.${item.state}`)}`;
  const button = make("button", "cluster-item", makeSvg("cluster-mark", mark), words);
  button.addEventListener("click", () => choose(item));
  return button;
}
