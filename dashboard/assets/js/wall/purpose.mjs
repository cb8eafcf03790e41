// Why somebody looks at cameras that have no open alert: asked once, from a list, and written down.

import { ask } from "../dialogs.mjs";
import { t } from "../words.mjs";

export const PURPOSES = ["verify_alert", "traffic_check", "camera_check", "public_order", "training"];

/** Ask why; resolves to a purpose of the list, or null when the person would rather not look. */
export function askPurpose() {
  return ask({
    title: t("purpose.title"),
    lead: t("purpose.lead"),
    choices: PURPOSES.map((key) => [key, t(`purpose.${key}`)]),
    confirm: t("purpose.confirm"),
  });
}

export const purposeWords = (purpose) => (purpose ? t(`purpose.${purpose}`) : t("purpose.open_alert"));
