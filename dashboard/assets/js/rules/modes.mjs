// What people's verdicts of a month made of rules: those that call nobody any more, and those a supervisor is told of.

import { ask } from "../dialogs.mjs";
import { make } from "../shapes.mjs";
import { t } from "../words.mjs";
import { send } from "../health/asking.mjs";
import { button, moment } from "../health/fields.mjs";
import { kindName } from "./names.mjs";

export function paintModes(box, told, store, take) {
  const held = told.modes.filter((mode) => !mode.released_at);
  const rows = held.map((mode) => row(mode, store, take));
  const list = rows.length ? rows : [make("p", "health-note", t("rules.modes.empty"))];
  box.replaceChildren(make("h2", "", t("rules.modes")), ...list);
}

function row(mode, store, take) {
  const total = mode.confirmed + mode.rejected;
  const figures = { confirmed: mode.confirmed, total, at: moment(mode.since), step: t(`rules.step.${mode.rule}`) };
  const words = make("p", "", t(`rules.finding.${mode.finding}`, figures));
  const release = button("rules.release", "small", () => letCall(mode, store, take));
  return make("article", `rules-mode is-${mode.finding}`, make("b", "", kindName(store, mode.kind)), words, release);
}

async function letCall(mode, store, take) {
  const why = await ask({
    title: t("rules.release.title", { kind: kindName(store, mode.kind) }),
    lead: t("rules.release.says"),
    choices: ["repaired", "changed"].map((key) => [t(`rules.reason.${key}`), t(`rules.reason.${key}`)]),
    confirm: t("rules.release"),
    allowText: true,
  });
  if (why === null) return;
  const { rule, kind, provenance } = mode;
  take(await send("/live/rules/release", { rule, kind, provenance, why }));
}
