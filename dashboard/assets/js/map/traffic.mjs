// Where traffic stands above its usual: the same measure for wards and for streets within them.

const FROM = 0.1; // Above the usual share of congestion by this much before it is shown.
const PLAIN_USUAL = 0.5; // Where no usual is known yet.
const HOT = 0.3;
const STALE_MS = 5 * 60 * 1000;

/** How far the congestion of `state` stands above its usual; 0 when it does not, or when it is old news. */
export function excess(state, nowMs) {
  if (!state || state.c === null || state.c === undefined || nowMs - Date.parse(state.at) > STALE_MS) return 0;
  const over = state.c - (state.u ?? PLAIN_USUAL);
  return over >= FROM ? over : 0;
}

export const isHot = (over) => over > HOT;

/** Tell by a short text what of `kind` stands above its usual, so that nothing is painted twice for the same. */
export function signature(store, kind) {
  const parts = [];
  for (const [key, state] of store.state[kind]) {
    const over = store.isShown(state) ? excess(state, store.nowMs()) : 0;
    if (over) parts.push(`${key}:${Math.round(over * 20)}`);
  }
  return parts.join();
}
