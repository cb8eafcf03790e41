// The name of a kind in the person's language.

import { pick } from "../words.mjs";

export const kindName = (store, kind) => pick(store.kindWords(kind));
