// The units that were sent to an alert: what they answered, and which of them has not answered in time.

import { make } from "../shapes.mjs";
import { t } from "../words.mjs";

export const ANSWER_MS = 60000;

const isWaiting = (order) => order.a === null;
export const isLate = (order, nowMs) => isWaiting(order) && nowMs - Date.parse(order.at) > ANSWER_MS;

/** How far an order has come, as the key of its words. */
const stageOf = (order, nowMs) => (isLate(order, nowMs) ? "late" : (order.a ?? "waiting"));

/** The unit that asks most for a look: one that is late or refused, else the one that was sent last. */
export function foremost(orders, nowMs) {
  const troubled = orders.find((order) => isLate(order, nowMs)) ?? orders.find((order) => order.a === "refused");
  return troubled ?? orders.at(-1) ?? null;
}

/** One phrase about the units that were sent; null when nobody was. */
export function ordersSpan(orders, nowMs) {
  const order = foremost(orders ?? [], nowMs);
  if (!order) return null;
  const stage = stageOf(order, nowMs);
  const more = orders.length > 1 ? ` +${orders.length - 1}` : "";
  const span = make("span", `row-orders is-${stage}`, `${t(`order.${stage}`, { unit: order.c })}${more}`);
  span.title = orders.map((one) => orderLine(one, nowMs)).join("\n");
  return span;
}

/** A unit's answer with its own words, such as why it cannot come. */
export function orderLine(order, nowMs) {
  const words = t(`order.${stageOf(order, nowMs)}`, { unit: order.c });
  return order.t ? `${words}: ${order.t}` : words;
}
