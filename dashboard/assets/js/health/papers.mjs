// The papers of one camera: read by all who look after it, filled in by administrators.

import { open } from "../dialogs.mjs";
import { may } from "../person.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { currentLanguage, t } from "../words.mjs";
import { read, send } from "./asking.mjs";
import { button, dayInput, dayOf, input, labelled, moment, select } from "./fields.mjs";

const ANSWERS = ["none", "met", "not_met", "not_applicable"];
const LONGEST = 200;

/** Open the papers of a camera. */
export async function openPapers(code) {
  const found = await read(`/api/v1/camera-papers/${encodeURIComponent(code)}`);
  if (!found) return;
  const form = make("form", "ask health-papers-form");
  const fields = fieldsOf(found.camera);
  const groups = found.groups.map((group) => groupFields(group, found.camera.requirements[group.key]));
  form.append(
    make("h2", "", `${found.camera.name} (${code})`),
    make("p", "lead", t(`health.standing.${found.standing}`)),
    make("div", "health-form-grid", ...fields.elements),
    make("h3", "", t("health.papers.groups")),
    ...(may("manage_cameras") ? [allMet(groups)] : []),
    make("div", "health-groups", ...groups.map((group) => group.element)),
  );
  const close = button("health.close", "", () => dialog.close());
  const buttons = make("div", "ask-buttons", close);
  if (may("manage_cameras")) buttons.append(make("button", "button primary", t("health.papers.save")));
  else for (const field of form.querySelectorAll("input, select")) field.disabled = true;
  form.append(buttons);
  const dialog = open(form, "health-wide");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keep(code, { ...fields.values(), requirements: answersOf(groups) }, dialog);
  });
}

function fieldsOf(camera) {
  const inputs = {
    owner: input("text", camera.owner, { maxLength: LONGEST }),
    purpose: input("text", camera.purpose, { maxLength: LONGEST }),
    has_notice_sign: input("checkbox", camera.has_notice_sign),
    notice_on: dayInput(camera.notice_on),
    notice_place: input("text", camera.notice_place, { maxLength: LONGEST }),
    review_due: dayInput(camera.review_due),
  };
  const keys = { has_notice_sign: "notice", review_due: "review" };
  return {
    elements: Object.entries(inputs).map(([name, field]) =>
      labelled(`health.papers.${keys[name] ?? name}`, field, name === "has_notice_sign" ? "field-check" : ""),
    ),
    values: () => ({
      owner: inputs.owner.value,
      purpose: inputs.purpose.value,
      has_notice_sign: inputs.has_notice_sign.checked,
      notice_on: dayOf(inputs.notice_on),
      notice_place: inputs.notice_place.value,
      review_due: dayOf(inputs.review_due),
    }),
  };
}

/** One of the eleven groups: its name, the answer, a note, and who answered when. */
function groupFields(group, answered) {
  const words = group[currentLanguage()];
  const answer = select(ANSWERS.map((name) => [name, t(`health.answer.${name}`)]), answered?.answer ?? "none");
  answer.setAttribute("aria-label", `${words}: ${t("health.papers.answer")}`);
  const note = input("text", answered?.note, { maxLength: LONGEST, placeholder: t("health.papers.note") });
  note.setAttribute("aria-label", `${words}: ${t("health.papers.note")}`);
  const who = answered ? t("health.papers.by", { by: answered.by, at: moment(answered.at) }) : "";
  const element = make("div", "health-group", make("b", "", words), answer, note, make("small", "", who));
  return { key: group.key, element, answer, note };
}

/** A certificate answers for all eleven at once. */
function allMet(groups) {
  const note = input("text", "", { maxLength: LONGEST, placeholder: t("health.papers.note") });
  note.setAttribute("aria-label", t("health.papers.note"));
  const fill = button("health.papers.all_met", "small", () => {
    for (const group of groups) {
      group.answer.value = "met";
      group.note.value = note.value;
    }
  });
  return make("div", "health-tools", note, fill);
}

function answersOf(groups) {
  const given = groups.filter((group) => group.answer.value !== "none");
  return Object.fromEntries(given.map((group) => [group.key, { answer: group.answer.value, note: group.note.value }]));
}

async function keep(code, papers, dialog) {
  const done = await send(`/api/v1/camera-papers/${encodeURIComponent(code)}`, papers);
  if (!done) return;
  toast(t(done.missing.length ? "health.papers.saved" : "health.papers.released", { code }), { kind: "done" });
  dialog.close();
  window.dash_clientside.set_props("now-health", { data: { at: new Date().toISOString() } });
}
