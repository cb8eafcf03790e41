// Asks the centre about incidents and tells it what was done; what went wrong is said in the person's words.

import { post } from "../person.mjs";
import { toast } from "../toasts.mjs";
import { currentLanguage, t } from "../words.mjs";

/** Read JSON; null after saying why there is none. */
export const read = async (path) => (await answered(() => fetch(path, { credentials: "same-origin" }))).body;

/** Send `body`: {ok, status, body}; a refusal was said already. */
export const send = (path, body) => answered(() => post(path, body));

async function answered(ask) {
  try {
    const response = await ask();
    const body = response.status === 204 ? {} : await response.json().catch(() => ({}));
    if (response.status === 401) window.location.assign("/sign-in");
    else if (!response.ok) toast(body[`message_${currentLanguage()}`] ?? t("incidents.failed"), { kind: "warn" });
    return { ok: response.ok, status: response.status, body: response.ok || response.status === 409 ? body : null };
  } catch {
    toast(t("action.unreachable"), { kind: "warn" });
    return { ok: false, status: 0, body: null };
  }
}
