// What is asked before a unit is sent or called back and before an incident is handed over. Each resolves to the answer.

import { ask, askAll, open } from "../dialogs.mjs";
import { make } from "../shapes.mjs";
import { currentLanguage, t } from "../words.mjs";
import { PARTIES, partyWords } from "./party.mjs";

const RECALL_REASONS = ["other_unit", "needed", "false", "over"];

/** Which of the proposed units goes: {unit, verifies}; the question names unit and place, and says why it is proposed. */
export function askUnit({ units, must_verify: mustVerify, verified_by: verifiedBy }, place) {
  const named = (code) => units.find((one) => one.code === code) ?? units[0];
  const trust = mustVerify ? t("units.ask.must_verify") : verifiedBy ? t("units.ask.says_verified", { who: verifiedBy }) : t("units.ask.says_unverified");
  return askAll({
    title: ({ unit }) => t("units.ask.title", { unit: named(unit).callsign, place }),
    lead: trust,
    className: "dispatch",
    confirm: t("units.ask.confirm"),
    must: mustVerify ? [{ name: "verifies", words: t("units.ask.verify") }] : [],
    questions: [{ name: "unit", legend: t("units.proposed"), choices: units.map((unit) => [unit.code, unitWords(unit)]) }],
  });
}

const unitWords = (unit) => {
  const why = unit[`why_${currentLanguage()}`];
  return `${unit.callsign} · ${t(`unit.kind.${unit.kind}`)} — ${why}`;
};

/** Why a unit is called back. */
export const askRecall = (callsign) =>
  ask({
    title: t("units.recall.title", { unit: callsign }),
    lead: t("units.recall.lead"),
    choices: RECALL_REASONS.map((key) => [t(`units.recall.reason.${key}`), t(`units.recall.reason.${key}`)]),
    confirm: t("units.recall.confirm"),
    allowText: true,
  });

/** To whom an incident goes, as the centre is told it; null when it goes nowhere. */
export function askTransfer(wards) {
  return new Promise((resolve) => {
    const party = choice("party", PARTIES.map((key) => [key, key === "ward" ? t("units.transfer.ward") : partyWords(key)]));
    const ward = choice("ward", wards);
    const why = field("why", "units.transfer.why");
    const phoned = make("input");
    phoned.type = "checkbox";
    const [number, name, time] = [field("number", "units.transfer.phone_number"), field("name", "units.transfer.phone_name"), field("time", "units.transfer.phone_time", "time")];
    const phone = make("div", "transfer-phone", number.box, name.box, time.box);
    const wardBox = labelled("units.transfer.ward", ward);
    const form = form_([
      make("h2", "", t("units.transfer.title")), make("p", "lead", t("units.transfer.lead")),
      labelled("units.transfer.party", party), wardBox, why.box, make("label", "ask-choice", phoned, make("span", "", t("units.transfer.by_phone"))), phone,
    ], t("units.transfer.confirm"));
    const settle = () => {
      wardBox.hidden = party.value !== "ward";
      phone.hidden = !phoned.checked;
      for (const { input } of [number, name]) input.required = phoned.checked;
    };
    form.addEventListener("change", settle);
    settle();
    whenAnswered(form, resolve, () => ({
      party: party.value,
      ward: party.value === "ward" ? ward.value : null,
      why: why.input.value,
      phoned: phoned.checked ? { number: number.input.value, name: name.input.value, at: timeToday(time.input.value) } : null,
    }));
  });
}

/** Who answered for a party, and why when they refuse: {name, reason}. */
export function askAnswerer(action, party) {
  return new Promise((resolve) => {
    const name = field("name", "units.transfer.name");
    const reason = field("reason", "units.transfer.reason");
    name.input.required = true;
    reason.input.required = action === "refuse";
    const parts = [make("h2", "", t(`units.transfer.${action}.title`, { party })), name.box, reason.box];
    const form = form_(parts, t(`units.transfer.${action}`));
    whenAnswered(form, resolve, () => ({ name: name.input.value, reason: reason.input.value }));
  });
}

/** The time of day as today's, or yesterday's when that has not come yet; null for none: now. */
function timeToday(words) {
  if (!words) return null;
  const [hours, minutes] = words.split(":").map(Number);
  const at = new Date();
  at.setHours(hours, minutes, 0, 0);
  if (at > new Date()) at.setDate(at.getDate() - 1);
  return at.toISOString();
}

function field(name, key, type = "text") {
  const input = make("input", "ask-text");
  Object.assign(input, { name, type, maxLength: 200 });
  return { input, box: labelled(key, input) };
}

const labelled = (key, control) => make("label", "ask-field", make("span", "", t(key)), control);

function choice(name, options) {
  const select = make("select", "ask-text");
  select.name = name;
  select.append(...options.map(([value, words]) => new Option(words, value)));
  return select;
}

function form_(parts, confirm) {
  const no = make("button", "button", t("dialog.cancel"));
  no.type = "button";
  no.dataset.way = "out";
  return make("form", "ask", ...parts, make("div", "ask-buttons", no, make("button", "button primary", confirm)));
}

function whenAnswered(form, resolve, read) {
  let answer = null;
  const dialog = open(form);
  form.querySelector("[data-way=out]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    answer = read();
    dialog.close();
  });
  dialog.addEventListener("close", () => resolve(answer));
}
