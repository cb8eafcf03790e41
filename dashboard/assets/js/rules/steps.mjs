// The rules in the order in which a sign meets them, each in a sentence with the figures it decides by.

import { number } from "../format.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";

/** The figures that a step's sentence names. */
const FIGURES = {
  police_report: ({ reports }) => ({ near: reports.near_m }),
  citizen_report: ({ reports }) => ({ many: reports.citizens, minutes: reports.window_s / 60, near: reports.near_m }),
  camera_trouble: ({ cameras }) => ({ minutes: cameras.offline_hold_s / 60, many: cameras.many, seconds: cameras.many_hold_s }),
  congestion: ({ congestion }) => ({ open: number(congestion.open_at, 2), clear: number(congestion.clear_at, 2), minutes: congestion.hold_s / 60 }),
  verdicts: ({ verdicts }) => ({ share: Math.round(verdicts.share * 100), least: verdicts.least, days: verdicts.days }),
  chattering: ({ chatter }) => ({ times: chatter.times, seconds: chatter.within_s, minutes: chatter.calm_s / 60 }),
  flood_group: ({ flood }) => ({ many: flood.more_than, minutes: flood.within_s / 60 }),
  quiet: ({ quiet }) => ({ low: quiet.low_s / 60, medium: quiet.medium_s / 60 }),
};

export function paintSteps(box, told) {
  const items = told.steps.map((step) => {
    const figures = FIGURES[step]?.(told.settings) ?? {};
    return make("li", "", make("b", "", t(`rules.step.${step}`)), make("span", "", t(`rules.step.${step}.says`, figures)));
  });
  const list = make("ol", "rules-steps", ...items);
  box.replaceChildren(make("h2", "", t("rules.steps")), list);
}
