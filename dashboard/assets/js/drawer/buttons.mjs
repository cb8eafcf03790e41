// What can I do: the keys stand on the buttons. Taking and dismissing are neither neighbours nor equals.

import { may } from "../person.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";

export function actionButtons(id, alert, isClosed, actions) {
  if (actions.store.isPast) return [make("p", "quiet", t("past.only_watch"))];
  if (isClosed) return [make("p", "quiet", t("action.closed"))];
  if (!may("act_on_alerts")) return [make("p", "quiet", t("action.only_watch"))];
  const isFree = alert.st === "unacknowledged";
  const main = isFree
    ? [button("primary", "action.acknowledge", "A", () => actions.acknowledge(id))]
    : [
        button("primary", "action.clear", null, () => actions.clear(id)),
        button("", "action.unacknowledge", null, () => actions.release(id)),
      ];
  const reject = may("reject_alerts") ? [button("faint", "action.reject", "F", () => actions.reject(id))] : [];
  return [make("div", "actions-main", ...main), make("div", "actions-far", ...reject)];
}

function button(kind, phrase, key, run) {
  const element = make("button", `button ${kind}`, make("span", "", t(phrase)));
  if (key) element.append(make("kbd", "", key));
  element.title = t(`${phrase}.hint`);
  element.addEventListener("click", run);
  return element;
}
