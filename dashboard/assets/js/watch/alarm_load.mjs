// One's own alarm load: the last eight hours by ten minutes, and five figures beside the limits of ISA-18.2.

import { ageWords, clock, number } from "../format.mjs";
import { make } from "../shapes.mjs";
import { onLanguage, t } from "../words.mjs";
import { BarPanel } from "./bar_panel.mjs";

const AGAIN_MS = 30000;
/** What is measured, and whether the limit itself is still within. */
const MEASURES = [["average", true], ["peak", true], ["standing", false], ["shelved", false], ["stale", false]];

export function startAlarmLoad(store) {
  const box = document.getElementById("load-panel");
  const inside = box.querySelector(".load-inside");
  const read = async () => {
    if (!panel.isOpen) return;
    try {
      const answer = await fetch(`/live/alarm-load?real_only=${store.realOnly}`, { cache: "no-store" });
      inside.replaceChildren(...(answer.ok ? shown(await answer.json()) : [failed()]));
    } catch {
      inside.replaceChildren(failed());
    }
  };
  const panel = new BarPanel(document.getElementById("load"), box, read);
  setInterval(read, AGAIN_MS);
  store.on("realOnly", read);
  onLanguage(read);
}

const failed = () => make("p", "quiet", t("watch.load.failed"));

/** Whether `value` is over `limit`; of average and peak the limit itself is still bearable. */
export const isOver = (value, limit, mayReach) => (mayReach ? value > limit : value >= limit);

function shown(load) {
  const rows = MEASURES.map(([name, mayReach]) => measure(name, load[name], load.limits[name], mayReach));
  return [
    make("p", "quiet", t("watch.load.here", { age: ageWords(load.here_min * 60) })),
    make("ul", "load-list", ...rows),
    chart(load.bars, load.limits),
  ];
}

function measure(name, value, limit, mayReach) {
  const over = isOver(value, limit, mayReach);
  return make("li", over ? "load-row is-over" : "load-row",
    make("span", "", t(`watch.load.${name}`)),
    make("b", "mono", number(value)),
    make("span", "load-limit", `${mayReach ? "≤" : "<"} ${number(limit, 0)}`),
    make("span", "load-said", t(over ? "watch.load.over" : "watch.load.within")));
}

function chart(bars, limits) {
  const most = Math.max(limits.peak + 2, ...bars.map(({ alerts }) => alerts));
  const picture = make("div", "load-bars", ...bars.map((bar) => column(bar, most, limits)));
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", t("watch.load.chart", { n: number(Math.max(...bars.map(({ alerts }) => alerts)), 0) }));
  const limit = make("i", "load-line", make("span", "", number(limits.peak, 0)));
  limit.style.bottom = `${(100 * limits.peak) / most}%`;
  picture.append(limit);
  return make("figure", "load-figure", picture, hours(bars), make("figcaption", "quiet", t("watch.load.source")));
}

function column({ at, alerts, was_here: wasHere }, most, limits) {
  const fill = make("i", alerts > limits.peak ? "is-over" : "");
  fill.style.height = `${(100 * alerts) / most}%`;
  const bar = make("span", wasHere ? "load-bar" : "load-bar is-away", fill);
  const time = clock(Date.parse(at)).slice(0, 5);
  bar.title = wasHere ? t("watch.load.bar", { time, n: number(alerts, 0) }) : t("watch.load.away", { time });
  return bar;
}

function hours(bars) {
  const marks = bars.map(({ at }) => clock(Date.parse(at)).slice(0, 5));
  return make("div", "load-hours", ...marks.filter((mark) => mark.endsWith(":00")).map((mark) => {
    const label = make("span", "mono", mark.slice(0, 2));
    label.style.left = `${(100 * marks.indexOf(mark)) / marks.length}%`;
    return label;
  }));
}
