// Which cameras are near a place. Moving cameras are where they were last heard.

import { metresBetween } from "../queue/nearest.mjs";

export const positionOf = (camera, states) => {
  const state = states.get(camera.code);
  return state?.lat !== undefined && state?.lat !== null ? state : camera;
};

/** The `count` cameras nearest to `place`, as [camera, metres] pairs, the nearest first. */
export function nearest(place, cameras, states, count, except = null) {
  return cameras
    .filter((camera) => camera.code !== except)
    .map((camera) => [camera, metresBetween(place, positionOf(camera, states))])
    .sort((a, b) => a[1] - b[1])
    .slice(0, count);
}
