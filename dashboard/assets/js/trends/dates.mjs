// Dates as the centre writes them, dd/mm/yyyy, and as the address does, yyyy-mm-dd.

/** Return the date that was written (25/11, 25/11/26 or 25/11/2026) for the address, or null when it is none. */
export function dateOf(text, now = new Date()) {
  const found = /^\s*(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?\s*$/.exec(text);
  if (!found) return null;
  const [day, month] = [Number(found[1]), Number(found[2])];
  const year = found[3] ? Number(found[3].padStart(4, "20")) : now.getFullYear();
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}

/** Return a date of the address as the centre writes it; what is no date as it is. */
export function dateWords(text) {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? "");
  return found ? `${found[3]}/${found[2]}/${found[1]}` : (text ?? "");
}
