// The camera wall: what is on it, page by page or by turns, and the look that the server keeps while it is seen.

import { address } from "../address.mjs";
import { number } from "../format.mjs";
import { whenLaidOut } from "../laid_out.mjs";
import { currentRoom, onRoom } from "../rooms.mjs";
import { make } from "../shapes.mjs";
import { currentLanguage, onLanguage, t } from "../words.mjs";
import { addressOf, camerasOf, needingALook, nextTurn, SIZES, viewOf } from "./choice.mjs";
import { Controls } from "./controls.mjs";
import { hasOpenAlert, Look } from "./look.mjs";
import { askPurpose } from "./purpose.mjs";
import { Tiles } from "./tiles.mjs";

const TICK_MS = 500;
const TURN_MS = 15000;
const FORGETS_PURPOSE_MS = 600000;

/** Make the wall as soon as its room is opened; until then `current` is null. */
export function startWall(store, selection) {
  const wall = { current: null };
  whenLaidOut("wall-grid", () => (wall.current = new Wall(store, selection)));
  return wall;
}

export class Wall {
  constructor(store, selection) {
    Object.assign(this, { store, selection, view: viewOf(address.get), page: 0, pages: 1 });
    Object.assign(this, { seen: new Set(), turn: [], turnEndsMs: 0, isHeld: false });
    Object.assign(this, { look: null, looked: "", purpose: null, refusal: null, leftMs: 0, isAsking: false });
    this.line = document.getElementById("wall-line");
    this.tiles = new Tiles(document.getElementById("wall-grid"), store, {
      details: (code) => selection.chooseCamera(code),
      remove: (code) => this.choose({ cams: this.view.cams.filter((one) => one !== code) }),
      turnPage: (step) => this.turnPage(step),
    });
    this.controls = new Controls(store, this);
    this._follow();
    this.refresh();
  }

  _follow() {
    const refresh = () => {
      this.frame ??= requestAnimationFrame(() => {
        this.frame = null;
        this.refresh();
      });
    };
    for (const kind of ["liveAlerts", "liveIncidents", "realOnly", "past", "places"]) this.store.on(kind, refresh);
    document.addEventListener("visibilitychange", refresh);
    onLanguage(refresh);
    onRoom((name) => this._roomChanged(name));
    address.onReturn(() => currentRoom() === "wall" && this._take(viewOf(address.get)));
    this.selection.onChange(({ alertId }) => {
      if (this.view.way === "alert" && alertId && alertId !== this.view.of && this._isSeen()) this.choose({ of: alertId });
    });
    setInterval(() => this._tick(), TICK_MS);
  }

  /** Change a part of the view: it goes into the address, so that it can be sent to a colleague. */
  choose(part) {
    const view = { ...this.view, ...part };
    address.set(addressOf(view));
    this._take(view);
  }

  chooseWay(way) {
    const around = {
      alert: () => this.selection.alertId ?? this.store.shownLiveAlerts()[0]?.[0] ?? "",
      incident: () => address.get("inc") ?? this.store.live.incidents.keys().next().value ?? "",
    };
    const shown = this.tiles.codes();
    this.choose({ way, of: around[way]?.() ?? "", cams: way === "hand" && !this.view.cams.length ? shown : this.view.cams });
  }

  /** Put one more camera on the wall by hand; the wall grows where it can. */
  add(code) {
    const before = this.view.way === "hand" ? this.view.cams : [];
    const cams = [...before.filter((one) => one !== code), code];
    const size = SIZES.find((one) => one >= Math.max(cams.length, this.view.size)) ?? SIZES.at(-1);
    this.choose({ way: "hand", of: "", cams, size });
    this.turnPage(this.pages);
  }

  turnPage(step) {
    if (this.view.way === "turn") this._nextTurn();
    this.page = Math.min(this.pages - 1, Math.max(0, this.page + step));
    this.refresh();
  }

  /** Stop the turns, or let them go on. */
  hold() {
    this.isHeld = !this.isHeld;
    this.turnEndsMs = Date.now() + TURN_MS;
    this.refresh();
  }

  async askPurposeAgain() {
    if (this.isAsking) return;
    this.isAsking = true;
    const purpose = await askPurpose();
    this.isAsking = false;
    if (purpose) this.purpose = purpose;
    this.refusal = purpose || this.purpose ? null : { status: 428 };
    this._endLook();
    this.refresh();
  }

