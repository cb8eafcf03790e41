// The page's one entry: draws the live map at once, then starts Dash and wires what it lays out to the same state.

import { startDash } from "./js/dash.mjs";
import { wearLooks } from "./js/looks.mjs";
import { fetchPlaces } from "./js/places.mjs";
import { recall } from "./js/preferences.mjs";
import { leadsToMap } from "./js/rooms.mjs";
import { Selection } from "./js/selection.mjs";
import { Store } from "./js/store.mjs";
import { Stream } from "./js/stream.mjs";
import { startLanguage } from "./js/words.mjs";

const PATIENCE_MS = 1500; // So long the map waits for its letters and the first state; then it shows what there is.

async function start() {
  const store = new Store();
  const stream = new Stream(store);
  const state = stream.prepare();
  const places = fetchPlaces();
  await leafletIsThere();
  wearLooks();
  startLanguage();
  if (leadsToMap()) document.body.dataset.room = "map"; // Its pane then has the size that it keeps.
  else document.getElementById("still").classList.add("is-elsewhere");
  const fonts = Promise.allSettled([...document.fonts].map((face) => face.load()));
  const [{ makeMap }, { LiveMap }] = await Promise.all([import("./js/map/leaflet.mjs"), import("./js/map/map.mjs")]);
  store.places = await places;
  store.realOnly = recall("realOnly") ?? false;
  await Promise.race([Promise.all([fonts, state]), pause(PATIENCE_MS)]);
  stream.open();
  const selection = new Selection(store);
  const map = makeMap(document.getElementById("map"));
  const liveMap = new LiveMap(map, store, selection);
  window.opscenter = { store, selection, stream, map, liveMap };
  await nextPaint();
  const [{ startPanels }] = await Promise.all([import("./js/panels.mjs"), startDash(), fonts]);
  await startPanels(window.opscenter);
  document.body.classList.add("is-ready");
}

/** Leaflet is run when the page has been read, before that is told; this module may come sooner or later. */
function leafletIsThere() {
  if (window.L) return Promise.resolve();
  return new Promise((resolve) => document.addEventListener("DOMContentLoaded", resolve, { once: true }));
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Wait until the coming frame is painted: its task comes right after the frame's. */
function nextPaint() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
  });
}

start();
