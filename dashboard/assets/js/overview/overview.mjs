// The overview's page: live parts are painted from the store, as the strip and the queue are; the rest is asked for.

import { address } from "../address.mjs";
import { whenLaidOut } from "../laid_out.mjs";
import { currentRoom, goTo, onRoom } from "../rooms.mjs";
import { make } from "../shapes.mjs";
import { onLanguage, t } from "../words.mjs";
import { paintCard } from "./cards.mjs";
import { WardTable } from "./wards.mjs";

const AGAIN_MS = 60000;
const PLACE_ZOOM = 17;
const byId = (id) => document.getElementById(id);
const isOpen = () => currentRoom() === "overview" && document.visibilityState === "visible";

export function startOverview(store, selection, map) {
  let page = null;
  onRoom((name) => {
    if (name !== "overview") return;
    if (page) page.show();
    else whenLaidOut("overview", () => (page ??= new Overview(store, selection, map)));
  });
}

class Overview {
  constructor(store, selection, map) {
    Object.assign(this, { store, selection, map });
    this.wards = new WardTable(store, byId("ward-table"));
    byId("overview").addEventListener("click", (event) => this._clicked(event));
    byId("overview-back").addEventListener("click", () => this._open(null));
    address.onReturn(() => isOpen() && this.show());
    store.on("systems", () => isOpen() && this._paintSystems()); // At once, as the strip does: both say the same.
    for (const kind of ["alerts", "wards", "cameras", "units", "realOnly", "past"]) store.on(kind, () => this._soon());
    onLanguage(() => this._soon());
    setInterval(() => isOpen() && this.wards.paintAges(), 1000);
    setInterval(() => isOpen() && this.ask(), AGAIN_MS);
    this.show();
  }

  /** Show what the address says: all systems, or one of them. */
  show() {
    const system = address.get("system");
    byId("overview-all").hidden = Boolean(system);
    byId("overview-one").hidden = !system;
    this.paint();
    this.ask();
  }

  ask() {
    window.dash_clientside.set_props("overview-asked", { data: { system: address.get("system"), at: Date.now() } });
  }

  paint() {
    this._isDue = false;
    if (!isOpen()) return;
    this._paintSystems();
    this.wards.paint();
  }

  _paintSystems() {
    for (const card of document.querySelectorAll("#overview-cards [data-card]")) paintCard(card, card.dataset.card, this.store);
    this._paintOne();
  }

  /** The card of the one system that is open: the same state and troubles stand over its sites. */
  _paintOne() {
    const system = address.get("system");
    const card = document.querySelector(`#overview-cards [data-card="${CSS.escape(system ?? "")}"]`);
    const over = byId("overview-state");
    over.replaceChildren();
    if (!card) return;
    over.dataset.state = card.dataset.state;
    over.append(make("h1", "", t(`system.${system}.full`)), ...[".card-said", ".card-figures", ".card-wrong"].map((part) => card.querySelector(part).cloneNode(true)));
  }

  /** Many changes a second come: paint once for all of a quarter of a second. */
  _soon() {
    if (this._isDue || !isOpen()) return;
    this._isDue = true;
    setTimeout(() => this.paint(), 250);
  }

  _open(system) {
    address.push("/overview", { system });
    window.dash_clientside.set_props("overview-detail", { children: [] }); // React's own: never emptied by hand.
    this.show();
    document.querySelector('.room[data-room="overview"]').scrollTop = 0;
  }

  _clicked({ target }) {
    const open = target.closest("[data-open]");
    if (open) this._open(open.dataset.open);
    const alert = target.closest("[data-alert]");
    if (alert) this.selection.chooseAlert(alert.dataset.alert);
    const place = target.closest("[data-map]");
    if (place) this._showOnMap(place.dataset.map.split(",").map(Number));
  }

  _showOnMap(place) {
    goTo("map");
    requestAnimationFrame(() => this.map.setView(place, PLACE_ZOOM));
  }
}
