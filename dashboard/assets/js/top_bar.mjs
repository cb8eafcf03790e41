// The bar above: live or not, the clock with its date, how many alerts are open, language, text size, sign out.

import { clock, dayMonth, number, weekday } from "./format.mjs";
import { SIZES } from "./looks.mjs";
import { post } from "./person.mjs";
import { remember } from "./preferences.mjs";
import { say } from "./shapes.mjs";
import { openHelp } from "./dialogs.mjs";
import { tickAges } from "./queue/row.mjs";
import { currentLanguage, onLanguage, setLanguage, t } from "./words.mjs";

const byId = (id) => document.getElementById(id);

export function startTopBar(store) {
  const tick = () => {
    const now = store.liveNowMs(); // The clock on the wall, also while the past is shown.
    byId("clock-time").textContent = clock(now);
    byId("clock-weekday").textContent = weekday(now);
    byId("clock-date").textContent = dayMonth(now);
    tickAges(store);
  };
  setInterval(tick, 1000);
  onLanguage(tick);
  tick();
  startCounts(store);
  startLanguageChoice();
  startTextSize();
  byId("help-open").addEventListener("click", openHelp);
  byId("sign-out").addEventListener("click", async () => {
    await post("/sign-out").catch(() => null);
    window.location.assign("/sign-in");
  });
}

/** Say in words how the link to the server is: a dot is not enough. */
export function showLink({ state }) {
  const pill = byId("live-pill");
  const shown = state === "lost" ? "lost" : "live";
  if (pill.dataset.state === shown) return;
  pill.dataset.state = shown;
  pill.querySelector("span").dataset.t = `link.${shown}`;
  pill.querySelector("span").textContent = t(`link.${shown}`);
  document.body.classList.toggle("is-stale", shown === "lost");
}

function startCounts(store) {
  const show = () => {
    // As the queue counts: what is shelved is put aside until its time is over.
    const alerts = store.shownAlerts().map(([, alert]) => alert).filter((alert) => alert.st !== "shelved");
    const count = (test) => number(alerts.filter(test).length, 0);
    say(byId("count-open"), count(() => true));
    say(byId("count-unacknowledged"), count((alert) => alert.st === "unacknowledged"));
    say(byId("count-critical"), count((alert) => alert.sev === "critical"));
  };
  store.on("alerts", show);
  store.on("realOnly", show);
  onLanguage(show);
  show();
}

function startLanguageChoice() {
  for (const button of document.querySelectorAll("#language button")) {
    button.addEventListener("click", () => setLanguage(button.dataset.language));
  }
  const show = () => {
    for (const button of document.querySelectorAll("#language button")) {
      button.setAttribute("aria-pressed", String(button.dataset.language === currentLanguage()));
    }
    window.dash_clientside.set_props("language-choice", { data: currentLanguage() });
  };
  onLanguage(show);
  show();
}

function startTextSize() {
  const use = (size) => {
    document.documentElement.dataset.size = size;
    remember("size", size);
    window.dispatchEvent(new Event("opscenter:size"));
  };
  byId("text-size").addEventListener("click", () => {
    use(SIZES[(SIZES.indexOf(document.documentElement.dataset.size) + 1) % SIZES.length]);
  });
}
