// A system's card: its state, its figures and what is wrong with it, from the entry that the strip shows too.

import { ageWords, number } from "../format.mjs";
import { provenanceMark } from "../provenance.mjs";
import { make, makeSvg, severityShape } from "../shapes.mjs";
import { figureWords } from "../strip.mjs";
import { pick, t } from "../words.mjs";

export function paintCard(card, key, store) {
  const system = store.state.systems.get(key);
  const isShown = Boolean(system && store.isShown(system));
  const state = isShown ? system.state : "unknown";
  card.dataset.state = state;
  const said = isShown ? t(`system.state.${state}`) : t(store.realOnly ? "system.no_real" : "system.no_data");
  const age = isShown && system.at ? ageWords((store.nowMs() - Date.parse(system.at)) / 1000) : "";
  card.querySelector(".card-said").replaceChildren(said, ...(isShown ? provenanceMark(system.p) : []));
  card.querySelector(".card-said").title = age;
  card.querySelector(".card-figures").replaceChildren(...(isShown ? system.figures.map(figureOf) : []));
  card.querySelector(".card-wrong").replaceChildren(...(isShown ? troubles(system, store) : []));
}

function figureOf(figure, index) {
  const unit = figure.unit.startsWith("/") ? figure.unit : figure.unit && ` ${figure.unit}`;
  return make("span", index ? "card-figure" : "card-figure is-main",
    make("b", "", number(figure.value, 2), make("small", "", unit)), make("span", "", pick(figure)));
}

/** What is wrong, the worst first: each is a row of the queue and leads to it. */
function troubles(system, store) {
  const wrong = system.wrong ?? [];
  if (!system.alerts) return [make("li", "card-fine", t("overview.fine"))];
  const lines = wrong.map((trouble) => make("li", "", lineOf(trouble, store.alert(trouble.id), store)));
  const more = system.alerts - wrong.length;
  return more > 0 ? [...lines, make("li", "quiet", t("overview.more", { n: number(more, 0) }))] : lines;
}

function lineOf(trouble, alert, store) {
  const figure = trouble.figure ? figureWords(trouble.figure) : "";
  const beyond = trouble.limit === undefined || trouble.limit === null ? "" : t("overview.limit", { limit: number(trouble.limit, 2) });
  const measured = [figure, beyond].filter(Boolean).join(" ");
  if (!alert) return make("span", "", measured || t("overview.elsewhere"));
  const button = make("button", "card-alert",
    makeSvg("", severityShape(alert.sev, { size: 13, taken: alert.st === "acknowledged" })),
    make("span", "", [pick(store.kindWords(alert.kind)), measured, store.whereWords(alert)].filter(Boolean).join(" · ")));
  button.dataset.alert = trouble.id;
  button.title = t("overview.to_queue");
  return button;
}
