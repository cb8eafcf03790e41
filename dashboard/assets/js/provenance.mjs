// Where a fact comes from, shown on every alert, picture and chart; and the bar across the page.

import { percent } from "./format.mjs";
import { remember } from "./preferences.mjs";
import { make } from "./shapes.mjs";
import { onLanguage, t } from "./words.mjs";

/** The mark of a provenance: nothing for real data, a short tag with its words for the rest. */
export function provenanceMark(provenance, isExercise = false, isLong = false) {
  const marks = [];
  if (isExercise) marks.push(tag("exercise", t("provenance.exercise"), t("provenance.exercise.hint")));
  if (provenance && (provenance !== "real" || isLong)) {
    const words = t(`provenance.${provenance}`);
    marks.push(tag(provenance, isLong ? words : t(`provenance.${provenance}.short`), words));
  }
  return marks;
}

function tag(kind, text, title) {
  const mark = make("span", `mark mark-${kind}`, text);
  mark.title = title;
  return mark;
}

/** Keep the bar and its switch: the share of simulated sources, and the real-only filter. */
export function startProvenanceBar(store) {
  const bar = document.getElementById("provenance-bar");
  const share = document.getElementById("provenance-share");
  const toggle = document.getElementById("real-only-switch");
  const show = () => {
    const simulated = store.simulatedShare;
    bar.dataset.kind = store.realOnly ? "real-only" : simulated ? "simulated" : "real";
    share.textContent = sentence(store);
    toggle.setAttribute("aria-checked", String(store.realOnly));
  };
  toggle.addEventListener("click", () => {
    store.setRealOnly(!store.realOnly);
    window.dash_clientside.set_props("real-only", { data: store.realOnly });
    remember("realOnly", store.realOnly);
    show();
  });
  store.on("pulse", show);
  store.on("realOnly", show);
  onLanguage(show);
  show();
}

function sentence(store) {
  if (store.realOnly) return t("provenance.bar.real_only");
  if (store.simulatedShare === null) return t("provenance.bar.unknown");
  if (store.simulatedShare === 0) return t("provenance.bar.real");
  return t("provenance.bar.simulated", { share: percent(store.simulatedShare, 1) });
}
