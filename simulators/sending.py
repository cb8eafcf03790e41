"""Sends what the district says through its wards' gateways, counts together where that is asked for."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from domain.messages import VehiclesCounted
from simulators.agenda import Outgoing
from simulators.gateway import Gateway

_TOGETHER = timedelta(seconds=1)


class Sending:
    """Publishes each message at once; with `batches_counts`, a ward's counts of a second as one payload."""

    def __init__(self, gateways: Mapping[str, Gateway], *, batches_counts: bool) -> None:
        self._gateways = gateways
        self._batches_counts = batches_counts
        self._counts: defaultdict[str, list[VehiclesCounted]] = defaultdict(list)
        self._due = datetime.min.replace(tzinfo=UTC)

    def send(self, outgoing: Outgoing) -> None:
        """Send a message, or keep a count until the second is over."""
        if self._batches_counts and isinstance(outgoing.message, VehiclesCounted):
            self._counts[outgoing.ward_code].append(outgoing.message)
        else:
            self._gateways[outgoing.ward_code].publish(outgoing.message)

    def send_counts_when_due(self, now: datetime) -> None:
        """Send the counts that were kept, once a second."""
        if now < self._due:
            return
        self._due = now + _TOGETHER
        for ward_code, counts in self._counts.items():
            self._gateways[ward_code].publish_together(counts)
        self._counts.clear()

    def tell_online(self) -> None:
        """Let every gateway say that it is there."""
        for gateway in self._gateways.values():
            gateway.tell_online()
