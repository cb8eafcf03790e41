// Makes the Leaflet map that everything is drawn on.

const L = window.L;
const ZOOMS = { zoom: 14, minZoom: 11, maxZoom: 19, zoomSnap: 0, zoomDelta: 0.5, wheelPxPerZoomLevel: 120 };

/** Make the map in `container`, which names where it opens and whose tiles it shows, if any. */
export function makeMap(container) {
  // A mark that is moved in three dimensions becomes a layer of its own, and a hundred layers are slow to put
  // together: the pane that holds them all is one layer (20_map.css), its marks are moved flat.
  L.Browser.ie3d = true;
  const { lat, lon, tiles, credit } = container.dataset;
  const map = L.map(container, { ...ZOOMS, center: [Number(lat), Number(lon)], preferCanvas: true, zoomControl: false });
  if (tiles) L.tileLayer(tiles, { attribution: credit }).addTo(map);
  return map;
}
