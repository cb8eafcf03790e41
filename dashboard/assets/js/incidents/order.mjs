// The order of the list. Nothing moves while a person is busy in it: newcomers wait, and what is closed stays.

const byPriority = (a, b) => a.pri - b.pri;
const oldestFirst = (a, b) => Date.parse(a.opened) - Date.parse(b.opened);

const inOrder = ([idA, a], [idB, b]) => byPriority(a, b) || oldestFirst(a, b) || (idA < idB ? -1 : 1);

export class HeldList {
  constructor() {
    this.rows = []; // {id, incident, isGone} as shown.
    this.waiting = 0;
  }

  /** Take in all matching incidents in their order. */
  settle(matching) {
    this.waiting = 0;
    this.rows = matching.slice().sort(inOrder).map(([id, incident]) => ({ id, incident, isGone: false }));
    return this.rows;
  }

  /** Update shown rows where they stand; newcomers are counted, and what is closed is marked. */
  hold(incidents, matching) {
    this.rows = this.rows.map((row) => {
      const incident = incidents.get(row.id);
      return incident ? { id: row.id, incident, isGone: false } : { ...row, isGone: true };
    });
    const shown = new Set(this.rows.map((row) => row.id));
    this.waiting = matching.filter(([id]) => !shown.has(id)).length;
    return this.rows;
  }

  /** The id `step` rows from `id`; the first or last one when none is chosen yet. */
  neighbour(id, step) {
    if (!this.rows.length) return null;
    const index = this.rows.findIndex((row) => row.id === id);
    if (index < 0) return this.rows[step > 0 ? 0 : this.rows.length - 1].id;
    return this.rows[Math.min(this.rows.length - 1, Math.max(0, index + step))].id;
  }
}
