// What is asked before an alert is dismissed, shelved, or a unit is sent to it. Each resolves to the answer or null.

import { ask, askAll } from "../dialogs.mjs";
import { number } from "../format.mjs";
import { t } from "../words.mjs";

const FALSE_ALARMS = ["nothing_there", "wrong_kind", "duplicate", "camera_fault", "planned"];
const SHELF_REASONS = ["works", "event", "known", "faulty"];
const SHELF_TIMES = ["30m", "2h", "shift", "12h"];

const inWords = (keys) => keys.map((key) => [t(key), t(key)]);

/** Why an alert is false. */
export const askFalseAlarm = (lead) =>
  ask({
    title: t("action.reject.title"),
    lead,
    choices: inWords(FALSE_ALARMS.map((key) => `reason.${key}`)),
    confirm: t("action.reject.confirm"),
    allowText: true,
  });

/** For how long and why an alert is put aside: {time, reason}. */
export const askShelf = (lead) =>
  askAll({
    title: t("shelf.title"),
    lead,
    confirm: t("shelf.confirm"),
    questions: [
      { name: "time", legend: t("shelf.time"), choices: SHELF_TIMES.map((time) => [time, t(`shelf.time.${time}`)]) },
      { name: "reason", legend: t("shelf.reason"), choices: inWords(SHELF_REASONS.map((key) => `shelf.reason.${key}`)), allowText: true },
    ],
  });

/** Which of the nearest units goes; the question names unit, distance and place: {unit}. Who sends may have to verify. */
export function askUnit(near, place, lead, mustVerify) {
  const far = (code) => near.find((one) => one.code === code);
  const sentence = ({ unit }) => t("dispatch.ask", { unit: far(unit).unit.c, far: farWords(far(unit).metres), place });
  return askAll({
    title: sentence,
    lead,
    className: "dispatch",
    confirm: t("dispatch.confirm"),
    must: mustVerify ? [{ name: "verifies", words: t("units.ask.verify") }] : [],
    questions: [{
      name: "unit",
      legend: t("dispatch.units"),
      choices: near.map(({ code, unit, metres }) => [code, t("dispatch.unit", { unit: unit.c, kind: t(`unit.kind.${unit.k}`), far: farWords(metres) })]),
    }],
  });
}

/** Write a distance as people say it: 240 m; 1,2 km. */
export function farWords(metres) {
  return metres < 1000 ? `${number(Math.round(metres / 10) * 10, 0)} m` : `${number(metres / 1000, 1)} km`;
}
