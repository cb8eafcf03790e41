// The page of a ward's police post: asks the centre every few seconds, and draws only what has changed.

import { age, clock } from "../format.mjs";
import { accountLanguage } from "../person.mjs";
import { speakAs, t } from "../words.mjs";
import { Acts } from "./acts.mjs";
import { askedCard, incidentCard, unitRow } from "./cards.mjs";
import { make } from "../shapes.mjs";

const ASK_MS = 4000;
const CUT_AFTER_MS = 12000;

class Page {
  constructor() {
    Object.assign(this, { view: null, drawn: "", heardMs: Date.now(), offsetMs: 0 });
    this.main = document.getElementById("post-main");
    this.acts = new Acts(() => this.view, () => this.ask());
    document.getElementById("post-open").addEventListener("click", () => this.acts.open());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.ask());
    setInterval(() => this._tick(), 1000);
    this._go();
  }

  async _go() {
    await this.ask();
    setTimeout(() => this._go(), ASK_MS);
  }

  async ask() {
    try {
      const answer = await fetch("/live/post", { credentials: "same-origin", cache: "no-store", redirect: "manual" });
      if (answer.status === 401 || answer.type === "opaqueredirect") window.location.assign("/sign-in?next=/post");
      if (!answer.ok) return;
      this.view = await answer.json();
      this.heardMs = Date.now();
      this.offsetMs = Date.parse(this.view.at) - Date.now();
      this._draw();
    } catch {
      // The line at the top says since when nothing was heard.
    }
    this._tick();
  }

  nowMs() {
    return Date.now() + this.offsetMs;
  }

  _draw() {
    const { posts, asked, incidents, units } = this.view;
    const says = JSON.stringify([posts, asked, incidents, units]);
    if (says === this.drawn) return;
    const isNew = this.drawn !== "" && asked.some(({ id }) => !this.known?.has(id));
    this.drawn = says;
    this.known = new Set(asked.map(({ id }) => id));
    document.getElementById("post-name").textContent = posts.map(({ name }) => name).join(", ") || t("post.title");
    const parts = [];
    if (asked.length) parts.push(section("post.asked", asked.map((one) => askedCard(one, this.acts)), "is-asked"));
    parts.push(section("post.here", incidents.length ? incidents.map((one) => incidentCard(one, this.acts)) : [make("p", "post-quiet", t("post.none"))]));
    parts.push(section("post.units", units.map(unitRow)));
    this.main.replaceChildren(...parts);
    if (isNew) navigator.vibrate?.(400);
    this._tick();
  }

  /** What moves by the clock: the link, and how long is left or has passed. */
  _tick() {
    const silentMs = Date.now() - this.heardMs;
    const link = document.getElementById("post-link");
    document.body.classList.toggle("is-cut", silentMs > CUT_AFTER_MS);
    link.textContent = silentMs > CUT_AFTER_MS ? t("post.cut", { for: age(this.heardMs, Date.now()) }) : t("post.live", { at: clock(this.heardMs) });
    const now = this.nowMs();
    for (const time of this.main.querySelectorAll("[data-since]")) time.textContent = age(Date.parse(time.dataset.since), now);
    for (const time of this.main.querySelectorAll("[data-due]")) {
      const { who, at, due } = time.dataset;
      time.textContent = t("post.asked.by", { who, at: clock(Date.parse(at)), for: age(now, Date.parse(due)) });
    }
  }
}

function section(key, content, className = "") {
  return make("section", `post-part ${className}`, make("h2", "", t(key)), ...content);
}

speakAs(accountLanguage());
new Page();
