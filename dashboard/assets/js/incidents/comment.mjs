// The line for a comment: it stands while the file around it is drawn anew, and keeps its words until they are sent.

import { may } from "../person.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";

const LONGEST = 2000;

export class CommentLine {
  /** `onSend(text)` resolves to the centre's answer, or null when it was not taken. */
  constructor(onSend) {
    this.box = document.getElementById("incident-comment");
    this.input = make("textarea", "");
    Object.assign(this.input, { id: "incident-comment-text", rows: 1, maxLength: LONGEST });
    this.button = make("button", "button small");
    this.onSend = onSend;
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey) return;
      event.preventDefault();
      this._send();
    });
    this.button.addEventListener("click", () => this._send());
    this.box.closest("section").hidden = !may("work_on_incidents");
    this.box.append(this.input, this.button);
    this.speak();
  }

  speak() {
    this.input.placeholder = t("incidents.comment.hint");
    this.input.setAttribute("aria-label", t("incidents.comment"));
    this.button.replaceChildren(make("span", "", t("incidents.comment.send")), make("kbd", "", "G"));
  }

  clear() {
    this.input.value = "";
  }

  focus() {
    this.input.focus();
  }

  async _send() {
    const text = this.input.value.trim();
    if (text && (await this.onSend(text)) && this.input.value.trim() === text) this.clear();
  }
}
