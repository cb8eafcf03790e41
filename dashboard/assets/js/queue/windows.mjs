// The windows of one person at one browser: choice, view of the queue and "show on the map" go from each to all.

import { accountId } from "../person.mjs";
import { currentRoom, onRoom } from "../rooms.mjs";

const ANSWER_MS = 2000; // A window that does not answer by then was closed without a word.

export class Windows {
  constructor() {
    this.me = `${Math.random()}`;
    this.rooms = new Map(); // Which room each of the other windows shows.
    this.channel = new BroadcastChannel(`opscenter.${accountId()}`);
    this.channel.onmessage = ({ data }) => this._hear(data);
    this._answered = null;
  }

  /** Let this window follow the others, and the others this one. */
  link({ selection, queue, showOnMap }) {
    Object.assign(this, { selection, queue, showOnMap });
    selection.onChange(({ alertId, cameraCode, isOpen }) => {
      if (!this.isFollowing) this._say({ what: "choice", alertId, cameraCode, isOpen });
    });
    onRoom(() => this.present());
    window.addEventListener("pageshow", () => this.present());
    window.addEventListener("pagehide", () => this._say({ what: "gone" }));
    this._say({ what: "who" });
    this.present();
  }

  tellView(values) {
    this._say({ what: "view", values });
  }

  /** Ask a window that shows the map to show the alert; resolves to whether one did. */
  async askMap(alertId) {
    const [to] = [...this.rooms].find(([, room]) => room === "map") ?? [];
    if (!to) return false;
    const answer = new Promise((resolve) => (this._answered = resolve));
    const silence = new Promise((resolve) => setTimeout(resolve, ANSWER_MS, false));
    this._say({ what: "map", to, alertId });
    const wasShown = await Promise.race([answer, silence]);
    if (!wasShown) this.rooms.delete(to);
    return wasShown;
  }

  present() {
    this._say({ what: "here", room: currentRoom() });
  }

  _say(message) {
    this.channel.postMessage({ from: this.me, ...message });
  }

  _hear(message) {
    this.isFollowing = true; // What is done now was said by another window: it is not said again.
    try {
      HEARD[message.what]?.(this, message);
    } finally {
      this.isFollowing = false;
    }
  }

  /** The drawer opens where the map is; a window with the queue alone keeps its rows in sight. */
  follow({ alertId, cameraCode, isOpen }) {
    this.selection?.follow(alertId, cameraCode, isOpen && currentRoom() !== "queue");
    this.queue?.reveal(alertId);
  }

  show({ to, from, alertId }) {
    if (to === this.me && currentRoom() === "map" && this.showOnMap?.(alertId)) this._say({ what: "shown", to: from });
  }

  hearShown({ to }) {
    if (to === this.me) this._answered?.(true);
  }
}

const HEARD = {
  who: (windows) => windows.present(),
  here: (windows, { from, room }) => windows.rooms.set(from, room),
  gone: (windows, { from }) => windows.rooms.delete(from),
  choice: (windows, message) => windows.follow(message),
  view: (windows, { values }) => windows.queue?.filters.follow(values),
  map: (windows, message) => windows.show(message),
  shown: (windows, message) => windows.hearShown(message),
};
