// Looking into the past, put together: the player, the time bar, what marks the page, the keys.

import { address } from "../address.mjs";
import { toast } from "../toasts.mjs";
import { t } from "../words.mjs";
import { wirePastKeys } from "./keys.mjs";
import { momentOfAddress, Notice } from "./notice.mjs";
import { Player } from "./player.mjs";
import * as source from "./source.mjs";
import { TimeBar } from "./time_bar.mjs";

/** Start it; a page whose address names a moment shows that moment. */
export function startPast(store) {
  const player = new Player(store, source, () => toast(t("past.caught_up")));
  const first = momentOfAddress(); // Before the notice takes it out of the address.
  const timeBar = new TimeBar(store, player, source.barsUntil);
  new Notice(store, player);
  wirePastKeys(store, player, timeBar);
  document.getElementById("past-live").addEventListener("click", () => timeBar.goLive());
  address.onReturn(() => follow(player, timeBar));
  if (first !== null) player.goTo(first);
  return player;
}

/** Back and forward lead to the moment that the address names now, or back to live. */
function follow(player, timeBar) {
  const ms = momentOfAddress();
  if (ms !== null) player.goTo(ms);
  else if (player.store.isPast) timeBar.goLive();
}
