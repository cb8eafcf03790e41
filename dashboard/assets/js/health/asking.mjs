// Asks the server on behalf of the health page, and says in the person's words why something was refused.

import { post } from "../person.mjs";
import { toast } from "../toasts.mjs";
import { currentLanguage, t } from "../words.mjs";

/** Fetch JSON, or null after saying why there is none. */
export async function read(path) {
  return answered(() => fetch(path, { credentials: "same-origin" }));
}

/** Send `body`; the answer's JSON ({} when it has none), or null after saying why it was refused. */
export async function send(path, body) {
  return answered(() => post(path, body));
}

async function answered(ask) {
  try {
    const response = await ask();
    const body = response.status === 204 ? {} : await response.json().catch(() => ({}));
    if (response.ok) return body;
    toast(body[`message_${currentLanguage()}`] ?? t("health.failed"), { kind: "warn" });
  } catch {
    toast(t("health.failed"), { kind: "warn" });
  }
  return null;
}