  /** Let wall, look and tools agree with the view and with what is live. */
  refresh() {
    const codes = this.view.way === "turn" ? this._turnCodes() : camerasOf(this.view, this.store);
    this.pages = Math.max(1, Math.ceil(codes.length / this.view.size));
    this.page = Math.min(this.page, this.pages - 1);
    const shown = codes.slice(this.page * this.view.size, (this.page + 1) * this.view.size);
    this.tiles.show(shown, this.view.size);
    this._lookAt(this._isSeen() ? shown : []);
    this.controls.draw();
    this._drawLine(codes.length);
  }

  _take(view) {
    const isOther = view.way !== this.view.way || view.of !== this.view.of;
    if (isOther) Object.assign(this, { page: 0, turn: [], seen: new Set() });
    this.view = view;
    this.refresh();
  }

  _isSeen() {
    return currentRoom() === "wall" && document.visibilityState === "visible" && !this.store.isPast;
  }

  _roomChanged(name) {
    if (name !== "wall") this.leftMs ||= Date.now();
    else {
      if (this.leftMs && Date.now() - this.leftMs > FORGETS_PURPOSE_MS) this.purpose = null;
      this.leftMs = 0;
      this._take(viewOf(address.get));
    }
    this.refresh();
  }

  /** What is shown in this turn stays until the turn is over, whatever comes meanwhile. */
  _turnCodes() {
    if (!this.turn.length) this._nextTurn();
    return this.turn;
  }

  _nextTurn() {
    const next = nextTurn(needingALook(this.store), this.seen, this.view.size);
    Object.assign(this, { turn: next.shown, seen: next.seen, turnEndsMs: Date.now() + TURN_MS });
  }

  _lookAt(codes) {
    const key = codes.join(",");
    if (key === this.looked && (this.look || this.refusal)) return;
    this._endLook();
    if (!codes.length) return;
    this.looked = key;
    if (!this.purpose && codes.some((code) => !hasOpenAlert(code, this.store))) {
      this._refused({ status: 428 });
      return;
    }
    this.refusal = null;
    this.look = new Look({
      cameras: codes,
      purpose: this.purpose,
      onFrame: (head, jpeg) => this.tiles.take(head, jpeg),
      onRefused: (refusal) => this._refused(refusal),
    });
  }

  _endLook() {
    this.look?.close();
    Object.assign(this, { look: null, looked: "" });
  }

  _refused(refusal) {
    this.refusal = refusal;
    if (refusal?.status === 428) this.askPurposeAgain();
    this._drawLine(null);
  }

  _tick() {
    if (!this._isSeen()) return;
    this.tiles.tick();
    if (this.view.way !== "turn") return;
    if (!this.isHeld && Date.now() >= this.turnEndsMs) {
      this._nextTurn();
      this.refresh();
    } else this._drawLine(null);
  }

  /** The line under the tools: what stands in the way, else what is on the wall. */
  _drawLine(count) {
    if (count !== null) this.count = count;
    const words = this._trouble() ?? this._summary();
    const button = this.refusal?.status === 428 ? make("button", "button small primary", t("wall.state_purpose")) : null;
    button?.addEventListener("click", () => this.askPurposeAgain());
    this.line.classList.toggle("is-trouble", this._trouble() !== null);
    if (this.line.firstChild?.textContent !== words || button) this.line.replaceChildren(...[make("span", "", words), button].filter(Boolean));
  }

  _trouble() {
    if (this.store.isPast) return t("wall.past");
    if (this.refusal?.status === 428) return t("wall.needs_purpose");
    if (this.refusal) return this.refusal[`message_${currentLanguage()}`] ?? t("wall.refused_by_centre");
    return null;
  }

  _summary() {
    const { way } = this.view;
    if (!this.count) return t(`wall.empty.${way}`);
    if (way !== "turn") return t("wall.summary", { n: number(this.count, 0) });
    const all = needingALook(this.store).length;
    if (this.isHeld) return t("wall.turn.held", { n: number(all, 0) });
    return t("wall.turn", { n: number(all, 0), s: number(Math.max(0, (this.turnEndsMs - Date.now()) / 1000), 0) });
  }
}
