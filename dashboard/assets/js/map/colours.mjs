// Colours of the map, read from the tokens so that CSS stays the one place for them; read anew with each theme.

const NAMES = [
  "map-ground", "map-land", "map-water", "map-water-edge", "map-street-1", "map-street-2", "map-street-3",
  "map-street-4", "map-street-casing", "map-ward-line", "map-district-line", "map-label", "map-label-halo",
  "map-water-label", "map-street-label", "map-warm", "map-hot", "map-heat", "map-camera", "map-camera-rest",
  "map-camera-off", "map-camera-odd", "map-select", "medium", "critical", "muted", "panel",
];

const colours = {};

/** The colours of the theme of now, by their tokens' names in camel case; one object, kept up to date. */
export function mapColours() {
  if (!Object.keys(colours).length) readColours();
  return colours;
}

/** Read the tokens again: another theme was chosen. */
export function readColours() {
  const style = getComputedStyle(document.documentElement);
  for (const name of NAMES) colours[camel(name.replace(/^map-/, ""))] = style.getPropertyValue(`--${name}`).trim();
}

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()); // street-1 becomes street1.
