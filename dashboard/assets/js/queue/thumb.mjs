// The bar under the thumb: on a phone, what can be done with the alert that was tapped.

import { ask } from "../dialogs.mjs";
import { may } from "../person.mjs";
import { onLanguage, pick, t } from "../words.mjs";

const MORE = ["dispatch", "shelve", "wall", "release", "clear", "reject"];

/** Wire the bar; it is there while an alert is chosen, and its buttons say what they would do. */
export function startThumb(store, selection, actions, ways) {
  const bar = document.getElementById("queue-thumb");
  const button = (name) => bar.querySelector(`[data-thumb="${name}"]`);
  const draw = () => {
    const alert = selection.alertId ? store.alert(selection.alertId) : null;
    bar.hidden = !alert;
    document.body.classList.toggle("has-thumb", Boolean(alert));
    if (!alert) return;
    button("acknowledge").hidden = !may("act_on_alerts");
    button("acknowledge").disabled = alert.st === "acknowledged";
    button("more").hidden = !may("act_on_alerts");
  };
  const run = {
    acknowledge: (id) => actions.acknowledge(id),
    open: (id) => selection.chooseAlert(id),
    map: (id) => ways.toMap(id),
    more: (id) => askMore(store.alert(id), store).then((name) => name && more(name, id, actions, ways)),
  };
  for (const [name, act] of Object.entries(run)) button(name).addEventListener("click", () => act(selection.alertId));
  selection.onChange(draw);
  store.on("alerts", draw);
  onLanguage(draw);
}

const more = (name, id, actions, ways) => (name === "wall" ? ways.toWall(id) : actions[name](id));

function askMore(alert, store) {
  const isPossible = {
    dispatch: may("dispatch_units"),
    release: alert.st === "acknowledged",
    reject: may("reject_alerts"),
  };
  return ask({
    title: pick(store.kindWords(alert.kind)),
    lead: store.whereWords(alert),
    choices: MORE.filter((name) => isPossible[name] ?? true).map((name) => [name, t(`thumb.more.${name}`)]),
    confirm: t("thumb.go"),
  });
}
