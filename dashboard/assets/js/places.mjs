// What stands still: the district's shape, streets, water, sites, the camera registry and the kinds' words.

/** Fetch the places and index what the page looks up by code. */
export async function fetchPlaces() {
  const response = await fetch("/live/places", { credentials: "same-origin" });
  if (!response.ok) throw new Error(`places: ${response.status}`);
  return indexed(await response.json());
}

function indexed(places) {
  const cameraByCode = new Map(places.cameras.map((camera) => [camera.code, camera]));
  const wardNames = new Map(places.wards.features.map((ward) => [ward.properties.code, ward.properties.name]));
  return { ...places, cameraByCode, wardNames };
}

/** Turn GeoJSON coordinates [lon, lat] into a ring or line of [lat, lon]. */
export function latLons(geometry) {
  if (geometry.type === "Polygon") return geometry.coordinates.map(flip);
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat().map(flip);
  if (geometry.type === "MultiLineString") return geometry.coordinates.map(flip);
  return [flip(geometry.coordinates)];
}

const flip = (line) => line.map(([lon, lat]) => [lat, lon]);
