// What the server answers of the past: a moment, what came after it, and the bars of the time line.

import { currentLanguage } from "../words.mjs";

const iso = (ms) => new Date(ms).toISOString();

/** Everything as it stood at a moment. */
export const momentAt = (ms, signal) => ask("", { at: iso(ms) }, signal);

/** What became different from one moment to another, in steps. */
export const changesFrom = (sinceMs, untilMs, stepS) =>
  ask("/changes", { since: iso(sinceMs), until: iso(untilMs), step: stepS });

/** How many alerts were opened in each five minutes of the hours before a moment. */
export const barsUntil = (untilMs, hours) => ask("/histogram", { until: iso(untilMs), hours });

/** Ask; the answer is {body}, or {isAway, message}: away may be tried again, anything else will stay refused. */
async function ask(path, values, signal) {
  let response;
  try {
    response = await fetch(`/live/past${path}?${new URLSearchParams(values)}`, { credentials: "same-origin", signal });
  } catch {
    return { isAway: true };
  }
  if (response.status === 401) window.location.assign("/sign-in");
  const body = await response.json().catch(() => null);
  if (response.ok && body) return { body };
  return { isAway: response.status >= 500 || response.ok, message: body?.[`message_${currentLanguage()}`] };
}
