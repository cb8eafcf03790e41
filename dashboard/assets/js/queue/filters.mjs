// The controls of the queue's view. The view itself stands in the address and goes to the person's other windows.

import { address } from "../address.mjs";
import { accountId } from "../person.mjs";
import { make, say, SEVERITIES, severityShape } from "../shapes.mjs";
import { onLanguage, pick, t, translatePage } from "../words.mjs";
import { GROUP_NAMES, SORT_NAMES } from "./order.mjs";
import { addressOf, isInState, isNarrowed, matcher, STATES, viewOf } from "./view.mjs";

const byId = (id) => document.getElementById(id);

export class Filters {
  /** `onChange(isOwn)` is called when the view changes; `isOwn` when it was changed in this window. */
  constructor(store, onChange) {
    Object.assign(this, { store, onChange, view: viewOf(address.get) });
    this._wireStates();
    this._wireSeverities();
    this._wireChoices();
    this._wireSearch();
    address.onReturn(() => this._take(viewOf(address.get), false));
    this._draw();
  }

  /** Return the test that an [id, alert] pair must pass. */
  test() {
    const wordsOf = (alert) => {
      const { vi, en } = this.store.kindWords(alert.kind);
      return [vi, en, alert.place, this.store.wardName(alert.w), alert.cam, alert.own, alert.why].filter(Boolean).join(" ");
    };
    return matcher(this.view, accountId(), wordsOf);
  }

  isNarrowed() {
    return isNarrowed(this.view);
  }

  /** Take over the view of another window of this person. */
  follow(values) {
    this._take(viewOf((name) => values[name] ?? null), false);
    address.set(addressOf(this.view));
  }

  /** Write how many each choice would show. */
  showCounts(alerts) {
    for (const chip of byId("queue-states").querySelectorAll("[data-state]")) {
      say(chip.querySelector("b"), `${alerts.filter(([, alert]) => isInState(alert, chip.dataset.state)).length}`);
    }
    say(byId("queue-mine").querySelector("b"), `${alerts.filter(([, alert]) => alert.own_id === accountId()).length}`);
  }

  _change(part) {
    this._take({ ...this.view, ...part }, true);
    address.set(addressOf(this.view));
  }

  _take(view, isOwn) {
    this.view = view;
    this._draw();
    this.onChange(isOwn);
  }

  /** Let the controls show the view. */
  _draw() {
    const { view } = this;
    const press = (element, isOn) => element.setAttribute("aria-pressed", String(isOn));
    for (const chip of byId("queue-states").querySelectorAll("[data-state]")) press(chip, chip.dataset.state === view.state);
    press(byId("queue-mine"), view.mine);
    for (const chip of byId("queue-severities").children) press(chip, view.severities.includes(chip.dataset.severity));
    const shown = { "queue-ward": view.ward, "queue-kind": view.kind, "queue-sort": view.sort, "queue-group": view.group };
    for (const [id, value] of Object.entries(shown)) {
      byId(id).value = value;
      byId(id).classList.toggle("is-set", byId(id).selectedIndex > 0);
    }
    if (this.search && document.activeElement !== this.search) this.search.value = view.search;
  }

  _wireStates() {
    for (const state of STATES) {
      byId("queue-states").querySelector(`[data-state="${state}"]`).addEventListener("click", () => this._change({ state }));
    }
    byId("queue-mine").addEventListener("click", () => this._change({ mine: !this.view.mine }));
  }

  _wireSeverities() {
    for (const severity of SEVERITIES) {
      const chip = make("button", "chip chip-shape");
      chip.innerHTML = severityShape(severity, { size: 14 });
      chip.dataset.severity = severity;
      chip.addEventListener("click", () => this._toggle(severity));
      const name = () => {
        chip.title = t(`severity.${severity}`);
        chip.setAttribute("aria-label", t(`severity.${severity}`));
      };
      name();
      onLanguage(name);
      byId("queue-severities").append(chip);
    }
  }

  /** Leave out a severity or let it in; leaving out the last one lets all in again. */
  _toggle(severity) {
    const { severities } = this.view;
    const next = SEVERITIES.filter((one) => severities.includes(one) !== (one === severity));
    this._change({ severities: next.length ? next : SEVERITIES });
  }

  _wireChoices() {
    const { places } = this.store;
    const sorted = (pairs) => pairs.sort((a, b) => a[1].localeCompare(b[1], "vi"));
    const kinds = () => sorted(Object.entries(places.kinds).map(([kind, words]) => [kind, pick(words)]));
    const choices = [
      ["queue-ward", "ward", () => [["", t("queue.all_wards")], ...sorted([...places.wardNames])]],
      ["queue-kind", "kind", () => [["", t("queue.all_kinds")], ...kinds()]],
      ["queue-sort", "sort", () => SORT_NAMES.map((name) => [name, t(`queue.sort.${name}`)])],
      ["queue-group", "group", () => GROUP_NAMES.map((name) => [name, t(`queue.group.${name}`)])],
    ];
    for (const [id, part, options] of choices) {
      const fill = () => {
        byId(id).replaceChildren(...options().map(([value, words]) => new Option(words, value)));
        this._draw();
      };
      byId(id).addEventListener("change", () => this._change({ [part]: byId(id).value }));
      fill();
      onLanguage(fill);
    }
  }

  _wireSearch() {
    const search = make("input");
    search.id = "queue-search";
    search.type = "search";
    search.autocomplete = "off";
    search.dataset.tHint = "queue.search.hint";
    search.dataset.tLabel = "queue.search";
    byId("queue-search-box").append(search);
    translatePage(search.parentElement);
    search.addEventListener("input", () => this._change({ search: search.value }));
    this.search = search;
  }
}
