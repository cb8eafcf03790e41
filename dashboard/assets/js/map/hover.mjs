// What lies under the pointer, in a small tip: a report, a system's site, a camera with its state and age.

import { ageWords } from "../format.mjs";
import { t } from "../words.mjs";

const L = window.L;

export class Hover {
  /** `find(layerPoint)` gives {camera | report | site} under a point; `words` a function for each. */
  constructor(map, store, find, words) {
    Object.assign(this, { map, store, find, words });
    this.tip = L.tooltip({ direction: "top", offset: [0, -8], className: "camera-tip" });
    map.on("mousemove", (event) => this._look(event));
    map.on("mouseout movestart", () => this.tip.remove());
  }

  _look(event) {
    const isOverMark = event.originalEvent.target.closest?.(".leaflet-marker-icon, .leaflet-control");
    const hit = isOverMark ? {} : this.find(event.layerPoint);
    const [kind, thing] = Object.entries(hit).find(([, found]) => found) ?? [];
    this.map.getContainer().classList.toggle("over-camera", kind === "camera");
    if (!thing) this.tip.remove();
    else this.tip.setLatLng(event.latlng).setContent(inLines(this.words[kind](thing))).addTo(this.map);
  }
}

/** What the tip says of a camera. */
export function cameraWords(store, { camera, state }) {
  const live = store.state.cameras.get(camera.code);
  const seen = live?.at ? ` · ${ageWords((store.nowMs() - Date.parse(live.at)) / 1000)}` : "";
  return [camera.name, `${camera.code} · ${t(`camera.${state}`)}${seen}`];
}

function inLines(lines) {
  const box = document.createElement("div");
  for (const line of lines) {
    if (box.childNodes.length) box.append(document.createElement("br"));
    box.append(line);
  }
  return box;
}
