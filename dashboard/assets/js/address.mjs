// What makes up a view, in the page's address: so it can be sent to a colleague, and back leads back.

const gathered = new Map();
const listeners = new Set();
let frame = null;

const query = () => new URLSearchParams(window.location.search);

function withChanges(changes) {
  const asked = query();
  for (const [name, value] of changes) {
    if (value === null || value === undefined || value === "") asked.delete(name);
    else asked.set(name, String(value));
  }
  // Commas, colons and slashes may stand in a query as they are; so a view stays readable.
  const text = asked.toString().replace(/%2C/g, ",").replace(/%3A/g, ":").replace(/%2F/g, "/");
  return text ? `?${text}` : "";
}

function writeGathered() {
  frame = null;
  const search = withChanges(gathered);
  gathered.clear();
  if (search !== window.location.search) history.replaceState(history.state, "", window.location.pathname + search);
}

export const address = {
  /** The value of `name`, or null. */
  get: (name) => (gathered.has(name) ? gathered.get(name) : query().get(name)),

  /** Change values in place, gathered until the next frame; null takes one out. */
  set(values) {
    for (const [name, value] of Object.entries(values)) gathered.set(name, value ?? null);
    frame ??= requestAnimationFrame(writeGathered);
  },

  /** Go to another path of the console, keeping what the view is made of; back leads here again. */
  push(path, values = {}) {
    if (frame !== null) {
      cancelAnimationFrame(frame);
      writeGathered();
    }
    const target = path + withChanges(new Map(Object.entries(values)));
    if (target !== window.location.pathname + window.location.search) history.pushState(null, "", target);
  },

  /** Call `listener()` when the person went back or forward: what the address says has changed. */
  onReturn: (listener) => listeners.add(listener),
};

window.addEventListener("popstate", () => {
  gathered.clear();
  for (const listener of listeners) listener();
});
