// What the selected camera sees: a sector from where it stands, along its heading.

const L = window.L;
const EARTH_M = 6371008.8;

export class Cone {
  constructor(map, store) {
    Object.assign(this, { map, store, layer: null, code: null });
    store.on("cameras", (keys) => {
      if (this.code && (keys === null || keys.includes(this.code))) this.show(this.code);
    });
  }

  show(code) {
    this.layer?.remove();
    this.layer = null;
    this.code = code;
    const camera = code ? this.store.camera(code) : null;
    if (!camera) return;
    const state = this.store.state.cameras.get(code);
    const ring = sector(state?.lat ?? camera.lat, state?.lon ?? camera.lon, state?.h ?? camera.h, camera.fov, camera.range);
    this.layer = L.polygon(ring, { className: "cone", interactive: false, color: "#4cc2ff", weight: 1, fillOpacity: 0.18 }).addTo(this.map);
  }
}

/** The outline of a field of view as [lat, lon] pairs; angles in degrees, reach in metres. */
export function sector(lat, lon, headingDeg, fovDeg, rangeM) {
  const ring = [[lat, lon]];
  for (let step = 0; step <= 12; step += 1) {
    const heading = ((headingDeg - fovDeg / 2 + (fovDeg * step) / 12) * Math.PI) / 180;
    const north = (rangeM * Math.cos(heading)) / EARTH_M;
    const east = (rangeM * Math.sin(heading)) / (EARTH_M * Math.cos((lat * Math.PI) / 180));
    ring.push([lat + (north * 180) / Math.PI, lon + (east * 180) / Math.PI]);
  }
  return ring;
}
