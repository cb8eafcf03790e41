// The test at the start of a shift: hear the sound, see the edge, allow notices. Its outcome is kept and written down.

import { open } from "../dialogs.mjs";
import { post } from "../person.mjs";
import { make } from "../shapes.mjs";
import { toast } from "../toasts.mjs";
import { t } from "../words.mjs";
import { tryEdge } from "./alarm.mjs";
import { choices, choose, keepTest, notifications, testOfShift } from "./bell.mjs";

/** Open the test; `onDone()` is called when something was chosen or the outcome was kept. */
export function openShiftTest(sounder, onDone) {
  if (document.querySelector("dialog.shift-test")) return;
  const test = testOfShift();
  const heard = question("heard", t("watch.test.heard"), test?.heard);
  const seen = question("seen", t("watch.test.seen"), test?.seen);
  const form = make("form", "ask",
    make("h2", "", t("watch.test.title")), make("p", "lead", t("watch.test.lead")),
    step(t("watch.test.play"), () => sounder.play("critical", choices().volume), heard),
    step(t("watch.test.flash"), () => tryEdge(), seen),
    notices(onDone), ...settings(sounder, onDone), buttons());
  const dialog = open(form, "shift-test");
  form.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const answers = new FormData(form);
    const outcome = { heard: answers.get("heard") === "yes", seen: answers.get("seen") === "yes", notifications: notifications() };
    if (await isWritten(outcome)) {
      keepTest(outcome);
      dialog.close();
      toast(t("watch.test.kept"), { kind: "done" });
    } else toast(t("watch.test.failed"), { kind: "warn" });
    onDone();
  });
}

async function isWritten(outcome) {
  try {
    return (await post("/live/alarm-test", outcome)).ok;
  } catch {
    return false;
  }
}

function step(words, run, answers) {
  const button = make("button", "button", words);
  button.type = "button";
  button.addEventListener("click", run);
  return make("div", "test-step", button, answers);
}

function question(name, words, answer) {
  const choice = (value, phrase) => {
    const radio = make("input");
    Object.assign(radio, { type: "radio", name, value, required: true });
    radio.checked = answer === undefined ? false : answer === (value === "yes");
    return make("label", "test-answer", radio, make("span", "", phrase));
  };
  return make("fieldset", "test-question", make("legend", "", words), choice("yes", t("watch.yes")), choice("no", t("watch.no")));
}

/** Whether the browser may tell of an alert while the page is out of sight; it is asked by a click alone. */
function notices(onDone) {
  const said = make("span", "test-said");
  const allow = make("button", "button", t("watch.test.allow"));
  allow.type = "button";
  const show = () => {
    said.textContent = t(`watch.notices.${notifications()}`);
    allow.disabled = notifications() !== "default";
  };
  allow.addEventListener("click", async () => {
    await Notification.requestPermission();
    show();
    onDone();
  });
  show();
  return make("div", "test-step", allow, make("div", "test-question", make("span", "", t("watch.test.notices")), said));
}

function settings(sounder, onDone) {
  const change = (changed) => {
    choose(changed);
    onDone();
  };
  const tick = (words, isOn, take) => {
    const box = make("input");
    Object.assign(box, { type: "checkbox", checked: isOn });
    box.addEventListener("change", () => take(box.checked));
    return make("label", "ask-choice", box, make("span", "", words));
  };
  const volume = make("input");
  Object.assign(volume, { type: "range", min: "0.1", max: "1", step: "0.1", value: String(choices().volume) });
  volume.addEventListener("change", () => {
    change({ volume: Number(volume.value) });
    sounder.play("critical", choices().volume);
  });
  return [
    tick(t("watch.test.is_on"), choices().isOn, (isOn) => change({ isOn })),
    tick(t("watch.test.high_tone"), choices().hasHighTone, (hasHighTone) => {
      change({ hasHighTone });
      if (hasHighTone) sounder.play("high", choices().volume);
    }),
    make("label", "ask-choice", make("span", "", t("watch.test.volume")), volume),
  ];
}

function buttons() {
  const close = make("button", "button", t("dialog.close"));
  close.type = "button";
  close.dataset.close = "";
  return make("div", "ask-buttons", close, make("button", "button primary", t("watch.test.done")));
}
