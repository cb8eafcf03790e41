// The watch over this desk: themes, sound and edge for critical alerts, the wards' heartbeat, one's own alarm load.

import { may } from "../person.mjs";
import { Alarm } from "./alarm.mjs";
import { startAlarmLoad } from "./alarm_load.mjs";
import { startBell } from "./bell.mjs";
import { startHeartbeat } from "./heartbeat.mjs";
import { openShiftTest } from "./shift_test.mjs";
import { Sounder } from "./sound.mjs";
import { startTheme } from "./theme.mjs";

export function startWatch(store, selection) {
  startTheme();
  startHeartbeat(store);
  startAlarmLoad(store);
  if (!may("act_on_alerts")) return null; // Who cannot take an alert is not called by one.
  const sounder = new Sounder(() => refresh());
  const refresh = startBell(sounder, () => openShiftTest(sounder, refresh));
  return { sounder, alarm: new Alarm(store, selection, sounder) };
}
