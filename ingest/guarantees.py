"""What a broker was seen to do, in words a person can act on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BrokerGuarantees:
    """What was tried on a broker and how it ended; None means that it could not be tried.

    `comes_again` is the heart of it: what was delivered and not acknowledged before a connection
    ended is delivered again.
    """

    name: str
    protocol: str
    shares_deliver: bool | None
    keeps_sessions: bool
    comes_again: bool | None

    @property
    def may_share(self) -> bool:
        """Tell whether several workers may split the stream on this broker."""
        return self.protocol == "MQTT 5" and self.shares_deliver is not False

    @property
    def is_loss_proof(self) -> bool:
        """Tell whether it was seen that nothing unacknowledged is lost."""
        return self.protocol == "MQTT 5" and self.keeps_sessions and self.comes_again is True

    def sentences(self) -> tuple[str, ...]:
        """Return what holds and what does not, one sentence each."""
        return (
            f"The broker is {self.name or 'of unknown make'} and speaks {self.protocol}.",
            _SHARES[self.shares_deliver],
            "It keeps the session of a client that is away."
            if self.keeps_sessions
            else "It forgets a client that is away: what is published meanwhile is lost.",
            _COMES_AGAIN[self.comes_again],
            "What it took and still holds is not lost, whatever of ours dies (given room in its queue)."
            if self.is_loss_proof
            else "It is not loss-proof: good for a demonstration; a centre needs mosquitto, set up as ours.",
        )


_SHARES = {
    True: "Shared subscriptions deliver, so several ingest workers may split the stream.",
    False: "Shared subscriptions deliver nothing, so one worker with plain subscriptions does it all.",
    None: "Shared subscriptions could not be tried: this login may not publish under opscenter/probe/.",
}
_COMES_AGAIN = {
    True: "What was not acknowledged comes again after the connection ends.",
    False: "What was not acknowledged when a connection ends does not come again.",
    None: "Whether the unacknowledged comes again could not be tried: "
    "this login may not publish under opscenter/probe/.",
}
