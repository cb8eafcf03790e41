"""Every question that the console and the rules ask of the database, about things drawn by chance."""

import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import alerting, console, listing, overview, past, trends
from db.connection import AsyncConnection
from db.feed import changes_after
from db.made_past import Keys
from db.sql import query
from domain.messages import Moment, Provenance
from domain.smart_systems import SmartSystem

_DAY = timedelta(hours=24)
WARDS = tuple(str(code) for code in range(26734, 26762, 3))
"""District 1's."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Draws what to ask for; the past ends at `now`."""

    keys: Keys
    now: datetime
    chance: random.Random

    @property
    def camera(self) -> str:
        """A camera that counts."""
        return self.chance.choice(self.keys.cameras)

    @property
    def moment(self) -> datetime:
        """A moment of the past, by an alert that was opened then."""
        return self.chance.choice(self.keys.alerts).opened_at

    @property
    def kept_moment(self) -> datetime:
        """A moment from which states are kept."""
        return self.keys.kept_since + self.chance.random() * (self.now - self.keys.kept_since)


@dataclass(frozen=True, slots=True)
class Question:
    """Something that is asked again and again while people look on, or by the rules once a minute."""

    name: str
    ask: Callable[[AsyncConnection, Draw], Awaitable[object]]


def _trend(draw: Draw, length: timedelta, step: timedelta, *, is_fine: bool) -> trends.TrendAsked:
    """Return a question about all wards together, from `length` ago to now."""
    since = draw.now.replace(minute=0, second=0) - length
    return trends.TrendAsked(since, draw.now, step, is_fine, WARDS, Provenance.SIMULATED)


CONSOLE = (
    Question("live state, whole", lambda db, _: console.live_state(db)),
    Question("any moment of the past, whole", lambda db, draw: past.state_at(db, draw.kept_moment)),
    Question("camera with its day", lambda db, draw: console.camera_detail(db, draw.camera, draw.now)),
    Question(
        "events of a camera, 24 hours",
        lambda db, draw: console.camera_events(db, draw.camera, draw.now - _DAY),
    ),
    Question(
        "traffic of a camera, 6 hours",
        lambda db, draw: console.camera_flow(db, draw.camera, draw.now - timedelta(hours=6), now=draw.now),
    ),
    Question(
        "traffic of a camera, 24 hours",
        lambda db, draw: console.camera_flow(db, draw.camera, draw.now - _DAY, now=draw.now),
    ),
    Question(
        "usual traffic of a camera, 6 hours",
        lambda db, draw: console.camera_usual_flow(db, draw.camera, draw.now - timedelta(hours=6), draw.now),
    ),
    Question(
        "events by hour, 24 hours",
        lambda db, draw: console.event_counts(db, draw.now - _DAY, real_only=False),
    ),
    Question(
        "alert with event and pictures",
        lambda db, draw: console.alert_detail(db, draw.chance.choice(draw.keys.alerts).id),
    ),
    Question(
        "alerts of a day, any day",
        lambda db, draw: console.alert_history(db, (at := draw.moment) - _DAY, at, limit=100),
    ),
    Question(
        "alerts of a camera, 48 hours",
        lambda db, draw: console.alert_history(db, draw.now - 2 * _DAY, draw.now, camera_code=draw.camera),
    ),
    Question(
        "pictures of an event",
        lambda db, draw: console.pictures(db, draw.chance.choice(draw.keys.pictured_events)),
    ),
    Question(
        "one picture",
        lambda db, draw: console.picture(db, draw.chance.choice(draw.keys.pictured_events), Moment.AT),
    ),
    Question("dead letters, a page", lambda db, _: console.dead_letters(db, with_unreadable=True)),
    Question(
        "one dead letter", lambda db, draw: console.dead_letter(db, draw.chance.choice(draw.keys.letters))
    ),
    Question("shares by provenance", lambda db, _: console.provenance_shares(db)),
    Question("one camera", lambda db, draw: listing.camera_by_code(db, draw.camera)),
    Question(
        "cameras, a page",
        lambda db, draw: listing.cameras_page(db, listing.CamerasAsked(after=draw.camera), limit=100),
    ),
    Question(
        "alerts, a page from anywhere",
        lambda db, draw: listing.alerts_page(
            db,
            listing.AlertsAsked(before=((key := draw.chance.choice(draw.keys.alerts)).opened_at, key.id)),
            50,
        ),
    ),
    Question(
        "trends: traffic of 24 hours and the usual",
        lambda db, draw: trends.traffic_line(
            db, _trend(draw, _DAY, timedelta(minutes=5), is_fine=True), with_usual=True
        ),
    ),
    Question(
        "trends: traffic of 12 months",
        lambda db, draw: trends.traffic_line(
            db, _trend(draw, 365 * _DAY, timedelta(days=1), is_fine=False), with_usual=False
        ),
    ),
    Question(
        "trends: events of 30 days, four ways",
        lambda db, draw: trends.event_sums(
            db, _trend(draw, 30 * _DAY, timedelta(days=1), is_fine=False), ward=None, kind=None
        ),
    ),
    Question(
        "trends: events of 12 months, four ways",
        lambda db, draw: trends.event_sums(
            db, _trend(draw, 365 * _DAY, timedelta(days=1), is_fine=False), ward=None, kind=None
        ),
    ),
    Question(
        "overview: today and four days before",
        lambda db, draw: overview.days(
            db,
            overview.DaysAsked(draw.now - timedelta(hours=18), draw.now, WARDS, Provenance.SIMULATED),
        ),
    ),
    Question(
        "overview: a system's day and the usual",
        lambda db, draw: overview.system_trends(
            db,
            [overview.MetricAsked(SmartSystem.HEALTHCARE, "waiting", "waiting")],
            draw.now - _DAY,
            draw.now,
        ),
    ),
    Question(
        "changes since a moment",
        lambda db, draw: changes_after(db, draw.chance.choice(draw.keys.positions), limit=500),
    ),
)
"""What people at the console wait for; each answer is as large in a small past as in a large one."""

RULES = (
    Question(
        "traffic of all cameras, a minute",
        lambda db, draw: db.rows(
            query("alerting", "flow_lately"),
            alerting.CameraFlow,
            since=draw.now - timedelta(seconds=60),
            until=draw.now,
        ),
    ),
    Question(
        "usual traffic of all cameras",
        lambda db, draw: db.rows(
            query("alerting", "usual_flow"),
            alerting.UsualFlow,
            hours=[draw.now.replace(minute=0, second=0) - timedelta(weeks=week) for week in range(1, 5)],
        ),
    ),
    Question(
        "silent gateways",
        lambda db, draw: db.rows(
            query("alerting", "silent_gateways"),
            alerting.SilentGateway,
            now=draw.now,
            silent_since=draw.now - timedelta(seconds=90),
        ),
    ),
)
"""What the rules process asks once a minute; the answers grow with the cameras that count."""
