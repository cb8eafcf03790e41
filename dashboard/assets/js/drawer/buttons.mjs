// What can I do: the keys stand on the buttons. Taking and dismissing are neither neighbours nor equals.

import { may } from "../person.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";

export function actionButtons(id, alert, isClosed, actions) {
  if (actions.store.isPast) return [make("p", "quiet", t("past.only_watch"))];
  if (isClosed) return [make("p", "quiet", t("action.closed"))];
  if (!may("act_on_alerts")) return [make("p", "quiet", t("action.only_watch"))];
  return [
    make("div", "actions-main", firstStep(id, alert, actions), dispatch(id, actions)),
    make("div", "actions-far", ...laterSteps(id, alert, actions)),
  ];
}

function firstStep(id, alert, actions) {
  if (alert.st === "shelved") return button("primary", "action.unshelve", "S", () => actions.shelve(id));
  if (alert.st === "acknowledged") return button("primary", "action.clear", null, () => actions.clear(id));
  return button("primary", "action.acknowledge", "A", () => actions.acknowledge(id));
}

const dispatch = (id, actions) =>
  may("dispatch_units") ? button("", "action.dispatch", "D", () => actions.dispatch(id)) : null;

function laterSteps(id, alert, actions) {
  const release = alert.st === "acknowledged" ? button("faint", "action.unacknowledge", null, () => actions.release(id)) : null;
  const shelve = alert.st === "shelved" ? null : button("faint", "action.shelve", "S", () => actions.shelve(id));
  const reject = may("reject_alerts") ? button("faint reject", "action.reject", "F", () => actions.reject(id)) : null;
  return [release, shelve, reject].filter(Boolean);
}

function button(kind, phrase, key, run) {
  const element = make("button", `button ${kind}`, make("span", "", t(phrase)));
  if (key) element.append(make("kbd", "", key));
  element.title = t(`${phrase}.hint`);
  element.addEventListener("click", run);
  return element;
}
