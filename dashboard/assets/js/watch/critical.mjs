// Which alerts ask for a person's ear and eye: critical ones that nobody has taken. Pure: no clock, no page.

export const STEADY_MS = 30000;
export const ESCALATE_MS = 30000;

/** The alerts of `severity` that nobody has taken, as [id, alert], the newest first. */
export function untaken(alerts, severity = "critical") {
  return alerts
    .filter(([, alert]) => alert.sev === severity && alert.st === "unacknowledged")
    .sort((a, b) => openedMs(b[1]) - openedMs(a[1]));
}

/** The ids that are to be heard now. A supervisor hears what nobody has taken for half a minute, others at once. */
export function due(waiting, sounded, nowMs, isSupervisor) {
  return waiting
    .filter(([id, alert]) => !sounded.has(id) && (!isSupervisor || nowMs - openedMs(alert) >= ESCALATE_MS))
    .map(([id]) => id);
}

/** How the page's edge shows: it pulses while the newest is fresh, then stands still until somebody takes it. */
export function edgeOf(waiting, nowMs) {
  if (!waiting.length) return "off";
  return nowMs - openedMs(waiting[0][1]) < STEADY_MS ? "pulse" : "steady";
}

const openedMs = (alert) => Date.parse(alert.opened);
