// How long each ward has been silent, beside what is usual for it. The page counts on while the server is away.

import { ageWords, number } from "../format.mjs";
import { make } from "../shapes.mjs";
import { onLanguage, t } from "../words.mjs";
import { BarPanel } from "./bar_panel.mjs";

/** Read the heartbeats of a pulse: ward code -> {heardAtMs (null: never), usualS}. */
export function heartbeatsOf(wards, atMs) {
  return new Map(Object.entries(wards ?? {}).map(([code, { age_s: ageS, usual_s: usualS }]) =>
    [code, { heardAtMs: ageS === null ? null : atMs - ageS * 1000, usualS }]));
}

/** A ward's silence in seconds (null: never heard), and whether it is longer than usual. */
export function silence({ heardAtMs, usualS }, nowMs) {
  if (heardAtMs === null) return { seconds: null, isSilent: true };
  const seconds = Math.max(0, (nowMs - heardAtMs) / 1000);
  return { seconds, isSilent: seconds > usualS };
}

export function startHeartbeat(store) {
  const button = document.getElementById("beat");
  const panel = new BarPanel(button, document.getElementById("beat-panel"), () => fill());
  const fill = () => {
    sum(button, store);
    if (panel.isOpen) list(panel.panel.querySelector(".beat-list"), store);
  };
  let silent = "";
  const tell = () => {
    fill();
    const now = [...silentWards(store)].join();
    if (now !== silent) store.emit("heartbeats"); // Only then does the map have something to draw anew.
    silent = now;
  };
  store.on("pulse", tell);
  store.on("places", fill);
  onLanguage(fill);
  setInterval(tell, 1000);
  fill();
}

/** The codes of the wards that are silent beyond their usual. */
export function* silentWards(store) {
  for (const [code, beat] of store.heartbeats) if (silence(beat, store.liveNowMs()).isSilent) yield code;
}

/** One line on the bar: how many wards are heard and how old the oldest is; or how many are not. */
function sum(button, store) {
  const ages = [...store.heartbeats.values()].map((beat) => silence(beat, store.liveNowMs()));
  const silent = ages.filter(({ isSilent }) => isSilent).length;
  const oldest = Math.max(0, ...ages.map(({ seconds }) => seconds ?? 0));
  const words = !ages.length ? t("watch.beat.waiting")
    : silent ? t("watch.beat.silent", { n: number(silent, 0), all: number(ages.length, 0) })
      : t("watch.beat.heard", { n: number(ages.length, 0), age: ageWords(oldest) });
  const said = button.querySelector("b");
  button.dataset.state = !ages.length ? "unknown" : silent ? "silent" : "heard";
  if (said.textContent !== words) said.textContent = words;
}

function list(box, store) {
  const rows = [...store.heartbeats]
    .map(([code, beat]) => ({ name: store.wardName(code), usualS: beat.usualS, ...silence(beat, store.liveNowMs()) }))
    .sort((a, b) => Number(b.isSilent) - Number(a.isSilent) || a.name.localeCompare(b.name, "vi"));
  if (!rows.length) box.replaceChildren(make("li", "quiet", t("watch.beat.empty")));
  else box.replaceChildren(...rows.map(row));
}

function row({ name, seconds, usualS, isSilent }) {
  const age = seconds === null ? t("watch.beat.never") : ageWords(seconds);
  const item = make("li", isSilent ? "beat-row is-silent" : "beat-row",
    make("i", "beat-dot"), make("span", "beat-ward", name),
    make("span", "beat-said", isSilent ? t("watch.beat.no_data") : ""),
    make("span", "mono", age), make("span", "beat-usual", t("watch.beat.usual", { age: ageWords(usualS) })));
  return item;
}
