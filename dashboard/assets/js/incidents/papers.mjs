// What is attached to an incident: small files, each with its fingerprint.

import { clock, number } from "../format.mjs";
import { csrfToken, may } from "../person.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { currentLanguage, t } from "../words.mjs";

const LARGEST = 2 * 1024 * 1024;
const TYPES = ".jpg,.jpeg,.png,.pdf,.txt";

/** The list of attachments and the way to add one; `onDone()` is called when one was added. */
export function paperRows(id, attachments, onDone) {
  const rows = attachments.map((one) => {
    const link = make("a", "", one.name);
    Object.assign(link, { href: `/live/incidents/${id}/attachments/${one.id}`, download: one.name });
    link.title = t("incidents.papers.hash", { hash: one.sha256.slice(0, 16) });
    return make("li", "", link, make("span", "quiet", ` ${sizeWords(one.size_bytes)} · ${one.by_name} · ${clock(Date.parse(one.at)).slice(0, 5)}`));
  });
  const list = rows.length ? make("ul", "papers", ...rows) : make("p", "quiet", t("incidents.papers.none"));
  return may("work_on_incidents") ? [list, addButton(id, onDone)] : [list];
}

const sizeWords = (bytes) => `${number(bytes / 1024, 0)} kB`;

function addButton(id, onDone) {
  const input = make("input", "sr-only");
  Object.assign(input, { type: "file", accept: TYPES, tabIndex: -1 });
  input.setAttribute("aria-label", t("incidents.papers.add"));
  input.addEventListener("change", async () => {
    const [file] = input.files;
    input.value = "";
    if (file && (await send(id, file))) onDone();
  });
  const button = make("button", "button small", t("incidents.papers.add"));
  button.addEventListener("click", () => input.click());
  return make("div", "papers-tools", button, input);
}

async function send(id, file) {
  if (file.size > LARGEST) {
    toast(t("incidents.papers.large"), { kind: "warn" });
    return false;
  }
  const response = await fetch(`/live/incidents/${id}/attachments?name=${encodeURIComponent(file.name)}`, {
    method: "POST",
    credentials: "same-origin",
    headers: { "Content-Type": file.type || "application/octet-stream", "X-CSRF-Token": csrfToken() },
    body: file,
  }).catch(() => null);
  if (response?.ok) return true;
  const body = await response?.json().catch(() => ({}));
  toast(body?.[`message_${currentLanguage()}`] ?? t("incidents.failed"), { kind: "warn" });
  return false;
}
