// To whom an incident that nobody owns is proposed: who sits at the seat of its ward. Shown, never decided.

const EVERY_MS = 30000;
let seats = [];

/** The name of whoever holds the seat of a ward; null while nobody does. */
export const proposedTo = (ward) => seats.find((seat) => seat.by_name && seat.ward_codes.includes(ward))?.by_name ?? null;

/** Take in who sits where, and let what shows it paint itself anew when that is different. */
export function takeSeats(now, store) {
  const isOther = JSON.stringify(now) !== JSON.stringify(seats);
  seats = now;
  if (isOther) store.emit("incidents");
}

/** Ask again and again who sits where; without an answer the last one stands. */
export function followSeats(store) {
  const ask = async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const response = await fetch("/live/seats", { credentials: "same-origin" });
      if (response.ok) takeSeats((await response.json()).seats, store);
    } catch {
      // The banner tells that the centre cannot be reached.
    }
  };
  setInterval(ask, EVERY_MS);
  document.addEventListener("visibilitychange", ask);
  return ask();
}
