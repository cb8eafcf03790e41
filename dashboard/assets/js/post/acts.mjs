// What a ward's post does: accept, refuse with a reason, report, end its own, open one. Each in one short form.

import { post } from "../person.mjs";
import { make } from "../shapes.mjs";
import { currentLanguage, pick, t } from "../words.mjs";
import { button } from "./cards.mjs";

const REASONS = ["busy", "elsewhere", "nobody"];
const FIND_AFTER_MS = 300;

export class Acts {
  /** `view()` is the page as it was told last; `asked()` asks anew. */
  constructor(view, asked) {
    Object.assign(this, { view, asked });
  }

  accept(transfer) {
    return this._send(`/live/transfers/${transfer.id}/accept`, {});
  }

  async refuse(transfer) {
    const said = await form("post.refuse.title", [reasons()], "post.refuse");
    if (said) await this._send(`/live/transfers/${transfer.id}/refuse`, { reason: said.reason });
  }

  /** A report, or the result: the post's own incident ends with it. */
  async say(incident, act) {
    const title = act === "report" ? "post.report.title" : incident.own ? "post.end.title" : "post.result.title";
    const said = await form(title, [words("text", "post.say")], "post.send");
    if (said) await this._send(`/live/post/incidents/${incident.id}/${act}`, { text: said.text, version: incident.ver });
  }

  async open() {
    const { kinds, posts } = this.view() ?? {};
    if (!posts?.length) return;
    const place = placeField(posts[0]);
    const said = await form("post.new.title", [kindField(kinds), place.box, words("words", "post.new.words", false)], "post.open");
    if (!said) return;
    const { lat, lon } = place.chosen();
    await this._send("/live/incidents", { kind: said.kind, lat, lon, place: said.place, words: said.words, origin: "post" });
  }

  async _send(path, body) {
    try {
      const answer = await post(path, body);
      const told = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
      say(answer.ok ? t("post.sent") : (told[`message_${currentLanguage()}`] ?? t("post.failed")), answer.ok);
    } catch {
      say(t("post.failed"), false);
    }
    await this.asked();
  }
}

/** Ask with a small form in a dialog; resolves to its values, or null. */
function form(title, fields, confirm) {
  return new Promise((resolve) => {
    const dialog = make("dialog", "post-dialog");
    const yes = make("button", "post-go", t(confirm));
    const body = make("form", "", make("h2", "", t(title)), ...fields, make("div", "post-ways", button("", "dialog.cancel", () => dialog.close()), yes));
    let values = null;
    body.addEventListener("submit", (event) => {
      event.preventDefault();
      values = Object.fromEntries(new FormData(body));
      dialog.close();
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(values);
    });
    dialog.append(body);
    document.body.append(dialog);
    dialog.showModal();
  });
}

const labelled = (key, control) => make("label", "post-field", make("span", "", t(key)), control);

function words(name, key, isNeeded = true) {
  const area = make("textarea");
  Object.assign(area, { name, required: isNeeded, rows: 3, maxLength: 2000 });
  return labelled(key, area);
}

/** Why a post refuses: a usual reason at a tap, or its own words. */
function reasons() {
  const input = make("input");
  Object.assign(input, { name: "reason", required: true, maxLength: 300 });
  input.setAttribute("aria-label", t("post.refuse.title"));
  const taps = REASONS.map((name) => button("", `post.refuse.reason.${name}`, () => (input.value = t(`post.refuse.reason.${name}`))));
  return make("div", "post-field", ...taps, input);
}

function kindField(kinds) {
  const select = make("select");
  select.name = "kind";
  const sorted = kinds.map((kind) => [pick(kind), kind.key]).sort((a, b) => a[0].localeCompare(b[0], "vi"));
  select.append(...sorted.map(([name, key]) => new Option(name, key)));
  return labelled("post.new.kind", select);
}

/** Where it is: what the centre finds for the words; without a find, at the post. */
function placeField(atPost) {
  const [input, list] = [make("input"), make("datalist")];
  const found = new Map();
  list.id = "post-places";
  Object.assign(input, { name: "place", required: true, maxLength: 120, autocomplete: "off", value: t("post.new.at_post") });
  input.setAttribute("list", list.id);
  let timer = null;
  input.addEventListener("focus", () => input.select());
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await fetch(`/live/find-place?q=${encodeURIComponent(input.value)}`).catch(() => null);
      const { places = [] } = answer?.ok ? await answer.json() : {};
      for (const place of places) found.set(place.title, place);
      list.replaceChildren(...[...found.keys()].map((name) => new Option(name)));
    }, FIND_AFTER_MS);
  });
  const box = make("div", "", labelled("post.new.place", input), list);
  return { box, chosen: () => found.get(input.value) ?? atPost };
}

/** A short sentence at the foot of the page. */
function say(sentence, isGood) {
  const line = make("p", `post-said ${isGood ? "is-good" : "is-bad"}`, sentence);
  line.setAttribute("role", "status");
  document.body.append(line);
  setTimeout(() => line.remove(), 5000);
}
