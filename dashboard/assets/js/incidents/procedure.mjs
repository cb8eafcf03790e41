// The checklist of the incident's kind: ticked with a note, and told when a step is late.

import { clock, number } from "../format.mjs";
import { may } from "../person.mjs";
import { make } from "../shapes.mjs";
import { pick, t } from "../words.mjs";
import { read } from "./asking.mjs";
import { ACTIVE } from "./steps.mjs";

const known = new Map();

/** The steps of a kind; asked once, for they change with the files of the district alone. */
export async function stepsOf(kind) {
  if (!known.has(kind)) {
    const procedure = await read(`/live/procedures/${kind}`);
    if (!procedure) return [];
    known.set(kind, procedure.steps);
  }
  return known.get(kind);
}

/** How late a step is, in whole minutes; 0 while it is not, or was done. */
export const lateMin = (step, isDone, openedMs, nowMs) =>
  isDone ? 0 : Math.max(0, Math.floor((nowMs - openedMs) / 60000) - step.within_min);

/** The checklist; `done` are the steps that were ticked, `onTick(key, isDone, note)` hears of every tick. */
export function checklist(steps, done, incident, store, onTick) {
  if (!steps.length) return [make("p", "quiet", t("incidents.procedure.none"))];
  const ticked = new Map(done.map((one) => [one.step, one]));
  const count = steps.filter((step) => ticked.has(step.key)).length;
  const summary = make("p", "quiet steps-count", t("incidents.procedure.count", { n: number(count, 0), of: number(steps.length, 0) }));
  const rows = steps.map((step) => row(step, ticked.get(step.key), incident, store, onTick));
  return [summary, make("ul", "steps", ...rows)];
}

function row(step, done, incident, store, onTick) {
  const late = ACTIVE.includes(incident.st) ? lateMin(step, Boolean(done), Date.parse(incident.opened), store.liveNowMs()) : 0;
  const box = make("input", "");
  Object.assign(box, { type: "checkbox", checked: Boolean(done), disabled: !may("work_on_incidents"), id: `step-${step.key}` });
  const note = noteLine(step, done, onTick);
  box.addEventListener("change", () => onTick(step.key, box.checked, note.querySelector("input")?.value.trim() ?? ""));
  const label = make("label", "step-words", pick(step.words));
  label.htmlFor = box.id;
  const who = make("span", "step-who", t("incidents.procedure.by", { who: pick(step.by), n: number(step.within_min, 0) }));
  const mark = late ? make("span", "step-late", t("incidents.procedure.late", { n: number(late, 0) })) : null;
  return make("li", `step${done ? " is-done" : ""}`, box, make("div", "step-inside", label, make("p", "step-line", who, mark), note));
}

/** Who ticked it and what was noted; before that, a line for the note that goes with the tick. */
function noteLine(step, done, onTick) {
  if (done) {
    const words = [clock(Date.parse(done.done_at)).slice(0, 5), done.done_by, done.note].filter(Boolean).join(" · ");
    return make("p", "step-done", words);
  }
  if (!may("work_on_incidents")) return make("p", "");
  const input = make("input", "step-note");
  Object.assign(input, { maxLength: 300, placeholder: t("incidents.procedure.note") });
  input.setAttribute("aria-label", t("incidents.procedure.note.of", { step: pick(step.words) }));
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !input.value.trim()) return;
    event.preventDefault();
    onTick(step.key, true, input.value.trim());
  });
  return make("div", "step-note-line", input);
}
