// The order of the queue: worst first, newest first. Nothing moves while a person is busy in it.

import { severityRank } from "../store.mjs";

const isEmergency = (alert) => alert.sev === "critical" && alert.st === "unacknowledged";

/** Compare two [id, alert] pairs: severity, then time of opening; never the state, so taking one moves none. */
export function worstFirst([idA, a], [idB, b]) {
  const bySeverity = severityRank(b.sev) - severityRank(a.sev);
  const byTime = Date.parse(b.opened) - Date.parse(a.opened);
  return bySeverity || byTime || (idA < idB ? -1 : 1);
}

/**
 * The critical alerts that nobody has taken: pinned above, whatever the filters say. The one that waits
 * longest stands first, so an arrival never moves those that are there.
 */
export const emergencies = (alerts) => alerts.filter(([, alert]) => isEmergency(alert)).sort((a, b) => worstFirst(b, a));

export class QueueOrder {
  constructor() {
    this.rows = []; // [{id, alert, isGone}] as shown.
    this.waiting = []; // [id, alert] that arrived meanwhile.
  }

  /** Take in all matching alerts in their order: waiting ones come in, closed ones go. */
  settle(matching) {
    this.waiting = [];
    this.rows = matching.slice().sort(worstFirst).map(([id, alert]) => ({ id, alert, isGone: false }));
    return this.rows;
  }

  /** Update shown rows where they stand; newcomers wait and closed ones stay as what they were, marked gone. */
  hold(matching) {
    const byId = new Map(matching);
    const shown = new Set(this.rows.map((row) => row.id));
    this.rows = this.rows.map((row) => {
      const alert = byId.get(row.id);
      return alert ? { id: row.id, alert, isGone: false } : { ...row, isGone: true };
    });
    this.waiting = matching.filter(([id]) => !shown.has(id)).sort(worstFirst);
    return this.rows;
  }

  /** The id `step` rows from `id`; the first row when nothing is chosen yet. */
  neighbour(id, step) {
    if (!this.rows.length) return null;
    const index = this.rows.findIndex((row) => row.id === id);
    if (index < 0) return this.rows[step > 0 ? 0 : this.rows.length - 1].id;
    return this.rows[Math.min(this.rows.length - 1, Math.max(0, index + step))].id;
  }
}
