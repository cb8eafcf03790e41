// What the queue shows: all, mine or nobody's; by ward, by severity, and by words with or without marks.

import { searchKey } from "../format.mjs";
import { accountId } from "../person.mjs";
import { make, SEVERITIES, severityShape } from "../shapes.mjs";
import { onLanguage, t, translatePage } from "../words.mjs";

export class Filters {
  constructor(store, onChange) {
    Object.assign(this, { store, onChange, whose: "all", ward: "", severities: new Set(SEVERITIES), words: [] });
    this._wireWhose();
    this._wireSeverities();
    this._wireWards();
    this._wireSearch();
  }

  matches([, alert]) {
    if (this.whose === "mine" && alert.own_id !== accountId()) return false;
    if (this.whose === "open" && alert.st !== "unacknowledged") return false;
    if (this.ward && alert.w !== this.ward) return false;
    if (!this.severities.has(alert.sev)) return false;
    if (!this.words.length) return true;
    const key = this._searchKeyOf(alert);
    return this.words.every((word) => key.includes(word));
  }

  isNarrowed() {
    return this.whose !== "all" || this.ward !== "" || this.severities.size < SEVERITIES.length || this.words.length > 0;
  }

  /** Write how many each choice would show. */
  showCounts(alerts) {
    const counts = {
      all: alerts.length,
      mine: alerts.filter(([, alert]) => alert.own_id === accountId()).length,
      open: alerts.filter(([, alert]) => alert.st === "unacknowledged").length,
    };
    for (const chip of document.querySelectorAll("#queue-whose [data-whose]")) {
      chip.querySelector("b").textContent = counts[chip.dataset.whose];
    }
  }

  _searchKeyOf(alert) {
    const { vi, en } = this.store.kindWords(alert.kind);
    return searchKey([vi, en, alert.place, this.store.wardName(alert.w), alert.cam, alert.own].filter(Boolean).join(" "));
  }

  _wireWhose() {
    const chips = document.querySelectorAll("#queue-whose [data-whose]");
    for (const chip of chips) {
      chip.addEventListener("click", () => {
        this.whose = chip.dataset.whose;
        for (const other of chips) other.setAttribute("aria-pressed", String(other === chip));
        this.onChange();
      });
    }
  }

  _wireSeverities() {
    const box = document.getElementById("queue-severities");
    for (const severity of SEVERITIES) {
      const chip = make("button", "chip chip-shape");
      chip.innerHTML = severityShape(severity, { size: 14 });
      chip.setAttribute("aria-pressed", "true");
      chip.addEventListener("click", () => {
        if (this.severities.has(severity)) this.severities.delete(severity);
        else this.severities.add(severity);
        chip.setAttribute("aria-pressed", String(this.severities.has(severity)));
        this.onChange();
      });
      const name = () => {
        chip.title = t(`severity.${severity}`);
        chip.setAttribute("aria-label", t(`severity.${severity}`));
      };
      name();
      onLanguage(name);
      box.append(chip);
    }
  }

  _wireSearch() {
    const search = make("input");
    search.id = "queue-search";
    search.type = "search";
    search.autocomplete = "off";
    search.dataset.tHint = "queue.search.hint";
    search.dataset.tLabel = "queue.search";
    document.getElementById("queue-search-box").append(search);
    translatePage(search.parentElement);
    search.addEventListener("input", () => {
      this.words = searchKey(search.value).split(" ").filter(Boolean);
      this.onChange();
    });
  }

  _wireWards() {
    const select = document.getElementById("queue-ward");
    const fill = () => {
      const names = [...this.store.places.wardNames].sort((a, b) => a[1].localeCompare(b[1], "vi"));
      select.replaceChildren(new Option(t("queue.all_wards"), ""), ...names.map(([code, name]) => new Option(name, code)));
      select.value = this.ward;
    };
    fill();
    onLanguage(fill);
    select.addEventListener("change", () => {
      this.ward = select.value;
      this.onChange();
    });
  }
}
