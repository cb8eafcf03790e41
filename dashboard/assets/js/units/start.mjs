// Units in every room: the board of them, and the orders in the file of an incident.

import { whenLaidOut } from "../laid_out.mjs";
import { Board } from "./board.mjs";
import { OrdersPart } from "./orders_part.mjs";
import { Orders } from "./orders.mjs";

export function startUnits(store, map) {
  const orders = new Orders(store);
  whenLaidOut("units-board", () => new Board(store, map, orders));
  whenLaidOut("incident-orders", (box) => new OrdersPart(box, store, orders));
}
