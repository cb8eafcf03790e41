// The controls of the list's view; the view stands in the address.

import { address } from "../address.mjs";
import { accountId } from "../person.mjs";
import { make } from "../shapes.mjs";
import { onLanguage, t, translatePage } from "../words.mjs";
import { addressOf, isInState, isNarrowed, matcher, viewOf } from "./view.mjs";

const byId = (id) => document.getElementById(id);

export class Filters {
  constructor(store, onChange) {
    Object.assign(this, { store, onChange, view: viewOf(address.get) });
    for (const chip of byId("incidents-states").querySelectorAll("[data-state]")) {
      chip.addEventListener("click", () => this._change({ state: chip.dataset.state }));
    }
    byId("incidents-mine").addEventListener("click", () => this._change({ mine: !this.view.mine }));
    this._wireWard();
    this._wireSearch();
    address.onReturn(() => this._take(viewOf(address.get)));
    this._draw();
  }

  test() {
    const wordsOf = (incident) => {
      const { vi, en } = this.store.kindWords(incident.kind);
      return [incident.no, vi, en, incident.place, this.store.wardName(incident.w), incident.own].filter(Boolean).join(" ");
    };
    return matcher(this.view, accountId(), wordsOf);
  }

  isNarrowed() {
    return isNarrowed(this.view);
  }

  showCounts(incidents) {
    const count = (test) => incidents.filter(([, incident]) => test(incident)).length;
    for (const chip of byId("incidents-states").querySelectorAll("[data-state]")) {
      chip.querySelector("b").textContent = count((incident) => isInState(incident, chip.dataset.state));
    }
    byId("incidents-mine").querySelector("b").textContent = count((incident) => incident.own_id === accountId());
  }

  _change(part) {
    address.set(addressOf({ ...this.view, ...part }));
    this._take({ ...this.view, ...part });
  }

  _take(view) {
    this.view = view;
    this._draw();
    this.onChange();
  }

  _draw() {
    const press = (element, isOn) => element.setAttribute("aria-pressed", String(isOn));
    for (const chip of byId("incidents-states").querySelectorAll("[data-state]")) press(chip, chip.dataset.state === this.view.state);
    press(byId("incidents-mine"), this.view.mine);
    byId("incidents-ward").value = this.view.ward;
    if (document.activeElement !== this.search) this.search.value = this.view.search;
  }

  _wireWard() {
    const ward = byId("incidents-ward");
    const fill = () => {
      const wards = [...this.store.places.wardNames].sort((a, b) => a[1].localeCompare(b[1], "vi"));
      ward.replaceChildren(...[["", t("incidents.filter.all_wards")], ...wards].map(([code, name]) => new Option(name, code)));
      ward.value = this.view.ward;
    };
    ward.addEventListener("change", () => this._change({ ward: ward.value }));
    onLanguage(fill);
    fill();
  }

  _wireSearch() {
    this.search = make("input");
    Object.assign(this.search, { id: "incidents-search", type: "search", autocomplete: "off" });
    Object.assign(this.search.dataset, { tHint: "incidents.search.hint", tLabel: "incidents.search" });
    byId("incidents-search-box").append(this.search);
    translatePage(this.search.parentElement);
    this.search.addEventListener("input", () => this._change({ search: this.search.value }));
  }
}
