// Who looks at an alert or an incident: this page says so every quarter of a minute, and shows who else does.

import { post } from "../person.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";

const AGAIN_MS = 15000;

const ownName = () => document.querySelector("#person .person-names b")?.textContent ?? "";

/** The others who look at a thing now. */
export const lookers = (store, subject, id) =>
  (store.live.looking.get(`${subject}/${id}`) ?? []).filter((name) => name !== ownName());

/** The others who look at a thing, as an element; null when nobody does. */
export function lookersSpan(store, subject, id) {
  const names = lookers(store, subject, id);
  if (!names.length) return null;
  return make("span", "lookers", t("incidents.looking", { who: names.join(", ") }));
}

/** Says to the centre what is looked at in this window, while it is seen. */
export class Looks {
  constructor() {
    this.at = { alert: null, incident: null };
    setInterval(() => this._again(), AGAIN_MS);
    document.addEventListener("visibilitychange", () => this._again());
  }

  /** This window looks at `id` now, or at nothing of the kind. */
  look(subject, id) {
    if (this.at[subject] === id) return;
    this.at[subject] = id;
    this._say(subject, id);
  }

  _again() {
    if (document.visibilityState !== "visible") return;
    for (const [subject, id] of Object.entries(this.at)) if (id) this._say(subject, id);
  }

  /** Nothing is lost when it cannot be said: it is a courtesy. */
  _say(subject, id) {
    post("/live/looking", { subject, id }).catch(() => null);
  }
}
