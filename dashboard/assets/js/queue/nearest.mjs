// Who is near: straight lines over a city, which is flat enough for it.

const EARTH_M = 6371008.8;
const rad = (degrees) => (degrees * Math.PI) / 180;

/** Metres between two things that have lat and lon. */
export function metresBetween(a, b) {
  const x = rad(b.lon - a.lon) * Math.cos(rad((a.lat + b.lat) / 2));
  return EARTH_M * Math.hypot(x, rad(b.lat - a.lat));
}

const isReal = (thing) => thing.p === "real";

/**
 * The free units nearest to an alert, as {code, unit, metres}: real ones for what is real and simulated ones for
 * what is not; `isBusy(code)` tells of units that were sent a moment ago and have not answered.
 */
export function nearestFree(units, alert, isBusy = () => false, count = 4) {
  return [...units]
    .filter(([code, unit]) => unit.s === "free" && isReal(unit) === isReal(alert) && !isBusy(code))
    .map(([code, unit]) => ({ code, unit, metres: metresBetween(unit, alert) }))
    .sort((a, b) => a.metres - b.metres)
    .slice(0, count);
}
