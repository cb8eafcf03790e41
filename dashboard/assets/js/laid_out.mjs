// A room lays out its panel when it is opened first: what works on that panel waits for it.

/** Call `act(element)` once, as soon as the element with this id stands on the page. */
export function whenLaidOut(id, act) {
  const standing = document.getElementById(id);
  if (standing) {
    act(standing);
    return;
  }
  const watch = new MutationObserver(() => {
    const element = document.getElementById(id);
    if (!element) return;
    watch.disconnect();
    act(element);
  });
  watch.observe(document.getElementById("rooms"), { childList: true, subtree: true });
}
