// A dead letter: read whole as text, with the reason, and sent again.

import { open } from "../dialogs.mjs";
import { number } from "../format.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { t } from "../words.mjs";
import { read, send } from "./asking.mjs";
import { button, moment } from "./fields.mjs";

const FATES = {
  stored: "stored",
  "known already": "known",
  "for nobody here": "ignored",
  "still refused": "refused",
  "not there, or sent already": "gone",
};

/** Open one letter; the server writes down that it was read. */
export async function openLetter(id) {
  const letter = await read(`/api/v1/dead-letters/${id}`);
  if (!letter) return;
  const bytes = Uint8Array.from(atob(letter.payload), (char) => char.charCodeAt(0));
  const content = make("div", "ask health-letter", make("h2", "", t("health.letter.title", { id })), facts(letter), ...warnings(letter, bytes));
  const payload = make("pre", "health-payload", textOf(bytes));
  payload.tabIndex = 0;
  payload.setAttribute("aria-label", t("health.letter.payload"));
  const close = button("health.close", "", () => dialog.close());
  const again = button("health.letter.resend", "primary", () => sendAgain(id, again, dialog));
  again.disabled = letter.resent_at !== null || letter.size_bytes > bytes.length;
  content.append(payload, make("div", "ask-buttons", close, again));
  const dialog = open(content, "health-wide");
}

function facts(letter) {
  const list = make("dl", "health-facts");
  const pairs = [
    ["health.letters.column.received", moment(letter.received_at)],
    ["health.letters.column.topic", letter.topic],
    ["health.letter.reason", letter.reason],
    ["health.letter.dialect", letter.dialect],
  ];
  for (const [key, value] of pairs) list.append(make("dt", "", t(key)), make("dd", "", value));
  return list;
}

function warnings(letter, bytes) {
  const found = [];
  if (!letter.readable) found.push(make("p", "health-note is-warn", t("health.letter.unreadable")));
  if (letter.size_bytes > bytes.length) {
    const sizes = { kept: number(bytes.length), size: number(letter.size_bytes) };
    found.push(make("p", "health-note is-warn", t("health.letter.cut", sizes)));
  }
  return found;
}

/** The bytes as text: JSON laid out, everything else as it is; what is no text is shown as its bytes. */
function textOf(bytes) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return [...bytes.slice(0, 2048)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
  }
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

async function sendAgain(id, again, dialog) {
  again.disabled = true;
  again.textContent = t("health.letter.sending");
  const done = await send(`/api/v1/dead-letters/${id}/resend`, {});
  if (!done) {
    again.textContent = t("health.letter.resend");
    again.disabled = false;
    return;
  }
  const fate = FATES[done.fate] ?? "waiting";
  const isWell = ["stored", "known", "ignored"].includes(fate);
  toast(t(`health.letter.fate.${fate}`, { reason: done.reason ?? "" }), { kind: isWell ? "done" : "warn" });
  dialog.close();
  window.dash_clientside.set_props("now-health", { data: { at: new Date().toISOString() } });
}
