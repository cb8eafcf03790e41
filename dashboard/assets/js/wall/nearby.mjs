// Which cameras are near a place. Moving cameras are where they were last heard.

const EARTH_M = 6371008.8;
const radians = (degrees) => (degrees * Math.PI) / 180;

/** The distance between two {lat, lon} in metres; right for the few kilometres of a district. */
export function distanceM(one, other) {
  const east = radians(other.lon - one.lon) * Math.cos(radians((one.lat + other.lat) / 2));
  const north = radians(other.lat - one.lat);
  return EARTH_M * Math.hypot(east, north);
}

export const positionOf = (camera, states) => {
  const state = states.get(camera.code);
  return state?.lat !== undefined && state?.lat !== null ? state : camera;
};

/** The `count` cameras nearest to `place`, as [camera, metres] pairs, the nearest first. */
export function nearest(place, cameras, states, count, except = null) {
  return cameras
    .filter((camera) => camera.code !== except)
    .map((camera) => [camera, distanceM(place, positionOf(camera, states))])
    .sort((a, b) => a[1] - b[1])
    .slice(0, count);
}
