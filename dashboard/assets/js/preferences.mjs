// What this person chose in this browser: language, text size, layers, widths. Never data of the centre.

const PREFIX = "opscenter.";

export function recall(name) {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? null : JSON.parse(text);
  } catch {
    return null; // Private windows may refuse storage: the defaults serve.
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // As above: the choice then lasts as long as the page.
  }
}
