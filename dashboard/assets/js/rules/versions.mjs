// The versions: who changed what and why, what their trial said, and which is in force.

import { ask } from "../dialogs.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { t } from "../words.mjs";
import { read, send } from "../health/asking.mjs";
import { button, moment } from "../health/fields.mjs";
import { kindName } from "./names.mjs";

const MOST = 12;

export function paintVersions(box, told, store, kinds, take) {
  const rows = told.versions.slice(0, MOST).map((version) => row(version, store, kinds, take));
  const list = rows.length ? rows : [make("p", "health-note", t("rules.versions.empty"))];
  box.replaceChildren(make("h2", "", t("rules.versions")), ...list);
}

function row(version, store, kinds, take) {
  const head = make("div", "rules-version-head", make("b", "", t("rules.version", { number: version.number })));
  if (version.is_live) head.append(make("span", "rules-badge", t("rules.in_force")));
  head.append(make("span", "", t("rules.version.by", { by: version.written_by, at: moment(version.written_at) })));
  const said = make("p", "rules-trial", trialWords(version));
  said.classList.toggle("is-waiting", !version.trial_at);
  const live = version.live_at ? make("p", "health-note", t("rules.version.live", { by: version.live_by, at: moment(version.live_at), why: version.live_why })) : null;
  return make("article", "rules-version", head, make("p", "", version.why), said, kindsOf(version, store), live, buttons(version, kinds, take));
}

function trialWords({ trial, trial_at: at }) {
  if (!at) return t("rules.trial.waiting");
  if (!trial.signs) return t("rules.trial.nothing");
  return t(trial.is_cut ? "rules.trial.cut" : "rules.trial.said", trial);
}

/** The kinds of which the trial opened another number. */
function kindsOf({ trial }, store) {
  const changed = Object.entries(trial?.kinds ?? {}).filter(([, [before, after]]) => before !== after);
  if (!changed.length) return null;
  const words = changed.map(([kind, [before, after]]) => make("span", "rules-kind", `${kindName(store, kind)}: ${before} → ${after}`));
  return make("div", "rules-kinds-changed", ...words);
}

function buttons(version, kinds, take) {
  const live = button("rules.put_in_force", "small primary", () => putInForce(version, take));
  live.disabled = version.is_live || !version.trial_at;
  const again = button("rules.try_again", "small", async () => take(await send(`/live/rules/versions/${version.number}/trial`, {})));
  const inHand = button("rules.load", "small", async () => {
    const settings = await read(`/live/rules/versions/${version.number}`);
    if (settings) kinds.load(settings);
  });
  return make("div", "ask-buttons", inHand, again, live);
}

async function putInForce(version, take) {
  const why = await ask({
    title: t("rules.put_in_force.title", { number: version.number }),
    lead: trialWords(version),
    choices: ["agreed", "quieter", "missed"].map((key) => [t(`rules.reason.${key}`), t(`rules.reason.${key}`)]),
    confirm: t("rules.put_in_force"),
    allowText: true,
  });
  if (why === null) return;
  const told = await send(`/live/rules/versions/${version.number}/live`, { why });
  if (!told) return;
  toast(t("rules.is_live", { number: version.number }), { kind: "done" });
  take(told);
}
