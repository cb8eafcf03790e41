// Days and minutes as the centre counts them: Asia/Ho_Chi_Minh, seven hours ahead of UTC all year.

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
const AHEAD_MS = 7 * HOUR_MS;

/** The midnight that begins the day of a moment. */
export const dayStart = (ms) => Math.floor((ms + AHEAD_MS) / DAY_MS) * DAY_MS - AHEAD_MS;

/** Monday 0 to Sunday 6. */
export const weekday = (ms) => (Math.floor((ms + AHEAD_MS) / DAY_MS) + 3) % 7;

/** The first full hour of every `hours` hours of the day, from one moment to another. */
export function fullHours(sinceMs, untilMs, hours) {
  const found = [];
  const step = hours * HOUR_MS;
  for (let at = dayStart(sinceMs); at < untilMs; at += step) if (at >= sinceMs) found.push(at);
  return found;
}

/** Minutes and hours of "14:05" or "14:05:30" as milliseconds after midnight; null when it says no time. */
export function timeOfDay(text) {
  const [, hours, minutes, seconds = "0"] = text.trim().match(/^(\d{1,2})[:hH.](\d{2})(?:[:.](\d{2}))?$/) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * 1000;
}
