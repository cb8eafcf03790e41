// Places as numbers: degrees to world units (256 across at zoom 0, as Leaflet's own), metres and headings.

const EARTH_M = 6371008.8;
const RADIANS = Math.PI / 180;

export const worldX = (lon) => (256 * (lon + 180)) / 360;

export function worldY(lat) {
  const sine = Math.sin(lat * RADIANS);
  return 256 * (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
}

export const metresPerPixel = (lat, zoom) => (40075016.7 * Math.cos(lat * RADIANS)) / (256 * 2 ** zoom);

/** Metres between two places; flat, which is right to a centimetre within a city. */
export function distanceM(lat, lon, otherLat, otherLon) {
  const north = (otherLat - lat) * RADIANS;
  const east = (otherLon - lon) * RADIANS * Math.cos(((lat + otherLat) / 2) * RADIANS);
  return EARTH_M * Math.hypot(north, east);
}

/** Tell whether (x, y) lies inside a ring of {x, y}. */
export function isInside(x, y, ring) {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [a, b] = [ring[i], ring[j]];
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside;
  }
  return inside;
}
