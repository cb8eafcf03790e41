// Questions that need an answer before something is done, and the page of keys. Native dialogs: focus stays inside.

import { make } from "./shapes.mjs";
import { t } from "./words.mjs";

/** Ask for one of `choices` ([value, words]) or a text of one's own; resolves to the answer or null. */
export function ask({ title, lead, choices, confirm, allowText = false }) {
  return new Promise((resolve) => {
    const form = make("form", "ask");
    const options = choices.map(([value, words], index) => choice(value, words, index === 0));
    const text = make("input", "ask-text");
    text.placeholder = t("dialog.own_words");
    text.setAttribute("aria-label", t("dialog.own_words"));
    text.maxLength = 200;
    const yes = make("button", "button primary", confirm);
    const no = make("button", "button", t("dialog.cancel"));
    no.type = "button";
    form.append(make("h2", "", title), make("p", "lead", lead), ...options);
    if (allowText) form.append(text);
    form.append(make("div", "ask-buttons", no, yes));
    let answer = null;
    const dialog = open(form);
    no.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer = text.value.trim() || form.elements.choice.value;
      dialog.close();
    });
    dialog.addEventListener("close", () => resolve(answer));
  });
}

function choice(value, words, isFirst) {
  const radio = make("input");
  radio.type = "radio";
  radio.name = "choice";
  radio.value = value;
  radio.checked = isFirst;
  return make("label", "ask-choice", radio, make("span", "", words));
}

/** Show `content` in a modal dialog until it is closed; closing gives the focus back to where it was. */
export function open(content, className = "") {
  const dialog = make("dialog", className, content);
  document.body.append(dialog);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
  return dialog;
}

const KEYS = [
  ["j", "keys.next"], ["k", "keys.previous"], ["Enter", "keys.open"], ["Esc", "keys.close"],
  ["a", "keys.acknowledge"], ["u", "keys.undo"], ["f", "keys.reject"], ["n", "keys.merge"],
  ["/", "keys.search"], ["?", "keys.help"],
];

/** The keys of the page; they act only while the queue has the focus. */
export function openHelp() {
  if (document.querySelector("dialog.help")) return;
  const rows = KEYS.map(([key, phrase]) => make("div", "key-row", make("kbd", "", key), make("span", "", t(phrase))));
  const close = make("button", "button primary", t("dialog.close"));
  const content = make("div", "ask", make("h2", "", t("keys.title")), make("p", "lead", t("keys.lead")), ...rows, make("div", "ask-buttons", close));
  const dialog = open(content, "help");
  close.addEventListener("click", () => dialog.close());
}
