// The windows of one person at one browser: choice, view of the queue and "show on the map" go from each to all.

import { accountId } from "../person.mjs";
import { currentRoom } from "../rooms.mjs";

const ANSWER_MS = 250; // A window in the same browser answers within a few; without one we show it ourselves.

export class Windows {
  constructor() {
    this.channel = new BroadcastChannel(`opscenter.${accountId()}`);
    this.asked = 0;
    this._answers = new Map();
    this.channel.onmessage = ({ data }) => this._hear(data);
  }

  /** Let this window follow the others, and the others this one. */
  link({ selection, queue, showOnMap }) {
    Object.assign(this, { selection, queue, showOnMap });
    selection.onChange(({ alertId, cameraCode, isOpen }) => {
      if (!this.isFollowing) this._say({ what: "choice", alertId, cameraCode, isOpen });
    });
  }

  tellView(values) {
    this._say({ what: "view", values });
  }

  /** Ask a window that shows the map to show the alert; resolves to whether there was one. */
  askMap(alertId) {
    const id = `${Math.random()}.${(this.asked += 1)}`;
    return new Promise((resolve) => {
      const finish = (wasShown) => {
        this._answers.delete(id);
        resolve(wasShown);
      };
      this._answers.set(id, () => finish(true));
      setTimeout(() => finish(false), ANSWER_MS);
      this._say({ what: "map", id, alertId });
    });
  }

  _say(message) {
    this.channel.postMessage(message);
  }

  _hear(message) {
    this.isFollowing = true; // What is done now was said by another window: it is not said again.
    try {
      if (message.what === "choice") this._follow(message);
      else if (message.what === "view") this.queue?.filters.follow(message.values);
      else if (message.what === "map") this._show(message);
      else if (message.what === "shown") this._answers.get(message.id)?.();
    } finally {
      this.isFollowing = false;
    }
  }

  /** The drawer opens where the map is; a window with the queue alone keeps its rows in sight. */
  _follow({ alertId, cameraCode, isOpen }) {
    this.selection?.follow(alertId, cameraCode, isOpen && currentRoom() !== "queue");
    this.queue?.reveal(alertId);
  }

  _show({ id, alertId }) {
    if (currentRoom() !== "map" || !this.showOnMap?.(alertId)) return;
    this._say({ what: "shown", id });
  }
}
