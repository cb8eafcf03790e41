// The three themes: dark, dim grey and day. Tokens make them; what draws by itself hears `opscenter:theme`.

import { THEMES } from "../looks.mjs";
import { remember } from "../preferences.mjs";
import { onLanguage, t } from "../words.mjs";

export function startTheme() {
  const button = document.getElementById("theme");
  const name = () => (button.querySelector("span:last-child").textContent = t(`watch.theme.${current()}`));
  const use = (theme) => {
    document.documentElement.dataset.theme = theme;
    remember("theme", theme);
    name();
    window.dispatchEvent(new Event("opscenter:theme"));
  };
  button.addEventListener("click", () => use(THEMES[(THEMES.indexOf(current()) + 1) % THEMES.length]));
  onLanguage(name);
  name();
}

const current = () => document.documentElement.dataset.theme;
