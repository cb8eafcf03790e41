// Questions that need an answer before something is done, and the page of keys. Native dialogs: focus stays inside.

import { make } from "./shapes.mjs";
import { t } from "./words.mjs";

/** Ask for one of `choices` ([value, words]) or a text of one's own; resolves to the answer or null. */
export async function ask({ title, lead, choices, confirm, allowText = false }) {
  const answers = await askAll({ title, lead, confirm, questions: [{ name: "choice", choices, allowText }] });
  return answers?.choice ?? null;
}

/**
 * Ask several questions at once: {name, legend, choices, allowText}. `title` may be a function of the answers so
 * far; `must` are sentences, {name, words}, to which one has to say yes. Resolves to the answers by name, or null
 * when nothing is to be done.
 */
export function askAll({ title, lead, confirm, questions, must = [], className = "" }) {
  return new Promise((resolve) => {
    const form = make("form", "ask");
    const head = make("h2", "");
    const read = () => Object.fromEntries(questions.map(({ name }) => [name, answerOf(form, name)]));
    const yes = make("button", "button primary", confirm);
    const no = make("button", "button", t("dialog.cancel"));
    no.type = "button";
    form.append(head, make("p", "lead", lead), ...questions.map(asked), ...must.map(sworn), make("div", "ask-buttons", no, yes));
    const name = () => (head.textContent = typeof title === "function" ? title(read()) : title);
    name();
    form.addEventListener("change", name);
    let answers = null;
    const dialog = open(form, className);
    no.addEventListener("click", () => dialog.close());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answers = read();
      dialog.close();
    });
    dialog.addEventListener("close", () => resolve(answers));
  });
}

/** What stands in one's own words, else what was chosen. */
const answerOf = (form, name) => form.elements[`${name}-text`]?.value.trim() || form.elements[name]?.value || "";

function asked({ name, legend, choices, allowText = false }) {
  const box = make("fieldset", "ask-question", legend ? make("legend", "", legend) : null);
  box.append(...choices.map(([value, words], index) => choice(name, value, words, index === 0)));
  if (!allowText) return box;
  const text = make("input", "ask-text");
  text.name = `${name}-text`;
  text.placeholder = t("dialog.own_words");
  text.setAttribute("aria-label", t("dialog.own_words"));
  text.maxLength = 200;
  box.append(text);
  return box;
}

/** A sentence to which one has to say yes before anything is done. */
function sworn({ name, words }) {
  const box = make("input");
  Object.assign(box, { type: "checkbox", name, required: true, autofocus: true }); // Space and Enter then do.
  return make("label", "ask-choice ask-must", box, make("span", "", words));
}

function choice(name, value, words, isFirst) {
  const radio = make("input");
  radio.type = "radio";
  radio.name = name;
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
  ["a", "keys.acknowledge"], ["d", "keys.dispatch"], ["m", "keys.map"], ["w", "keys.wall"], ["s", "keys.shelve"],
  ["u", "keys.undo"], ["n", "keys.merge"], ["/", "keys.search"], ["f", "keys.reject"], ["h", "keys.file"],
  ["i", "keys.incident"], ["?", "keys.help"],
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
