// Dash, started late: its scripts wait in a template until the map is drawn. When Dash has laid out the page, the map
// moves from the still picture of the page to its place in the real one.

/** Run Dash's scripts in their order; the last of them lets it begin. */
export async function startDash() {
  const waiting = [...document.getElementById("dash-scripts").content.querySelectorAll("script")];
  await Promise.all(waiting.filter((script) => script.src).map(run));
  waiting.filter((script) => !script.src).forEach(run);
}

/** Put the map, as it is, into the page that Dash laid out, and take the picture of that page away. */
export function takePlaces() {
  const pane = document.getElementById("map-pane");
  const focused = pane.contains(document.activeElement) ? document.activeElement : null;
  document.getElementById("map-place").append(pane);
  document.getElementById("still").remove();
  focused?.focus({ preventScroll: true });
}

function run(waiting) {
  const script = document.createElement("script");
  for (const { name, value } of waiting.attributes) script.setAttribute(name, value);
  script.async = false;
  script.textContent = waiting.textContent;
  return new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error(`did not load: ${script.src}`));
    document.body.append(script);
  });
}
