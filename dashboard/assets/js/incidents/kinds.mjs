// The kinds of incidents that a few letters mean: without diacritics, by any word, or by the first letters.

import { searchKey } from "../format.mjs";

const MOST = 8;

const initials = (key) => key.split(/[\s,/]+/).map((word) => word[0]).join("");

/** How well a kind fits, the lower the better; null when it does not. */
function rank(text, words) {
  const keys = words.map(searchKey);
  if (keys.some((key) => key.startsWith(text))) return 0;
  if (keys.some((key) => initials(key).startsWith(text.replaceAll(" ", "")))) return 1;
  if (keys.some((key) => key.split(/[\s,/]+/).some((word) => word.startsWith(text)))) return 2;
  return keys.some((key) => text.split(" ").every((word) => key.includes(word))) ? 3 : null;
}

/** The kinds that `text` may mean, the likeliest first, as [kind, words]; `kinds` is {kind: {vi, en}}. */
export function kindsFor(text, kinds) {
  const key = searchKey(text);
  return Object.entries(kinds)
    .map(([kind, words]) => [kind, words, rank(key, [words.vi, words.en])])
    .filter(([, , fit]) => fit !== null)
    .sort((a, b) => a[2] - b[2] || a[1].vi.localeCompare(b[1].vi, "vi"))
    .slice(0, MOST)
    .map(([kind, words]) => [kind, words]);
}
