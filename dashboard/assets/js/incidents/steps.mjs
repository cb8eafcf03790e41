// Which steps an incident can take from where it stands, as domain/incidents.py says, and the key of each.

const WORKING = ["new", "verifying", "dispatched", "handling"];
const FROM = {
  take: [...WORKING, "on_hold"],
  confirm: [...WORKING, "on_hold"],
  handle: ["new", "verifying", "dispatched"],
  resolve: [...WORKING, "on_hold"],
  close: ["resolved"],
  hold: WORKING,
  resume: ["on_hold"],
  reopen: ["resolved", "closed", "duplicate", "false_alarm"],
  mark_duplicate: [...WORKING, "on_hold"],
  reject: [...WORKING, "on_hold"],
  priority: [...WORKING, "on_hold"],
};

/** The key of each step; it stands on its button. */
export const KEYS = {
  take: "T", confirm: "V", handle: "X", resolve: "R", close: "C", hold: "H", resume: "H", reopen: "O",
  mark_duplicate: "U", reject: "F", priority: "P",
};

export const ACTIVE = [...WORKING, "on_hold"];
export const OPEN = [...ACTIVE, "resolved"];

/** Whether `step` can be taken by `me` now. Confirming is a named person's word that it is true; one is enough. */
export function isPossible(step, incident, me) {
  if (!FROM[step].includes(incident.st)) return false;
  if (step === "take") return incident.own_id !== me;
  if (step === "confirm") return !incident.vb;
  return true;
}

/** The steps on the way, in the order of the work; the first is what comes next. */
export function onTheWay(incident, me) {
  const order = incident.own_id === null ? ["take", "confirm", "handle", "resolve"] : ["confirm", "resume", "handle", "resolve", "close", "take"];
  const late = incident.st === "handling" ? ["resolve", "confirm", "take"] : order;
  return late.filter((step) => isPossible(step, incident, me));
}

/** The steps off the way, which ask for a reason. */
export const aside = (incident, me) =>
  ["priority", "hold", "reopen", "mark_duplicate", "reject"].filter((step) => isPossible(step, incident, me));
