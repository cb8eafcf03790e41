// One camera looked at in the drawer: its live picture, and the look that the server keeps meanwhile.

import { make } from "../shapes.mjs";
import { currentLanguage, t } from "../words.mjs";
import { hasOpenAlert, Look } from "../wall/look.mjs";
import { askPurpose } from "../wall/purpose.mjs";
import { Tile } from "../wall/tile.mjs";

const TICK_MS = 500;

export class LiveView {
  /** `onChange()` is called when looking begins, ends or is refused: what may be shown has changed. */
  constructor(store, onChange) {
    Object.assign(this, { store, onChange, look: null, tile: null, isLooking: false, purpose: null, trouble: null });
    setInterval(() => this.tile?.tick(), TICK_MS);
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.end());
  }

  /** Look at a camera; a purpose is asked when the server says that one is needed. Of the past nothing is live. */
  begin(code, purpose = null) {
    this.end();
    const live = !this.store.isPast;
    if (!purpose && !hasOpenAlert(code, this.store)) {
      this._askFirst(code);
      return;
    }
    this.tile = live ? new Tile(code, this.store, () => {}) : null;
    this.purpose = purpose;
    this.look = new Look({
      cameras: [code],
      purpose,
      live,
      onFrame: (head, jpeg) => this.tile?.take(head, jpeg),
      onRefused: (refusal) => this._answered(code, refusal),
    });
    this.onChange();
  }

  end() {
    if (!this.look) return;
    this.look.close();
    Object.assign(this, { look: null, tile: null, isLooking: false, trouble: null });
    this.onChange();
  }

  /** The live picture, or why there is none. */
  element() {
    if (this.trouble) return make("p", "quiet", this.trouble);
    return this.tile ? make("div", "live-view", this.tile.element) : null;
  }

  async _answered(code, refusal) {
    const { look } = this;
    this.isLooking = refusal === null;
    this.trouble = refusal && refusal.status !== 428 ? (refusal[`message_${currentLanguage()}`] ?? t("pictures.failed")) : null;
    this.onChange();
    if (refusal?.status !== 428) return;
    await this._askFirst(code, look);
  }

  /** Ask why, then look; unless somebody looked elsewhere meanwhile. */
  async _askFirst(code, look = this.look) {
    const purpose = await askPurpose();
    if (this.look !== look) return;
    if (purpose) this.begin(code, purpose);
    else this.end();
  }
}
