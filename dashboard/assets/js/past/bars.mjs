// The bars of the time line: how many alerts were opened in each stretch of time, the worst of them on top.

import { dayMonth, clock, number } from "../format.mjs";
import { t } from "../words.mjs";
import { dayStart, fullHours, MINUTE_MS } from "./days.mjs";

const WIDTHS = [1, 2, 3, 6, 12]; // Buckets to a bar.
const NARROWEST_PX = 5;
const LABEL_PX = 62;
const HOURS_APART = [1, 2, 3, 4, 6, 8, 12];

/** How many minutes one bar of a time line of `spanMs` covers on a screen `widthPx` wide. */
export function minutesPerBar(spanMs, bucketS, widthPx) {
  const buckets = spanMs / (bucketS * 1000);
  const merged = WIDTHS.find((width) => (widthPx * width) / buckets >= NARROWEST_PX) ?? WIDTHS.at(-1);
  return (merged * bucketS) / 60;
}

/** The bars of a histogram's answer: [{fromMs, toMs, all, critical, high}], those without alerts left out. */
export function barsOf(histogram, minutes, isShown) {
  const bars = new Map();
  for (const bar of histogram.bars.filter(({ provenance }) => isShown({ p: provenance }))) {
    const at = Date.parse(bar.at);
    const fromMs = dayStart(at) + Math.floor((at - dayStart(at)) / (minutes * MINUTE_MS)) * minutes * MINUTE_MS;
    const sum = bars.get(fromMs) ?? { fromMs, toMs: fromMs + minutes * MINUTE_MS, all: 0, critical: 0, high: 0 };
    sum.all += bar.alerts;
    if (bar.severity in sum) sum[bar.severity] += bar.alerts;
    bars.set(fromMs, sum);
  }
  return [...bars.values()];
}

/** Say what a bar counts: from when to when, how many alerts, how many of them critical and high. */
export function barWords({ fromMs, toMs, all, critical, high }) {
  const span = `${clock(fromMs).slice(0, 5)}–${clock(toMs).slice(0, 5)}`;
  const parts = [t("past.bar.alerts", { n: number(all, 0) })];
  if (critical) parts.push(t("past.bar.critical", { n: number(critical, 0) }));
  if (high) parts.push(t("past.bar.high", { n: number(high, 0) }));
  return `${span} · ${parts.join(" · ")}`;
}

/** Draw bars and hours into their boxes; places are shares of the span, so a wider screen needs nothing new. */
export function drawBars({ bars, hours }, shown, { sinceMs, untilMs }, widthPx) {
  const share = (ms) => (ms - sinceMs) / (untilMs - sinceMs);
  const most = Math.max(1, ...shown.map(({ all }) => all));
  const height = (n) => Math.sqrt(n / most) * 100; // So that a single alert still shows beside a storm.
  const drawn = shown
    .filter(({ toMs, fromMs }) => toMs > sinceMs && fromMs < untilMs)
    .map((bar) => rects(share(bar.fromMs) * 1000, (share(bar.toMs) - share(bar.fromMs)) * 1000, bar, height));
  bars.innerHTML = `<svg viewBox="0 0 1000 100" preserveAspectRatio="none" aria-hidden="true">${drawn.join("")}</svg>`;
  const labels = hourLabels(sinceMs, untilMs, widthPx);
  hours.innerHTML = labels.map(([ms, words]) => `<span style="left:${(share(ms) * 100).toFixed(2)}%">${words}</span>`).join("");
}

function rects(x, width, { all, critical, high }, height) {
  const rect = (kind, y, tall) => `<rect class="bar-${kind}" x="${x.toFixed(1)}" y="${(100 - y).toFixed(1)}" width="${(width * 0.78).toFixed(1)}" height="${tall.toFixed(1)}"/>`;
  const whole = height(all);
  const parts = [rect("all", whole, whole)];
  const worst = whole * (critical / all);
  if (critical) parts.push(rect("critical", whole, worst));
  if (high) parts.push(rect("high", whole - worst, whole * (high / all)));
  return parts.join("");
}

function hourLabels(sinceMs, untilMs, widthPx) {
  const room = Math.max(1, Math.floor(widthPx / LABEL_PX));
  const spanH = (untilMs - sinceMs) / (60 * MINUTE_MS);
  const apart = HOURS_APART.find((hours) => spanH / hours <= room) ?? 24;
  return fullHours(sinceMs, untilMs, apart).map((ms) => [ms, ms === dayStart(ms) ? dayMonth(ms) : clock(ms).slice(0, 5)]);
}
