// The order of the queue and its groups. Nothing moves while a person is busy in it.

import { severityRank } from "../store.mjs";

const isEmergency = (alert) => alert.sev === "critical" && alert.st === "unacknowledged";
const bySeverity = (a, b) => severityRank(b.sev) - severityRank(a.sev);
const newestFirst = (a, b) => Date.parse(b.opened) - Date.parse(a.opened);
const byPlace = (a, b) => (a.place ?? "").localeCompare(b.place ?? "", "vi");

/** How the rows may be sorted; never by state, so that taking one moves none. */
const SORTS = {
  worst: (a, b) => bySeverity(a, b) || newestFirst(a, b),
  newest: newestFirst,
  oldest: (a, b) => newestFirst(b, a),
  place: (a, b) => byPlace(a, b) || bySeverity(a, b) || newestFirst(a, b),
};
export const SORT_NAMES = Object.keys(SORTS);

/** What the rows may be gathered by. */
const GROUPS = { none: null, kind: (alert) => alert.kind, ward: (alert) => alert.w, place: (alert) => `${alert.w}/${alert.place}` };
export const GROUP_NAMES = Object.keys(GROUPS);

const inOrder = (name) => ([idA, a], [idB, b]) => SORTS[name](a, b) || (idA < idB ? -1 : 1);

/**
 * The critical alerts that nobody has taken: pinned above, whatever the filters say. The one that waits
 * longest stands first, so an arrival never moves those that are there.
 */
export const emergencies = (alerts) => alerts.filter(([, alert]) => isEmergency(alert)).sort((a, b) => inOrder("oldest")(a, b));

/** The row as it was, if it says nothing new: then nobody needs to paint it. */
const sameRow = (was, row) => (was && was.alert === row.alert && was.key === row.key && !was.isGone ? was : row);

export class QueueOrder {
  constructor() {
    this.sort = "worst";
    this.group = "none";
    this.folded = new Set(); // Groups of which only the head is shown.
    this.rows = []; // {id, alert, isGone, key} as shown; the head of a group is {id, head, key, count, isFolded}.
    this.waiting = []; // [id, alert] that arrived meanwhile.
    this._known = new Set(); // Everything that was laid, also what lies in folded groups.
  }

  /** Take in all matching alerts in their order: waiting ones come in, closed ones go. */
  settle(matching) {
    this.waiting = [];
    this._known = new Set(matching.map(([id]) => id));
    const keyOf = GROUPS[this.group];
    const before = new Map(this.rows.map((row) => [row.id, row]));
    const row = ([id, alert]) => sameRow(before.get(id), { id, alert, isGone: false, key: keyOf?.(alert) });
    const rows = matching.slice().sort(inOrder(this.sort)).map(row);
    this.rows = keyOf ? this._grouped(rows) : rows;
    return this.rows;
  }

  /**
   * Update shown rows where they stand: what no longer matches stays, and what is closed stays as what it was,
   * marked gone; newcomers wait. `alerts` is all that is open, `matching` what the view lets through.
   */
  hold(alerts, matching) {
    const byId = new Map(alerts);
    this.rows = this.rows.map((row) => {
      if (row.head) return row;
      const alert = byId.get(row.id);
      if (alert) return alert === row.alert && !row.isGone ? row : { ...row, alert, isGone: false };
      return row.isGone ? row : { ...row, isGone: true };
    });
    this.waiting = matching.filter(([id]) => !this._known.has(id)).sort(inOrder(this.sort));
    return this.rows;
  }

  /** Show of a group its head alone, or all of it again. */
  fold(key) {
    if (!this.folded.delete(key)) this.folded.add(key);
  }

  /** The id `step` alerts from `id`; the first or last one when nothing is chosen yet. */
  neighbour(id, step) {
    const alerts = this.rows.filter((row) => row.alert);
    if (!alerts.length) return null;
    const index = alerts.findIndex((row) => row.id === id);
    if (index < 0) return alerts[step > 0 ? 0 : alerts.length - 1].id;
    return alerts[Math.min(alerts.length - 1, Math.max(0, index + step))].id;
  }

  has(id) {
    return this.rows.some((row) => row.id === id);
  }

  /** Put a head above each group; the group of the first row stands first. */
  _grouped(rows) {
    const groups = new Map();
    for (const row of rows) {
      if (!groups.has(row.key)) groups.set(row.key, []);
      groups.get(row.key).push(row);
    }
    return [...groups].flatMap(([key, members]) => {
      const isFolded = this.folded.has(key);
      const head = { id: `group:${key}`, head: members[0].alert, by: this.group, key, count: members.length, isFolded };
      return isFolded ? [head] : [head, ...members];
    });
  }
}
