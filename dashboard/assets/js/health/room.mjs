// The health page: its tabs, what a figure opens, and what a row of a grid opens.

import { address } from "../address.mjs";
import { wireTabs } from "../tabs.mjs";
import { onLanguage } from "../words.mjs";
import { openLetter } from "./letters.mjs";
import { openPapers } from "./papers.mjs";
import { Zones } from "./zones.mjs";

const LIST_NAMES = { ward: "hw", state: "hs", recorder: "hr" };

/** Wire the page once the server has laid it out; persons without the right have none. */
export function startHealth(store, selection) {
  const inside = document.getElementById("room-health");
  if (!inside) return;
  const watch = new MutationObserver(() => {
    if (!document.getElementById("health")) return;
    watch.disconnect();
    wire(store, selection);
  });
  watch.observe(inside, { childList: true });
}

function wire(store, selection) {
  const zonesRoom = document.getElementById("health-zones");
  const zones = zonesRoom && new Zones(zonesRoom, store);
  wireTabs(document.getElementById("health-ways"), "tab", (name) => document.getElementById(`health-tab-${name}`), (name) => {
    if (name === "zones") zones.open(address.get("zc"));
  });
  wireList();
  onRow("health-list-grid", (code) => selection.chooseCamera(code));
  onRow("health-papers-grid", openPapers);
  if (document.getElementById("health-letters-grid")) onRow("health-letters-grid", openLetter);
  onLanguage(() => zones?.paint());
}

/** A figure of the table of wards, or a recorder, says which cameras are listed; so does the address. */
function wireList() {
  document.getElementById("health-cameras").addEventListener("click", (event) => {
    const cell = event.target.closest("[data-health-ward], [data-health-recorder]");
    if (!cell) return;
    askList({ ward: cell.dataset.healthWard, state: cell.dataset.healthState, recorder: cell.dataset.healthRecorder });
    document.getElementById("health-list").scrollIntoView({ block: "nearest" });
  });
  document.getElementById("health-list-all").addEventListener("click", () => askList({}));
  address.onReturn(() => tellList(listOfAddress()));
  tellList(listOfAddress());
}

const listOfAddress = () =>
  Object.fromEntries(Object.entries(LIST_NAMES).map(([name, short]) => [name, address.get(short)]));

function askList(asked) {
  address.set(Object.fromEntries(Object.entries(LIST_NAMES).map(([name, short]) => [short, asked[name] || null])));
  tellList(asked);
}

const tellList = (asked) => window.dash_clientside.set_props("health-list-asked", { data: asked });

/** Call `open(key)` when a row is clicked, or Enter is pressed on it. */
async function onRow(grid, open) {
  const api = await window.dash_ag_grid.getApiAsync(grid);
  api.addEventListener("rowClicked", (event) => open(event.data.key));
  api.addEventListener("cellKeyDown", (event) => event.event.key === "Enter" && open(event.data.key));
}
