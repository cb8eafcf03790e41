// The room of incidents: list and file side by side, or one of them where there is no room for both; and its keys.

import { address } from "../address.mjs";
import { openHelp } from "../dialogs.mjs";
import { whenLaidOut } from "../laid_out.mjs";
import { currentRoom, onRoom } from "../rooms.mjs";
import { make } from "../shapes.mjs";
import { onLanguage, t } from "../words.mjs";
import { IncidentActs } from "./acts.mjs";
import { tickDue } from "./due.mjs";
import { IncidentFile } from "./file.mjs";
import { IncidentList } from "./list.mjs";
import { KEYS } from "./steps.mjs";
import { IncidentWays } from "./ways.mjs";

const TICK_MS = 1000;
const REPEATING = new Set(["j", "k", "ArrowDown", "ArrowUp"]);

/** Wire the room once the server has laid it out; `looks` is told what is looked at, `openSheet()` opens a new one. */
export function startIncidents({ store, selection, map, looks, openSheet }) {
  whenLaidOut("incidents", () => new IncidentRoom({ store, selection, map, looks, openSheet }));
}

class IncidentRoom {
  constructor({ store, selection, map, looks, openSheet }) {
    Object.assign(this, { store, selection, looks, openSheet, box: document.getElementById("incidents"), chosen: null });
    this.acts = new IncidentActs(store, (id) => id === this.file.id && this.file.load());
    this.ways = new IncidentWays(map, selection);
    this.file = new IncidentFile(store, this.acts, this.ways, (id) => this.choose(id));
    this.list = new IncidentList(store, (id) => this.choose(id));
    this._addWayBack();
    document.getElementById("incidents-open").addEventListener("click", () => openSheet());
    this.box.closest(".room").addEventListener("keydown", (event) => this._key(event));
    onRoom((name) => this._roomChanged(name));
    address.onReturn(() => this._show(address.get("inc")));
    setInterval(() => currentRoom() === "incidents" && tickDue(store.liveNowMs()), TICK_MS);
    this._roomChanged(currentRoom());
  }

  /** Show a file and say so in the address. */
  choose(id) {
    address.set({ inc: id });
    this._show(id);
  }

  _show(id) {
    this.chosen = id;
    this.box.dataset.shown = id ? "file" : "list";
    this.list.choose(id);
    this.file.show(id);
    this._tellLook();
  }

  _roomChanged(name) {
    if (name === "incidents") this._show(address.get("inc"));
    else this._tellLook();
  }

  _tellLook() {
    this.looks.look("incident", currentRoom() === "incidents" ? this.chosen : null);
  }

  /** Where only one of the two fits, a button leads back to the list. */
  _addWayBack() {
    const button = make("button", "button small incidents-back");
    const speak = () => (button.textContent = t("incidents.back"));
    button.addEventListener("click", () => {
      this.choose(null);
      this.list.focus();
    });
    onLanguage(speak);
    speak();
    document.getElementById("incident-file").prepend(button);
  }

  /** Single keys act while the focus is in the room, and never while one writes. */
  _key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target } = event;
    if (target.closest("input:not([type=checkbox]), textarea, select")) {
      if (event.key === "Escape") this._leave(event, this.file);
      return;
    }
    if (event.key === "Escape" && !this.selection.isOpen) this._leave(event, this.list);
    if (event.key === "Enter" && target.closest("button, a")) return;
    const act = this._actOf(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat || REPEATING.has(event.key)) act();
  }

  /** Escape leads back step by step within the room, as long as nothing lies over it. */
  _leave(event, to) {
    event.preventDefault();
    event.stopPropagation();
    to.focus();
  }

  _actOf(key) {
    const always = {
      j: () => this.list.move(1), ArrowDown: () => this.list.move(1),
      k: () => this.list.move(-1), ArrowUp: () => this.list.move(-1),
      "/": () => document.getElementById("incidents-search").focus(),
      "?": openHelp,
    };
    if (always[key]) return always[key];
    const incident = this.chosen ? this.file.incident() : null;
    if (!incident) return null;
    const withFile = {
      Enter: () => this.file.focus(),
      g: () => this.file.comment.focus(),
      m: () => this.ways.toMap(this.chosen, incident),
      w: () => this.ways.toWall(this.chosen),
      n: () => document.getElementById("incident-orders").scrollIntoView({ block: "nearest" }),
    };
    return withFile[key] ?? this._stepOf(key, incident);
  }

  /** Two steps may share a key where they exclude each other: holding and going on. */
  _stepOf(key, incident) {
    const steps = Object.keys(KEYS).filter((name) => KEYS[name].toLowerCase() === key);
    if (!steps.length) return null;
    const name = key === "h" && incident.st === "on_hold" ? "resume" : steps[0];
    return () => this.file.step(name);
  }
}
