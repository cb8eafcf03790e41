// The bell on the bar: whether this desk would hear and be told, in words for as long as something is missing.

import { accountId } from "../person.mjs";
import { recall, remember } from "../preferences.mjs";
import { onLanguage, t } from "../words.mjs";

const SHIFT_MS = 12 * 3600 * 1000;
const DEFAULTS = { isOn: true, hasHighTone: false, volume: 0.7 };

/** What this person chose in this browser: sound on or off, a tone for high alerts, the volume 0 to 1. */
export const choices = () => ({ ...DEFAULTS, ...(recall("alarm") ?? {}) });

export const choose = (changed) => remember("alarm", { ...choices(), ...changed });

/** The outcome of this person's test in this browser, while the shift lasts; null before it. */
export function testOfShift(nowMs = Date.now()) {
  const test = recall("alarmTest");
  return test && test.account === accountId() && nowMs - test.at < SHIFT_MS ? test : null;
}

export const keepTest = (outcome) => remember("alarmTest", { ...outcome, account: accountId(), at: Date.now() });

/** What the browser says of notifications: granted, denied, default or unsupported. */
export const notifications = () => (window.Notification ? Notification.permission : "unsupported");

/** The first thing that keeps an alert from being heard or told; "good" when nothing does. */
export function bellState({ test, isOn, isBlocked, permission }) {
  if (!test) return "untested";
  if (!isOn) return "off";
  if (!test.heard) return "unheard";
  if (isBlocked) return "blocked";
  return permission === "granted" ? "good" : "no_notice";
}

/** Keep the bell true; `sounder` tells whether the browser lets us sound. */
export function startBell(sounder, onOpen) {
  const bell = document.getElementById("bell");
  const show = () => {
    const facts = { test: testOfShift(), isOn: choices().isOn, isBlocked: sounder.isBlocked, permission: notifications() };
    const state = bellState(facts);
    bell.dataset.state = state;
    const words = t(`watch.bell.${state}`);
    const said = bell.querySelector("span");
    if (said.textContent !== words) said.textContent = words;
  };
  bell.hidden = false;
  bell.addEventListener("click", onOpen);
  onLanguage(show);
  setInterval(show, 30000); // The shift runs out by itself.
  show();
  return show;
}
