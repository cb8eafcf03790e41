// What a view of the list is made of: which incidents it lets through, in which order, and its address.

import { searchKey } from "../format.mjs";
import { ACTIVE } from "./steps.mjs";

export const STATES = ["open", "new", "working", "on_hold", "resolved"];
const WORKING = ["verifying", "dispatched", "handling"];
const IN_STATE = {
  open: (incident) => ACTIVE.includes(incident.st),
  new: (incident) => incident.st === "new",
  working: (incident) => WORKING.includes(incident.st),
  on_hold: (incident) => incident.st === "on_hold",
  resolved: (incident) => incident.st === "resolved",
};

export const isInState = (incident, state) => IN_STATE[state](incident);

/** Read a view; `get(name)` returns a value of the address or null, and nonsense counts for nothing. */
export function viewOf(get) {
  const state = get("ist");
  return {
    state: STATES.includes(state) ? state : "open",
    mine: get("imine") === "1",
    ward: get("iw") ?? "",
    search: get("iq") ?? "",
  };
}

export const addressOf = ({ state, mine, ward, search }) => ({
  ist: state === "open" ? null : state, imine: mine ? "1" : null, iw: ward || null, iq: search || null,
});

export const isNarrowed = (view) => Object.values(addressOf(view)).some((value) => value !== null);

/** Return the test of a view: `me` is the account, `wordsOf(incident)` all that a search may find. */
export function matcher(view, me, wordsOf) {
  const words = searchKey(view.search).split(" ").filter(Boolean);
  return ([, incident]) =>
    isInState(incident, view.state) &&
    (!view.mine || incident.own_id === me) &&
    (!view.ward || incident.w === view.ward) &&
    (!words.length || words.every((word) => searchKey(wordsOf(incident)).includes(word)));
}
