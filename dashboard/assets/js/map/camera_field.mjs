// All cameras as columns of numbers: where they are, how they are, whether they are shown. Made for ten thousand:
// painting, finding and counting walk over arrays, and a change touches its own entry only.

import { worldX, worldY } from "./geo.mjs";

export const STATES = ["online", "unknown", "offline", "obscured", "moved", "maintenance"];
export const TROUBLED = new Set(STATES.slice(1));
const CODES = new Map(STATES.map((state, code) => [state, code]));
const UNKNOWN = CODES.get("unknown");

export class CameraField {
  constructor(store) {
    this.store = store;
    this.reindex();
  }

  /** Take in the registry as it is now, and every state. */
  reindex() {
    const { cameras } = this.store.places;
    this.cameras = cameras;
    this.indexOf = new Map(cameras.map((camera, index) => [camera.code, index]));
    for (const column of ["lat", "lon", "x", "y"]) this[column] = new Float64Array(cameras.length);
    this.state = new Uint8Array(cameras.length);
    this.isShown = new Uint8Array(cameras.length);
    this.troubles = 0; // Counts on whenever something about a troubled camera changes.
    this.take(null);
  }

  /** Take in the states of `codes` (null: of all); tell whether any of them looks different now. */
  take(codes) {
    if (codes === null) {
      for (let index = 0; index < this.cameras.length; index += 1) this._takeOne(index, this.cameras[index]);
      return true;
    }
    let isDifferent = false;
    for (const code of codes) {
      const index = this.indexOf.get(code);
      if (index !== undefined && this._takeOne(index, this.cameras[index])) isDifferent = true;
    }
    return isDifferent;
  }

  isTroubled(index) {
    return this.state[index] !== 0;
  }

  /** A camera with its state, and where it is now: what a hit or a list is about. */
  entry(index) {
    return { camera: this.cameras[index], state: STATES[this.state[index]], lat: this.lat[index], lon: this.lon[index] };
  }

  *shown() {
    for (let index = 0; index < this.cameras.length; index += 1) if (this.isShown[index]) yield this.entry(index);
  }

  _takeOne(index, camera) {
    const live = this.store.state.cameras.get(camera.code);
    const state = live ? (CODES.get(live.s) ?? UNKNOWN) : UNKNOWN;
    const isShown = this.store.isShown(live ?? camera) ? 1 : 0;
    const hasMoved = this._place(index, live?.lat ?? camera.lat, live?.lon ?? camera.lon);
    if (!hasMoved && state === this.state[index] && isShown === this.isShown[index]) return false;
    if (state || this.state[index]) this.troubles += 1;
    this.state[index] = state;
    this.isShown[index] = isShown;
    return true;
  }

  /** Note where a camera is; tell whether that is elsewhere. */
  _place(index, lat, lon) {
    if (lat === this.lat[index] && lon === this.lon[index]) return false;
    [this.lat[index], this.lon[index]] = [lat, lon];
    [this.x[index], this.y[index]] = [worldX(lon), worldY(lat)];
    return true;
  }
}
