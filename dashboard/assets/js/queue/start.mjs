// The queue with all that belongs to it: keys, the ways to map and wall, the thumb's bar, the other windows.

import { wireKeys } from "./keys.mjs";
import { Queue } from "./queue.mjs";
import { startThumb } from "./thumb.mjs";
import { Ways } from "./ways.mjs";
import { Windows } from "./windows.mjs";

export function startQueue({ store, selection, actions, grid, map }) {
  const windows = new Windows();
  const queue = new Queue(store, selection, grid, (view) => windows.tellView(view));
  const ways = new Ways(store, map, windows, queue);
  windows.link({ selection, queue, showOnMap: (id) => ways.centre(id) });
  wireKeys(document.getElementById("side"), queue, selection, actions, ways);
  startThumb(store, selection, actions, ways);
  return queue;
}
