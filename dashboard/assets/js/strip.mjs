// The strip below: the eight smart systems, each with its state in shape and words and its main figures.

import { ageWords, number } from "./format.mjs";
import { provenanceMark } from "./provenance.mjs";
import { onLanguage, pick, t } from "./words.mjs";
import { make } from "./shapes.mjs";

const OLD_S = 60;
const TICK_MS = 2000;

export function startStrip(store) {
  const show = (keys) => {
    for (const cell of document.querySelectorAll("#systems [data-system]")) {
      if (!keys || keys.includes(cell.dataset.system)) paint(cell, store);
    }
  };
  store.on("systems", show);
  store.on("realOnly", () => show(null));
  onLanguage(() => show(null));
  setInterval(() => showAges(store), TICK_MS);
  show(null);
}

/** Grey what has become old and say how old: the link is lost, or the system's own data stopped coming. */
function showAges(store) {
  for (const cell of document.querySelectorAll("#systems [data-system]")) {
    const system = store.state.systems.get(cell.dataset.system);
    const seconds = system?.at ? (store.nowMs() - Date.parse(system.at)) / 1000 : null;
    const isOld = seconds !== null && seconds > OLD_S && store.isShown(system);
    cell.classList.toggle("is-old", isOld);
    const said = cell.querySelector(".system-age");
    const words = isOld ? t("watch.old", { age: ageWords(seconds) }) : "";
    if (said && said.textContent !== words) said.textContent = words;
  }
}

function paint(cell, store) {
  const key = cell.dataset.system;
  const system = store.state.systems.get(key);
  const isShown = system && store.isShown(system);
  const state = isShown ? system.state : "unknown";
  cell.dataset.state = state;
  const [main, ...rest] = isShown ? (system.figures ?? []) : [];
  const figure = main ? figureWords(main) : t(store.realOnly ? "system.no_real" : "system.no_data");
  cell.replaceChildren(
    make("span", "system-state"),
    make("span", "system-words",
      make("span", "system-line",
        make("span", "system-name", t(`system.${key}`)),
        make("span", "system-side system-said", state === "ok" || !main ? "" : t(`system.state.${state}`))),
      make("span", "system-line",
        make("span", main ? "system-figure" : "system-figure is-empty", figure),
        make("span", "system-side system-age"),
        make("span", "system-side", rest.length ? figureWords(rest[0]) : ""))),
  );
  if (isShown && system.p !== "simulated") cell.append(...provenanceMark(system.p));
  cell.title = titleOf(key, system, isShown, store);
}

export const figureWords = (figure) => {
  const unit = figure.unit.startsWith("/") ? figure.unit : figure.unit && ` ${figure.unit}`;
  return `${number(figure.value)}${unit} ${pick(figure)}`;
};

function titleOf(key, system, isShown, store) {
  const name = t(`system.${key}.full`);
  if (!isShown) return name;
  const seconds = (store.nowMs() - Date.parse(system.at)) / 1000;
  const figures = (system.figures ?? []).map(figureWords).join(" · ");
  return [name, t(`system.state.${system.state}`), figures, ageWords(seconds), t(`provenance.${system.p}`)].filter(Boolean).join("\n");
}
