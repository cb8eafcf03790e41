"""What the broker says of itself to the console's login: its version, and for how long it has been up."""

from dataclasses import dataclass

from dashboard.commands import CameraRequests

_VERSION = "$SYS/broker/version"
_UPTIME = "$SYS/broker/uptime"
_LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class BrokerWord:
    """Whether the broker has let us in, its version and uptime as it says them; None when it says nothing."""

    is_connected: bool
    version: str | None
    uptime: str | None

    @property
    def is_ours(self) -> bool:
        """Tell whether it is a mosquitto, whose promise the centre's is: nothing lost."""
        return self.version is not None and "mosquitto" in self.version.lower()


class BrokerFacts:
    """Hears the broker's own words; they are retained, so they come with every connection."""

    def __init__(self, requests: CameraRequests) -> None:
        self._requests = requests
        self._words: dict[str, str] = {}
        requests.hear(self._heard)
        requests.follow(_VERSION)
        requests.follow(_UPTIME)

    def now(self) -> BrokerWord:
        """Return what is known of the broker."""
        is_connected = self._requests.is_connected
        words = dict(self._words) if is_connected else {}
        return BrokerWord(is_connected, words.get(_VERSION), words.get(_UPTIME))

    def _heard(self, topic: str, payload: bytes) -> None:
        if topic in (_VERSION, _UPTIME):
            self._words[topic] = payload[:_LONGEST_WORD].decode("utf-8", "replace")
