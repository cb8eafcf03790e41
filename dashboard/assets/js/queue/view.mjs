// What a view of the queue is made of, apart from its controls: which alerts it lets through, and its address.

import { searchKey } from "../format.mjs";
import { SEVERITIES } from "../shapes.mjs";
import { GROUP_NAMES, SORT_NAMES } from "./order.mjs";

export const STATES = ["open", "new", "taken", "shelved"];

/** Whether an alert is in one of the states that can be asked for; what is shelved is seen only when asked. */
const IN_STATE = {
  open: (alert) => alert.st !== "shelved",
  new: (alert) => alert.st === "unacknowledged",
  taken: (alert) => alert.st === "acknowledged",
  shelved: (alert) => alert.st === "shelved",
};
export const isInState = (alert, state) => IN_STATE[state](alert);

export const WHOLE = Object.freeze({
  state: "open", mine: false, ward: "", kind: "", severities: SEVERITIES, search: "", sort: "worst", group: "none",
});

/** The short names of the address, in which a view can be sent to a colleague. */
export const NAMES = ["st", "mine", "w", "k", "s", "q", "so", "g"];

const oneOf = (value, known, otherwise) => (known.includes(value) ? value : otherwise);

/** Read a view; `get(name)` returns a value of the address or null, and nonsense counts for nothing. */
export function viewOf(get) {
  const asked = (get("s") ?? "").split(",").filter((severity) => SEVERITIES.includes(severity));
  return {
    state: oneOf(get("st"), STATES, WHOLE.state),
    mine: get("mine") === "1",
    ward: get("w") ?? "",
    kind: get("k") ?? "",
    severities: asked.length ? SEVERITIES.filter((severity) => asked.includes(severity)) : SEVERITIES,
    search: get("q") ?? "",
    sort: oneOf(get("so"), SORT_NAMES, WHOLE.sort),
    group: oneOf(get("g"), GROUP_NAMES, WHOLE.group),
  };
}

/** Write a view as values of the address; what is as usual is left out. */
export function addressOf(view) {
  const unless = (value, usual) => (value === usual ? null : value);
  return {
    st: unless(view.state, WHOLE.state),
    mine: view.mine ? "1" : null,
    w: view.ward || null,
    k: view.kind || null,
    s: view.severities.length === SEVERITIES.length ? null : view.severities.join(","),
    q: view.search || null,
    so: unless(view.sort, WHOLE.sort),
    g: unless(view.group, WHOLE.group),
  };
}

/** Whether a view leaves out anything that is open. */
export const isNarrowed = (view) => ["st", "mine", "w", "k", "s", "q"].some((name) => addressOf(view)[name] !== null);

/** Return the test of a view: `me` is the account, `wordsOf(alert)` all that a search may find. */
export function matcher(view, me, wordsOf) {
  const words = searchKey(view.search).split(" ").filter(Boolean);
  return ([, alert]) =>
    isInState(alert, view.state) &&
    (!view.mine || alert.own_id === me) &&
    (!view.ward || alert.w === view.ward) &&
    (!view.kind || alert.kind === view.kind) &&
    view.severities.includes(alert.sev) &&
    (!words.length || words.every((word) => searchKey(wordsOf(alert)).includes(word)));
}
