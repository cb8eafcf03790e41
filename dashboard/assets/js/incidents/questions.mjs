// What is asked before an incident goes off its way. Each resolves to the answer or null.

import { ask, askAll } from "../dialogs.mjs";
import { t } from "../words.mjs";

const REASONS = {
  hold: ["waiting_unit", "waiting_answer", "waiting_weather"],
  resolve: ["done", "left_by_themselves", "passed_on"],
  reopen: ["not_over", "closed_early"],
  reject: ["nothing_there", "wrong_kind", "drill"],
};
const TIMES_MIN = [15, 30, 60, 240];

const inWords = (step) => REASONS[step].map((key) => `incidents.${step}.reason.${key}`).map((key) => [t(key), t(key)]);

/** Why a step is taken; one's own words count more than what is offered. */
export const askReason = (step, lead) =>
  ask({ title: t(`incidents.${step}.title`), lead, choices: inWords(step), confirm: t(`incidents.${step}.confirm`), allowText: true });

/** For how long and why it waits: {minutes, reason}. */
export const askHold = (lead) =>
  askAll({
    title: t("incidents.hold.title"),
    lead,
    confirm: t("incidents.hold.confirm"),
    questions: [
      { name: "minutes", legend: t("incidents.hold.time"), choices: TIMES_MIN.map((n) => [String(n), t("incidents.hold.minutes", { n })]) },
      { name: "reason", legend: t("incidents.hold.why"), choices: inWords("hold"), allowText: true },
    ],
  });

/** How this person knows that it is true. */
export const askConfirm = (lead) =>
  ask({
    title: t("incidents.confirm.title"),
    lead,
    choices: ["camera", "caller", "radio", "post"].map((key) => t(`incidents.confirm.by.${key}`)).map((words) => [words, words]),
    confirm: t("incidents.confirm.confirm"),
    allowText: true,
  });

export const askPriority = (lead) =>
  ask({
    title: t("incidents.priority.title"),
    lead,
    choices: [1, 2, 3, 4].map((n) => [String(n), t(`incidents.priority.${n}`)]),
    confirm: t("incidents.priority.confirm"),
  });

/** Which other incident it is, {other, reason}: `others` are [id, words], the nearest first. */
export const askOther = (step, lead, others) =>
  askAll({
    title: t(`incidents.${step}.title`),
    lead,
    confirm: t(`incidents.${step}.confirm`),
    questions: [
      { name: "other", legend: t("incidents.other"), choices: others },
      { name: "reason", legend: t("incidents.why"), choices: [[t("incidents.mark_duplicate.reason"), t("incidents.mark_duplicate.reason")]], allowText: true },
    ],
  });

/** Why some things become an incident of their own. */
export const askSplit = (lead) =>
  ask({
    title: t("incidents.split.title"),
    lead,
    choices: ["other_matter", "other_place"].map((key) => t(`incidents.split.reason.${key}`)).map((words) => [words, words]),
    confirm: t("incidents.split.confirm"),
    allowText: true,
  });
