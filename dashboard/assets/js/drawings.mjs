// Colours of figures: the server names tokens ("@select/0.3"), the theme of this page says what they are.

const NAMED = /^@([a-z0-9-]+)(?:\/([\d.]+))?$/;

/** Return a copy of a figure with the colours of this page's theme and letters of its size. */
export function coloured(figure) {
  const style = getComputedStyle(document.documentElement);
  const filled = filledIn(figure, (name, strength) => colourOf(style.getPropertyValue(`--${name}`).trim(), strength));
  const px = Math.max(11, 0.92 * parseFloat(style.fontSize));
  filled.layout.font = { ...filled.layout.font, size: px };
  if (filled.layout.hoverlabel) filled.layout.hoverlabel.font.size = px;
  return filled;
}

function filledIn(value, colour) {
  if (typeof value === "string") {
    const found = NAMED.exec(value);
    return found ? colour(found[1], found[2]) : value;
  }
  if (Array.isArray(value)) return value.map((part) => filledIn(part, colour));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filledIn(part, colour)]));
  }
  return value;
}

function colourOf(token, strength) {
  if (strength === undefined || !/^#[0-9a-f]{6}$/i.test(token)) return token;
  const parts = [1, 3, 5].map((at) => parseInt(token.slice(at, at + 2), 16));
  return `rgba(${parts.join(", ")}, ${strength})`;
}

/** Save a figure that is shown as a picture with the theme's ground; made in this browser, sent nowhere. */
export function savePicture(graph, name, title) {
  const style = getComputedStyle(document.documentElement);
  const ground = style.getPropertyValue("--panel").trim();
  const layout = {
    ...graph.layout,
    paper_bgcolor: ground,
    plot_bgcolor: ground,
    margin: { ...graph.layout.margin, t: 52 },
    title: { text: title, x: 0.02, xanchor: "left", font: { size: 17, color: style.getPropertyValue("--strong").trim() } },
  };
  return window.Plotly.downloadImage(
    { data: graph.data, layout },
    { format: "png", width: 1280, height: 640, scale: 2, filename: name },
  );
}
