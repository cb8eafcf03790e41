// The camera behind it: what it is and how it fares, and which others are near.

import { number, percent } from "../format.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";
import { nearest, positionOf } from "../wall/nearby.mjs";
import { pairs, reasonWords, stamp } from "./facts.mjs";

const NEAREST = 5;
const FEWEST_KNOWN_S = 3600;

/** Facts and health: label and value pairs. */
export function cameraRows(code, facts, store) {
  const camera = store.camera(code);
  if (!camera) return [];
  const { rows, add } = pairs();
  const state = store.state.cameras.get(code);
  add("where.camera", `${camera.code} · ${t(`camera.kind.${camera.kind}`)}`);
  if (state) add("where.seen", t("where.seen.since", { state: t(`camera.${state.s}`), at: stamp(state.at) }));
  if (state?.r) add("where.reason", reasonWords(state.r));
  if (facts?.uptime) add("where.uptime", uptimeWords(facts.uptime));
  add("where.recorder", facts?.camera?.recorder);
  add("where.gateway", facts?.camera?.gateway);
  add("where.owner", facts?.camera?.owner);
  add("where.purpose", facts?.camera?.purpose);
  if (facts?.stream_url) add("where.stream", streamLink(facts.stream_url));
  return rows;
}

/** The share of the last day in which it gave a picture, and of how much of it that is known. */
export function uptimeWords({ up_s: up, known_s: known }) {
  if (known < FEWEST_KNOWN_S) return t("uptime.too_little");
  return t("uptime.value", { share: percent(up / known, 1), hours: number(known / 3600, 0) });
}

function streamLink(url) {
  const link = make("a", "stream-link", url);
  Object.assign(link, { href: url, target: "_blank", rel: "noopener noreferrer" });
  return link;
}

/** The nearest cameras with their distance and state; a click goes there. */
export function nearbyRows(code, alert, store, choose, toWall) {
  const camera = store.camera(code);
  const place = camera ? positionOf(camera, store.state.cameras) : alert;
  if (!place) return [];
  const near = nearest(place, store.places.cameras.filter((one) => store.isShown(one)), store.state.cameras, NEAREST, code);
  const wall = make("button", "button small", t("nearby.wall"));
  wall.addEventListener("click", () => toWall([code, ...near.map(([one]) => one.code)].filter(Boolean)));
  return [make("ul", "nearby", ...near.map(([one, metres]) => nearRow(one, metres, store, choose))), wall];
}

function nearRow(camera, metres, store, choose) {
  const state = store.state.cameras.get(camera.code)?.s ?? "unknown";
  const dot = make("span", `camera-dot is-${state}`);
  const row = make("button", "near", dot, make("span", "near-name", camera.name),
    make("span", "near-state", state === "online" ? "" : t(`camera.${state}`)), make("span", "mono", t("nearby.metres", { n: number(metres, 0) })));
  row.title = `${camera.code} · ${t(`camera.${state}`)}`;
  row.addEventListener("click", () => choose(camera.code));
  return make("li", "", row);
}
