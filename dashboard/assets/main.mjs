// The page's one entry: waits for Dash to lay it out, wires store, stream, map, queue and drawer together.

import { Actions } from "./js/actions.mjs";
import { connectionBanner } from "./js/connection.mjs";
import { Drawer } from "./js/drawer/drawer.mjs";
import { startHealth } from "./js/health/room.mjs";
import { startIncidentWork } from "./js/incidents/start.mjs";
import { leafletMap, LiveMap } from "./js/map/map.mjs";
import { startMissingParts } from "./js/missing_parts.mjs";
import { startPast } from "./js/past/past.mjs";
import { fetchPlaces } from "./js/places.mjs";
import { startRooms } from "./js/rooms.mjs";
import { recall } from "./js/preferences.mjs";
import { startOverview } from "./js/overview/overview.mjs";
import { startProvenanceBar } from "./js/provenance.mjs";
import { GRID_ID } from "./js/queue/queue.mjs";
import { startQueue } from "./js/queue/start.mjs";
import { Selection } from "./js/selection.mjs";
import { startSplitter } from "./js/splitter.mjs";
import { startRules } from "./js/rules/room.mjs";
import { startShift } from "./js/shift/room.mjs";
import { Store } from "./js/store.mjs";
import { Stream } from "./js/stream.mjs";
import { startStrip } from "./js/strip.mjs";
import { startTopBar } from "./js/top_bar.mjs";
import { startTrends } from "./js/trends/trends.mjs";
import { startUnits } from "./js/units/start.mjs";
import { startWall } from "./js/wall/wall.mjs";
import { startWatch } from "./js/watch/watch.mjs";
import { startLanguage } from "./js/words.mjs";

async function start() {
  const fonts = Promise.allSettled([...document.fonts].map((face) => face.load()));
  const store = new Store();
  const stream = new Stream(store);
  stream.prepare();
  const [places, map, grid] = await Promise.all([fetchPlaces(), leafletMap(), gridApi()]);
  store.places = places;
  store.realOnly = recall("realOnly") ?? false;
  const selection = new Selection(store);
  const actions = new Actions(store);
  startLanguage();
  startTopBar(store);
  const watch = startWatch(store, selection);
  startProvenanceBar(store);
  startStrip(store);
  startMissingParts(store);
  startSplitter();
  new Drawer(store, selection, actions); // Before the map, which asks how much of it the drawer covers.
  const liveMap = new LiveMap(map, store, selection);
  const queue = startQueue({ store, selection, actions, grid, map });
  startOverview(store, selection, map);
  startTrends(store);
  const wall = startWall(store, selection);
  startHealth(store, selection);
  startShift(store);
  startRules(store);
  const sheet = startIncidentWork({ store, selection, map });
  startUnits(store, map);
  startRooms();
  watchRegistry(store);
  stream.open(connectionBanner());
  const past = startPast(store);
  window.dash_clientside.set_props("real-only", { data: store.realOnly });
  await fonts; // A line that changes its height would move the rows under the hand.
  document.body.classList.add("is-ready");
  window.opscenter = { wall, past, watch, store, selection, stream, map, liveMap, queue, sheet };
}

/** AG Grid's own interface, once Dash has rendered the grid. */
async function gridApi() {
  while (!document.getElementById(GRID_ID)?.querySelector(".ag-root")) {
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return window.dash_ag_grid.getApiAsync(GRID_ID);
}

/** A camera that the registry of this page does not know was registered later: read the places again. */
function watchRegistry(store) {
  let isReading = false;
  store.on("cameras", async (keys) => {
    const codes = keys ?? [...store.state.cameras.keys()];
    if (isReading || codes.every((code) => store.places.cameraByCode.has(code))) return;
    isReading = true;
    try {
      store.places = await fetchPlaces();
      store.emit("places");
    } finally {
      setTimeout(() => (isReading = false), 5000);
    }
  });
}

start();
