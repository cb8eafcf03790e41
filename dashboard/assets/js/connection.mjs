// The banner under the top bar: the connection is lost, or is back and how much was missed.

import { ageWords, number } from "./format.mjs";
import { showLink } from "./top_bar.mjs";
import { t } from "./words.mjs";

const RESUMED_MS = 8000;
const GRACE_S = 1.5; // A blink of the network is not worth a banner.

/** Return the listener that a Stream calls with each state of its link. */
export function connectionBanner() {
  const banner = document.getElementById("connection");
  let hide = null;
  return (link) => {
    showLink(link);
    if (link.state === "lost" && link.seconds >= GRACE_S) {
      clearTimeout(hide);
      say(banner, "lost", t("link.lost.banner", { age: ageWords(link.seconds) }));
    } else if (link.state === "resumed") {
      if (banner.hidden && link.seconds < GRACE_S) return;
      say(banner, "resumed", resumedWords(link));
      hide = setTimeout(() => (banner.hidden = true), RESUMED_MS);
    }
  };
}

function say(banner, kind, text) {
  banner.dataset.kind = kind;
  if (banner.textContent !== text) banner.textContent = text;
  banner.hidden = false;
}

function resumedWords({ seconds, missed, fresh, restarted }) {
  const parts = [t("link.resumed", { age: ageWords(seconds) })];
  if (restarted) parts.push(t("link.restarted"));
  else parts.push(missed ? t("link.caught_up", { n: number(missed, 0) }) : t("link.nothing_missed"));
  if (fresh) parts.push(t("link.fresh_alerts", { n: number(fresh, 0) }));
  return parts.join(" · ");
}
