// A tile of the wall: a camera's newest picture with its age; grey when it is old; and why there is none.

import { clock, number } from "../format.mjs";
import { provenanceMark } from "../provenance.mjs";
import { make, makeSvg, severityShape } from "../shapes.mjs";
import { severityRank } from "../store.mjs";
import { currentLanguage, t } from "../words.mjs";

export const OLD_S = 10;

export class Tile {
  /** `act(name, code)` is called with "large", "details" or "remove". */
  constructor(code, store, act) {
    Object.assign(this, { code, store, act, head: null, picture: null, streamUrl: null, drawn: {} });
    this.canvas = make("canvas", "tile-picture");
    this.note = make("p", "tile-note");
    this.top = make("div", "tile-top");
    this.foot = make("div", "tile-foot");
    this.element = make("article", "tile", this.canvas, this.note, this.top, this.foot);
    this.element.dataset.camera = code;
    this.element.tabIndex = -1;
    this.element.addEventListener("dblclick", () => act("large", code));
    this.ageWords = make("span", "tile-age mono");
    this.draw();
  }

  /** Take what the server says of this camera. */
  async take(head, jpeg) {
    if (head.kind === "stream") this.streamUrl = head.url;
    else this.head = head;
    if (head.kind !== "picture") return this.draw();
    this.picture = head;
    const bitmap = await createImageBitmap(new Blob([jpeg], { type: "image/jpeg" })).catch(() => null);
    if (this.picture !== head) return; // A newer one came meanwhile.
    if (bitmap) this._paint(bitmap);
    else Object.assign(this, { head: { ...head, kind: "refused", reason: "no_jpeg" }, picture: null });
    this.draw();
  }

  _paint(bitmap) {
    Object.assign(this.canvas, { width: bitmap.width, height: bitmap.height });
    this.canvas.getContext("2d").drawImage(bitmap, 0, 0);
    bitmap.close();
  }

  /** Draw what is not as drawn: a button under the pointer or the focus stays the one it is. */
  draw() {
    const camera = this.store.camera(this.code);
    const language = currentLanguage();
    const alert = worstAlert(this.code, this.store);
    const isNew = (part, ...facts) => {
      const key = [language, camera?.name, ...facts].join("|");
      const isOther = this.drawn[part] !== key;
      this.drawn[part] = key;
      return isOther;
    };
    if (isNew("name", this.picture === null)) this._name(camera);
    if (isNew("top", alert?.sev, alert?.st, this.picture?.p, this.picture?.x)) this._drawTop(camera, alert);
    if (isNew("foot", this.streamUrl)) this._drawFoot(camera);
    this.tick();
  }

  _name(camera) {
    this.canvas.hidden = this.picture === null;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", t("wall.picture_of", { camera: camera?.name ?? this.code }));
    this.element.setAttribute("aria-label", camera?.name ?? this.code);
  }

  _drawTop(camera, alert) {
    this.element.dataset.severity = alert?.sev ?? "";
    const shape = alert ? makeSvg("", severityShape(alert.sev, { size: 15, taken: alert.st !== "unacknowledged" })) : null;
    const name = make("button", "tile-name", camera?.name ?? this.code);
    name.title = t("wall.details");
    name.addEventListener("click", () => this.act("details", this.code));
    const marks = this.picture ? provenanceMark(this.picture.p, this.picture.x) : [];
    this.top.replaceChildren(...[shape, name, ...marks, ...this._buttons()].filter(Boolean));
  }

  _buttons() {
    return [["large", "⤢"], ["remove", "×"]].map(([name, sign]) => {
      const button = make("button", "tile-button", sign);
      button.title = t(`wall.${name}`);
      button.setAttribute("aria-label", t(`wall.${name}`));
      button.addEventListener("click", () => this.act(name, this.code));
      return button;
    });
  }

  _drawFoot(camera) {
    const link = this.streamUrl ? make("a", "tile-link", t("wall.stream")) : null;
    if (link) Object.assign(link, { href: this.streamUrl, target: "_blank", rel: "noopener noreferrer", title: t("wall.stream.hint") });
    const ward = make("span", "tile-ward", camera ? `${camera.code} · ${this.store.wardName(camera.w)}` : "");
    this.foot.replaceChildren(...[ward, link, this.ageWords].filter(Boolean));
  }

  /** Let the age go on. */
  tick() {
    const ageS = this.picture ? Math.max(0, (this.store.liveNowMs() - Date.parse(this.picture.at)) / 1000) : null;
    const words = this.head?.kind === "picture" ? "" : noteWords(this.head, this.store.live.cameras.get(this.code));
    this.ageWords.textContent = ageS === null ? "" : t("wall.age", { n: number(ageS, ageS < OLD_S ? 1 : 0) });
    this.element.classList.toggle("is-old", ageS !== null && ageS >= OLD_S);
    this.element.classList.toggle("has-note", words !== "");
    this.element.classList.toggle("has-picture", this.picture !== null);
    if (this.note.textContent !== words) this.note.textContent = words;
  }
}

/** Why there is no new picture, in a sentence. */
export function noteWords(head, state) {
  if (!head) return t("wall.asking");
  const since = head.since ? clock(Date.parse(head.since)) : "";
  if (head.kind === "refused") return t(`wall.refused.${head.reason}`, { since });
  if (head.kind === "silent" && state?.s === "offline") return t("wall.offline", { since: clock(Date.parse(state.at)) });
  return t(`wall.${head.kind}`, { since });
}

function worstAlert(code, store) {
  const alerts = store.shownLiveAlerts().map(([, alert]) => alert).filter((alert) => alert.cam === code);
  return alerts.sort((a, b) => severityRank(b.sev) - severityRank(a.sev))[0] ?? null;
}
