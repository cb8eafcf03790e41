// Colours of the map, read from the tokens once per theme so that CSS stays the one place for them.

const NAMES = [
  "ground", "land", "water", "water-edge", "street-1", "street-2", "street-3", "street-4", "street-casing",
  "ward-line", "district-line", "label", "label-halo", "water-label", "street-label", "warm", "hot",
  "camera", "camera-rest", "camera-off", "camera-odd", "select",
];

export function mapColours() {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [camel(name), style.getPropertyValue(`--map-${name}`).trim()]));
}

const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
