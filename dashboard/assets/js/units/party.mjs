// The parties an incident can be handed to, and what its timeline says of orders, answers and transfers.

import { t } from "../words.mjs";

export const PARTIES = ["ward", "csgt", "113", "114", "115", "1022"];

/** A party's name; a ward's post by its ward. */
export const partyWords = (party, wardName) => t(`units.party.${party}`, { ward: wardName });

const SAYS_PARTY = "transfer";

/** One phrase for a line of the timeline that tells of an order, an answer or a transfer. */
export function entryWords({ kind, action, details }, wardName) {
  const party = kind === SAYS_PARTY ? partyWords(details?.party ?? "ward", wardName(details?.ward ?? "")) : "";
  return t(`units.said.${action}`, { party });
}
