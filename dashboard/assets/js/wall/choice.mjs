// Which cameras are on the wall: chosen by hand, of a ward, around an alert, or by turns what needs a look.

import { searchKey } from "../format.mjs";
import { severityRank } from "../store.mjs";
import { nearest } from "./nearby.mjs";

export const SIZES = [4, 9, 16];
export const WAYS = ["hand", "ward", "alert", "incident", "turn"];
const DEFAULT_SIZE = 9;
const TROUBLED = ["obscured", "moved", "unknown"];
const DARK = ["offline", "maintenance"];
const MOST_FOUND = 12;

/** Read a view; `get(name)` returns a value of the address or null, and nonsense counts for nothing. */
export function viewOf(get) {
  const [way, of = ""] = (get("by") ?? "").split(":");
  const size = Number(get("tiles"));
  return {
    way: WAYS.includes(way) ? way : "hand",
    of,
    size: SIZES.includes(size) ? size : DEFAULT_SIZE,
    cams: [...new Set((get("cams") ?? "").split(",").filter((code) => /^[a-z0-9][a-z0-9-]*$/.test(code)))],
  };
}

/** Write a view as values of the address; what is as usual is left out. */
export function addressOf({ way, of, size, cams }) {
  return {
    by: way === "hand" ? null : [way, of].filter(Boolean).join(":"),
    tiles: size === DEFAULT_SIZE ? null : size,
    cams: way === "hand" && cams.length ? cams.join(",") : null,
  };
}

/** The codes of all cameras that a view is of, in the order in which they are shown. */
export function camerasOf(view, store) {
  if (view.way === "ward") return ofWard(view.of, store);
  if (view.way === "alert") return aroundAlert(view.of, view.size, store);
  if (view.way === "incident") return aroundIncident(view.of, view.size, store);
  if (view.way === "turn") return needingALook(store);
  return view.cams;
}

function ofWard(ward, store) {
  const cameras = store.places.cameras.filter((camera) => camera.w === ward && store.isShown(camera));
  return cameras.map((camera) => camera.code).sort();
}

/** The alert's own camera first, then those nearest to it. */
function aroundAlert(id, count, store) {
  const alert = store.liveAlert(id);
  if (!alert) return [];
  const near = nearest(alert, store.places.cameras, store.live.cameras, count, alert.cam).map(([camera]) => camera.code);
  return [alert.cam, ...near].filter(Boolean).slice(0, count);
}

/** The cameras of the incident's own alerts first, then those nearest to it. */
function aroundIncident(id, count, store) {
  const incident = store.live.incidents.get(id);
  if (!incident) return [];
  const own = incident.al.map((alertId) => store.liveAlert(alertId)?.cam).filter(Boolean);
  const near = nearest(incident, store.places.cameras, store.live.cameras, count).map(([camera]) => camera.code);
  return [...new Set([...own, ...near])].slice(0, count);
}

/** Cameras with open alerts, the worst and newest first, then those in trouble; not what has nothing to show. */
export function needingALook(store) {
  const canShow = (code) => !DARK.includes(store.live.cameras.get(code)?.s);
  const isDue = (alert) => alert.cam && alert.st !== "shelved" && canShow(alert.cam);
  const alerts = store.shownLiveAlerts().map(([, alert]) => alert).filter(isDue);
  alerts.sort((a, b) => severityRank(b.sev) - severityRank(a.sev) || Date.parse(b.opened) - Date.parse(a.opened));
  const troubled = [...store.live.cameras].filter(([, state]) => TROUBLED.includes(state.s) && store.isShown(state));
  return [...new Set([...alerts.map((alert) => alert.cam), ...troubled.map(([code]) => code).sort()])];
}

/** Whose turn is next: those not yet `seen` in this round, in their order; a round that is over begins anew. */
export function nextTurn(codes, seen, count) {
  const waiting = codes.filter((code) => !seen.has(code));
  const isNewRound = waiting.length === 0;
  const shown = (isNewRound ? codes : waiting).slice(0, count);
  return { shown, seen: new Set(isNewRound ? shown : [...seen, ...shown]) };
}

/** Cameras that a search finds, with and without diacritics, by code, name, street and ward. */
export function found(text, store) {
  const words = searchKey(text).split(" ").filter(Boolean);
  if (!words.length) return [];
  const fits = (camera) => {
    const key = searchKey(`${camera.code} ${camera.name} ${camera.street ?? ""} ${store.wardName(camera.w)}`);
    return words.every((word) => key.includes(word));
  };
  return store.places.cameras.filter((camera) => store.isShown(camera) && fits(camera)).slice(0, MOST_FOUND);
}
