// The trends' page: what is asked for stands in the address; the figures are drawn by the server's answer.

import { address } from "../address.mjs";
import { coloured, savePicture } from "../drawings.mjs";
import { whenLaidOut } from "../laid_out.mjs";
import { currentRoom, onRoom } from "../rooms.mjs";
import { make } from "../shapes.mjs";
import { currentLanguage, onLanguage, pick, t } from "../words.mjs";
import { dateOf, dateWords } from "./dates.mjs";

const NAMES = { span: "trend", first: "trend-from", last: "trend-to", ward: "trend-ward", kind: "trend-kind" };
const AGAIN_MS = 60000;
const FIGURES = ["flow", "congestion", "events", "week", "kinds", "wards"];
const FILES = { traffic: "traffic.csv", events: "events.csv", map: "wards.geojson" };

const byId = (id) => document.getElementById(id);
const asked = () => Object.fromEntries(Object.entries(NAMES).map(([name, key]) => [name, address.get(key)]));
const isOpen = () => currentRoom() === "trends" && document.visibilityState === "visible";

/** Before the callbacks run: how a page of figures gets the colours of the theme. */
window.dash_clientside = window.dash_clientside ?? {};
window.dash_clientside.opscenterTrends = {
  coloured(drawings) {
    if (!drawings) return FIGURES.map(() => window.dash_clientside.no_update);
    say(drawings.said);
    return FIGURES.map((name) => coloured(drawings.figures[name]));
  },
};

export function startTrends(store) {
  let page = null;
  onRoom((name) => {
    if (name !== "trends") return;
    if (page) page.ask();
    else whenLaidOut("trends", () => (page ??= new Trends(store)));
  });
}

function say(sentences) {
  const [shown, ...notes] = sentences;
  byId("trends-said").replaceChildren(make("span", "", shown), ...notes.map((note) => make("strong", "trends-note", note)));
}

class Trends {
  constructor(store) {
    this.store = store;
    this._wireSpans();
    this._wireDates();
    this._wireLists();
    this._wireFiles();
    address.onReturn(() => isOpen() && this.ask());
    onLanguage(() => {
      this._fillLists();
      this._link();
    });
    store.on("realOnly", () => this._link());
    setInterval(() => isOpen() && this.ask(), AGAIN_MS);
    window.addEventListener("opscenter:theme", () => this._set("theme", Date.now()));
    this.ask();
  }

  /** Show what the address says in the choices, and ask the server for it. */
  ask() {
    const view = asked();
    for (const chip of document.querySelectorAll("#trends-spans [data-span]")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.span === (view.span ?? "day")));
    }
    byId("trends-dates").hidden = view.span !== "own";
    byId("trends-ward").value = view.ward ?? "";
    byId("trends-kind").value = view.kind ?? "";
    this.first.value = dateWords(view.first);
    this.last.value = dateWords(view.last);
    this._link();
    this._set("asked", { ...view, at: Date.now() });
  }

  _choose(changes) {
    address.set(Object.fromEntries(Object.entries(changes).map(([name, value]) => [NAMES[name], value || null])));
    this.ask();
  }

  _set(name, data) {
    window.dash_clientside.set_props(`trends-${name}`, { data });
  }

  _wireSpans() {
    for (const chip of document.querySelectorAll("#trends-spans [data-span]")) {
      chip.addEventListener("click", () => {
        const today = new Date(this.store.liveNowMs() + 7 * 3600000).toISOString().slice(0, 10);
        const dates = chip.dataset.span === "own" && !address.get(NAMES.first) ? { first: today, last: today } : {};
        this._choose({ span: chip.dataset.span, ...dates });
      });
    }
  }

  _wireDates() {
    const field = (name) => {
      const input = make("input", "trends-date");
      Object.assign(input, { type: "text", inputMode: "numeric", maxLength: 10, size: 11 });
      Object.assign(input.dataset, { tHint: "trends.date.hint", tLabel: `trends.date.${name}` });
      input.placeholder = t("trends.date.hint");
      input.setAttribute("aria-label", t(`trends.date.${name}`));
      input.addEventListener("change", () => this._choose({ [name]: dateOf(input.value) ?? input.value }));
      return input;
    };
    this.first = field("first");
    this.last = field("last");
    byId("trends-dates").replaceChildren(this.first, make("span", "quiet", "–"), this.last);
  }

  _wireLists() {
    this._fillLists();
    byId("trends-ward").addEventListener("change", (event) => this._choose({ ward: event.target.value }));
    byId("trends-kind").addEventListener("change", (event) => this._choose({ kind: event.target.value }));
  }

  _fillLists() {
    const { wards, kinds } = this.store.places;
    const order = new Intl.Collator("vi");
    const sorted = (pairs) => pairs.sort(([, a], [, b]) => order.compare(a, b));
    const wardPairs = wards.features.map(({ properties }) => [properties.code, properties.name]);
    fill("trends-ward", t("trends.all_wards"), sorted(wardPairs));
    fill("trends-kind", t("trends.all_kinds"), sorted(Object.entries(kinds).map(([key, words]) => [key, pick(words)])));
    byId("trends-ward").value = address.get(NAMES.ward) ?? "";
    byId("trends-kind").value = address.get(NAMES.kind) ?? "";
  }

  /** The files are of what is shown: the same question, asked of another address. */
  _link() {
    const filled = Object.entries({ ...asked(), real: this.store.realOnly ? "1" : null, language: currentLanguage() }).filter(([, value]) => value);
    const query = new URLSearchParams(filled).toString();
    for (const link of document.querySelectorAll("#trends-files [data-file]")) {
      link.href = `/exports/${FILES[link.dataset.file]}${query && `?${query}`}`;
    }
  }

  _wireFiles() {
    for (const button of document.querySelectorAll("#trends [data-picture]")) {
      const name = button.dataset.picture;
      button.addEventListener("click", () => {
        const graph = byId(`trends-${name}`).querySelector(".js-plotly-plot");
        const shown = byId("trends-said").firstElementChild?.textContent ?? "";
        savePicture(graph, `opscenter-${name}-${fileDay(this.store.liveNowMs())}`, `${t(`trends.figure.${name}`)} · ${shown}`);
      });
    }
  }
}

const fileDay = (ms) => new Date(ms + 7 * 3600000).toISOString().slice(0, 16).replace(/[-:]/g, "").replace("T", "-");

function fill(id, everything, pairs) {
  const options = [["", everything], ...pairs].map(([value, words]) => {
    const option = make("option", "", words);
    option.value = value;
    return option;
  });
  byId(id).replaceChildren(...options);
}
