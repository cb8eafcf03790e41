// All of the page but its map: wired to the state once Dash has laid it out.

import { Actions } from "./actions.mjs";
import { connectionBanner } from "./connection.mjs";
import { takePlaces } from "./dash.mjs";
import { Drawer } from "./drawer/drawer.mjs";
import { startHealth } from "./health/room.mjs";
import { startIncidentWork } from "./incidents/start.mjs";
import { startMissingParts } from "./missing_parts.mjs";
import { startOverview } from "./overview/overview.mjs";
import { startPast } from "./past/past.mjs";
import { fetchPlaces } from "./places.mjs";
import { startProvenanceBar } from "./provenance.mjs";
import { GRID_ID } from "./queue/queue.mjs";
import { startQueue } from "./queue/start.mjs";
import { startRooms } from "./rooms.mjs";
import { startRules } from "./rules/room.mjs";
import { startShift } from "./shift/room.mjs";
import { startSplitter } from "./splitter.mjs";
import { startStrip } from "./strip.mjs";
import { startTopBar } from "./top_bar.mjs";
import { startTrends } from "./trends/trends.mjs";
import { startUnits } from "./units/start.mjs";
import { startWall } from "./wall/wall.mjs";
import { startWatch } from "./watch/watch.mjs";
import { translatePage } from "./words.mjs";

/** Wire every panel to what the map already shows; `centre` takes up what others may look into. */
export async function startPanels(centre) {
  const { store, stream, selection, map } = centre;
  const grid = await gridApi();
  takePlaces();
  translatePage(document.body);
  const actions = new Actions(store);
  startTopBar(store);
  const watch = startWatch(store, selection);
  startProvenanceBar(store);
  startStrip(store);
  startMissingParts(store);
  startSplitter();
  new Drawer(store, selection, actions);
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
  stream.hear(connectionBanner());
  const past = startPast(store);
  window.dash_clientside.set_props("real-only", { data: store.realOnly });
  store.tellAll();
  Object.assign(centre, { wall, past, watch, queue, sheet });
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
