// A field that offers what fits the words in it: typed, walked through with the arrows, taken with Enter.

import { make } from "../shapes.mjs";

const WAIT_MS = 120;
let made = 0;

export class Combobox {
  /**
   * `find(text)` returns (a promise of) options {title, aside, ...}; `onTake(option)` hears of the one that was taken,
   * `onClear()` that the words were changed again; `none()` are the words for nothing found.
   */
  constructor({ id, find, onTake, onClear, none }) {
    Object.assign(this, { find, onTake, onClear, none, options: [], at: 0, taken: null, asked: 0, name: `combobox-${(made += 1)}` });
    this.input = make("input", "");
    Object.assign(this.input, { id, type: "text", autocomplete: "off", spellcheck: false });
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.name };
    for (const [name, value] of Object.entries(roles)) this.input.setAttribute(name, value);
    this.list = make("div", "combo-list");
    Object.assign(this.list, { id: this.name, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.element = make("div", "combo", this.input, this.list);
    this.input.addEventListener("input", () => this._typed());
    this.input.addEventListener("keydown", (event) => this._key(event));
    this.input.addEventListener("blur", () => this._close());
  }

  /** Name the field for screen readers. */
  label(label) {
    this.input.setAttribute("aria-label", label);
    this.list.setAttribute("aria-label", label);
  }

  /** Show `option` as taken, without telling of it. */
  set(option) {
    this.taken = option;
    this.input.value = option?.title ?? "";
    this.element.classList.toggle("is-taken", Boolean(option));
    this._close();
  }

  _typed() {
    if (this.taken) {
      this.taken = null;
      this.element.classList.remove("is-taken");
      this.onClear();
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this._look(), WAIT_MS);
  }

  /** Look for what fits; an answer to older words is dropped. */
  async _look() {
    clearTimeout(this.timer);
    this.timer = null;
    const text = this.input.value.trim();
    const mine = (this.asked += 1);
    const options = text ? await this.find(text) : [];
    if (mine !== this.asked) return;
    Object.assign(this, { options, at: 0, found: text });
    this._draw();
  }

  async _key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.options.length) {
      event.preventDefault();
      this.at = (this.at + step + this.options.length) % this.options.length;
      this._draw();
    } else if (event.key === "Enter" && !event.ctrlKey && !this.taken) {
      event.preventDefault();
      event.stopPropagation();
      await this._take();
    } else if (event.key === "Tab" && !event.shiftKey && !this.taken && this.options.length) this._choose(this.options[this.at]);
    else if (event.key === "Escape" && !this.list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      this._close();
    }
  }

  /** Take what is marked; whoever types faster than the answer comes gets the answer to all that was typed. */
  async _take() {
    if (this.found !== this.input.value.trim()) await this._look();
    if (this.options.length) this._choose(this.options[this.at]);
  }

  _choose(option) {
    this.set(option);
    this.onTake(option);
  }

  _close() {
    clearTimeout(this.timer);
    Object.assign(this, { options: [], found: null, asked: this.asked + 1 });
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  _draw() {
    const isNone = !this.options.length && this.input.value.trim() !== "";
    this.list.hidden = !this.options.length && !isNone;
    this.input.setAttribute("aria-expanded", String(this.options.length > 0));
    this.list.replaceChildren(...(isNone ? [make("p", "quiet", this.none())] : this.options.map((option, index) => this._row(option, index))));
    if (!this.options.length) return;
    this.input.setAttribute("aria-activedescendant", `${this.name}-${this.at}`);
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
  }

  _row(option, index) {
    const row = make("div", "combo-row", make("span", "", option.title), option.aside ? make("span", "quiet", option.aside) : null);
    row.id = `${this.name}-${index}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", String(index === this.at));
    row.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // The field keeps the focus.
      this._choose(option);
    });
    return row;
  }
}
