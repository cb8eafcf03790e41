// The words of the page in Vietnamese and English: the table comes with the page, the choice is kept.

import { accountLanguage } from "./person.mjs";
import { recall, remember } from "./preferences.mjs";

const table = JSON.parse(document.getElementById("opscenter-words").textContent);
const listeners = new Set();
let language = "vi";

export const currentLanguage = () => language;

/** Return the phrase `key` in the current language with its {placeholders} filled. */
export function t(key, values = {}) {
  const phrase = table[key];
  if (!phrase) return key;
  const text = phrase[language === "en" ? 1 : 0];
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** Pick from an object that carries both languages, such as {vi, en}. */
export const pick = (both) => (both ? (both[language] ?? both.vi ?? "") : "");

export function onLanguage(listener) {
  listeners.add(listener);
}

/** Choose a language and keep the choice. */
export function setLanguage(next) {
  remember("language", next);
  speak(next);
}

/** Begin in the language that was chosen in this browser, else in the account's. */
export const startLanguage = () => speak(recall("language") ?? accountLanguage());

/** Begin in a language that nothing here changes. */
export const speakAs = (chosen) => speak(chosen);

function speak(next) {
  language = next === "en" ? "en" : "vi";
  document.documentElement.lang = language;
  translatePage(document.body);
  for (const listener of listeners) listener(language);
}

/** Fill every element that names its phrase: data-t for text, data-t-title and data-t-label for attributes. */
export function translatePage(root) {
  for (const element of root.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll("[data-t-title]")) element.title = t(element.dataset.tTitle);
  for (const element of root.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", t(element.dataset.tLabel));
  }
  for (const element of root.querySelectorAll("[data-t-hint]")) element.placeholder = t(element.dataset.tHint);
}
