// Severity has one shape and one colour everywhere: ◆ critical, ▲ high, ■ medium, ● low.

const PATHS = {
  critical: "M8 .8 15.2 8 8 15.2.8 8Z",
  high: "M8 1.4 15.3 14.4H.7Z",
  medium: "M2 2h12v12H2Z",
  low: "M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 0 1 8 1.6Z",
};

export const SEVERITIES = ["critical", "high", "medium", "low"];

/** The shape of a severity as an SVG string; `taken` draws it hollow: somebody has it. */
export function severityShape(severity, { size = 16, taken = false } = {}) {
  const path = PATHS[severity] ?? PATHS.low;
  const kind = taken ? "shape taken" : "shape";
  return `<svg class="${kind} sev-${severity}" width="${size}" height="${size}" viewBox="-1 -1 18 18" aria-hidden="true"><path d="${path}"/></svg>`;
}

/** Make an element: tag, class, and children (strings become text). */
export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Let an element say `words`; one that says them already is left alone, for even that would lay the page out anew. */
export function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

/** Make an element out of trusted markup of our own; never of words that came from elsewhere. */
export function makeSvg(className, markup) {
  const element = make("span", className);
  element.innerHTML = markup;
  return element;
}
