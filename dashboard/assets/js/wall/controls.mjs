// The tools of the wall: how cameras are chosen, which ward, the search, how many tiles, pages, the purpose.

import { make } from "../shapes.mjs";
import { onLanguage, t, translatePage } from "../words.mjs";
import { found } from "./choice.mjs";
import { purposeWords } from "./purpose.mjs";

const byId = (id) => document.getElementById(id);

export class Controls {
  /** `wall` gives `view`, `choose(part)`, `add(code)`, `turnPage(step)`, `hold()` and `askPurposeAgain()`. */
  constructor(store, wall) {
    Object.assign(this, { store, wall });
    this._wireChips("wall-ways", (button) => wall.chooseWay(button.dataset.way));
    this._wireChips("wall-sizes", (button) => wall.choose({ size: Number(button.dataset.size) }));
    this._wireWard();
    this._wireSearch();
    byId("wall-before").addEventListener("click", () => wall.turnPage(-1));
    byId("wall-after").addEventListener("click", () => wall.turnPage(1));
    byId("wall-hold").addEventListener("click", () => wall.hold());
    byId("wall-purpose").addEventListener("click", () => wall.askPurposeAgain());
    onLanguage(() => this.draw());
  }

  draw() {
    const { view, page, pages, isHeld, purpose, look } = this.wall;
    const press = (name, value) => {
      for (const button of byId(`wall-${name}s`).children) button.setAttribute("aria-pressed", String(button.dataset[name] === value));
    };
    press("way", view.way);
    press("size", String(view.size));
    byId("wall").dataset.way = view.way;
    byId("wall-ward-box").hidden = view.way !== "ward";
    this.ward.value = view.way === "ward" ? view.of : "";
    byId("wall-pages").hidden = pages < 2 && view.way !== "turn";
    for (const id of ["wall-before", "wall-page"]) byId(id).hidden = view.way === "turn";
    byId("wall-page").textContent = `${page + 1}/${pages}`;
    byId("wall-hold").hidden = view.way !== "turn";
    byId("wall-hold").setAttribute("aria-pressed", String(isHeld));
    byId("wall-hold").textContent = t(isHeld ? "wall.go_on" : "wall.hold");
    byId("wall-purpose").hidden = look === null && purpose === null;
    byId("wall-purpose-words").textContent = purposeWords(purpose);
  }

  _wireChips(id, act) {
    for (const button of byId(id).children) button.addEventListener("click", () => act(button));
  }

  _wireWard() {
    this.ward = make("select", "");
    this.ward.id = "wall-ward";
    this.ward.dataset.tLabel = "wall.ward";
    byId("wall-ward-box").append(this.ward);
    const fill = () => {
      const wards = [...this.store.places.wardNames].sort((a, b) => a[1].localeCompare(b[1], "vi"));
      this.ward.replaceChildren(...[["", t("wall.ward")], ...wards].map(([code, name]) => new Option(name, code)));
      translatePage(this.ward.parentElement);
      this.draw();
    };
    this.ward.addEventListener("change", () => this.wall.choose({ way: "ward", of: this.ward.value }));
    onLanguage(fill);
    this.ward.append(new Option("", ""));
    queueMicrotask(fill); // Once the wall that is being made stands.
  }

  _wireSearch() {
    const box = byId("wall-search-box");
    const input = make("input");
    Object.assign(input, { id: "wall-search", type: "search", autocomplete: "off" });
    Object.assign(input.dataset, { tHint: "wall.search.hint", tLabel: "wall.search" });
    for (const [name, value] of [["role", "combobox"], ["aria-controls", "wall-found"], ["aria-expanded", "false"]]) input.setAttribute(name, value);
    const list = make("div", "");
    list.id = "wall-found";
    list.setAttribute("role", "listbox");
    list.hidden = true;
    box.append(input, list);
    translatePage(box);
    const search = new Search(input, list, this.store, (code) => this.wall.add(code));
    input.addEventListener("input", () => search.look());
    input.addEventListener("keydown", (event) => search.key(event));
    input.addEventListener("blur", () => search.close());
  }
}

/** The cameras that a search finds, under the box where it is typed; chosen by key or click. */
class Search {
  constructor(input, list, store, choose) {
    Object.assign(this, { input, list, store, choose, found: [], at: 0 });
  }

  look() {
    this.found = found(this.input.value, this.store);
    this.at = 0;
    this._draw();
  }

  close() {
    this.found = [];
    this._draw();
  }

  key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps && this.found.length) {
      this.at = (this.at + steps[event.key] + this.found.length) % this.found.length;
      this._draw();
    } else if (event.key === "Enter" && this.found.length) this._take(this.found[this.at].code);
    else if (event.key === "Escape" && this.found.length) this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  _take(code) {
    this.choose(code);
    this.input.value = "";
    this.close();
  }

  _draw() {
    const isNone = this.input.value.trim() !== "" && this.found.length === 0 && document.activeElement === this.input;
    this.list.hidden = this.found.length === 0 && !isNone;
    this.input.setAttribute("aria-expanded", String(this.found.length > 0));
    const rows = this.found.map((camera, index) => this._row(camera, index === this.at));
    this.list.replaceChildren(...(isNone ? [make("p", "quiet", t("wall.search.none"))] : rows));
  }

  _row(camera, isChosen) {
    const row = make("div", "wall-hit", make("span", "", camera.name), make("span", "quiet", `${camera.code} · ${this.store.wardName(camera.w)}`));
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(isChosen));
    row.addEventListener("mousedown", (event) => {
      event.preventDefault(); // The box keeps the focus: several cameras can be added one after the other.
      this._take(camera.code);
    });
    return row;
  }
}
