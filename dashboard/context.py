"""What every part of the console is given when it is built."""

from dataclasses import dataclass

from dashboard.broker_facts import BrokerFacts
from dashboard.commands import CameraRequests
from dashboard.find_place_index import Places
from dashboard.house_facts import HouseFacts
from dashboard.live_admission import PictureGate
from dashboard.live_feed import LiveFeed
from dashboard.live_pictures import LivePictures
from dashboard.metrics import ConsoleMetrics
from dashboard.passwords import Passwords
from dashboard.script_modules import Modules
from dashboard.sessions import Sessions
from dashboard.settings import ConsoleSettings
from dashboard.zones_in_force import ZonesInForce
from db.connection import AsyncPool
from domain.places import District


@dataclass(frozen=True, slots=True)
class ConsoleContext:
    """Settings, district, pool, sessions, passwords, feed, cameras, metrics, script.

    No picture goes to a browser but through `gate`, with the `zones` of its camera.
    """

    settings: ConsoleSettings
    district: District
    pool: AsyncPool
    sessions: Sessions
    passwords: Passwords
    feed: LiveFeed
    requests: CameraRequests
    pictures: LivePictures
    gate: PictureGate
    zones: ZonesInForce
    broker: BrokerFacts
    house: HouseFacts
    metrics: ConsoleMetrics
    modules: Modules
    places: Places
