// What a point on the map is called: the street it is on, and what stands near.

import { latLons } from "../places.mjs";
import { metresBetween } from "../queue/nearest.mjs";

const ON_STREET_M = 25;
const NEAR_STREET_M = 200;
const NEAR_SITE_M = 120;

/**
 * The name of the street it is on, and of what stands near: the nearest site, else the nearest street. Each is null
 * where nothing is near enough.
 */
export function namesAt(point, places) {
  const street = nearestBy(places.streets.features.filter((one) => one.properties.name), (one) => toLineM(point, one.geometry));
  const site = nearestBy(places.sites, (one) => metresBetween(point, one));
  const nameOf = (far) => (street && street[1] <= far ? street[0].properties.name : null);
  const on = nameOf(ON_STREET_M);
  const near = site && site[1] <= NEAR_SITE_M ? site[0].name : null;
  return { street: on, near: near ?? (on ? null : nameOf(NEAR_STREET_M)) };
}

function nearestBy(things, metresOf) {
  let best = null;
  for (const thing of things) {
    const metres = metresOf(thing);
    if (!best || metres < best[1]) best = [thing, metres];
  }
  return best;
}

/** Metres from a point to a line, over a city that is flat enough. */
function toLineM(point, geometry) {
  let best = Infinity;
  for (const line of latLons(geometry)) {
    for (let index = 1; index < line.length; index += 1) best = Math.min(best, toPieceM(point, line[index - 1], line[index]));
  }
  return best;
}

function toPieceM(point, [latA, lonA], [latB, lonB]) {
  const squeeze = Math.cos((point.lat * Math.PI) / 180);
  const [dx, dy] = [(lonB - lonA) * squeeze, latB - latA];
  const along = ((point.lon - lonA) * squeeze * dx + (point.lat - latA) * dy) / (dx * dx + dy * dy || 1);
  const share = Math.min(1, Math.max(0, along));
  return metresBetween(point, { lat: latA + (latB - latA) * share, lon: lonA + (lonB - lonA) * share });
}
