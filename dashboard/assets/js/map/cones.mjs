// What a camera sees, as a sector on the canvas: from where it stands, along its heading, as far as it reaches.

import { metresPerPixel } from "./geo.mjs";

const RADIANS = Math.PI / 180;
const LEAST_REACH_PX = 16; // Smaller than this a sector says nothing.

/** Heading and half angle in the canvas's radians, reach in pixels. */
export function conesOf({ camera, lat }, store, { zoom }) {
  const heading = store.state.cameras.get(camera.code)?.h ?? camera.h;
  return {
    heading: (heading - 90) * RADIANS,
    half: (camera.fov / 2) * RADIANS,
    reach: Math.max(LEAST_REACH_PX, camera.range / metresPerPixel(lat, zoom)),
  };
}

/** Fill and line the path that stands, so that sectors that overlap do not add up. */
export function paintCone(context, colour, alpha) {
  context.globalAlpha = alpha;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = Math.min(1, alpha * 3);
  context.strokeStyle = colour;
  context.lineWidth = 0.8;
  context.stroke();
  context.globalAlpha = 1;
}
