"""Feeds with their delay, and the gateways that speak for cameras."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dash.development.base_component import Component

from dashboard.feed_delays import FeedDelay
from dashboard.panels.health.numbers import moment, number, seconds, span
from dashboard.panels.health.tables import Row, chip, note, section, table
from dashboard.words import phrase
from db.health import CountDelay, GatewayHealth
from domain.messages import GatewayState

LATE_S = 10.0
VERY_LATE_S = 60.0
_NAMED = frozenset({"pictures", "units", "reports.police", "reports.citizen", "counts"})


def feeds(
    delays: Sequence[FeedDelay], counts: Sequence[CountDelay], now: datetime, language: str
) -> Component:
    """Return the table of feeds: when each was heard last, how much came, and how late."""
    rows = [
        FeedDelay("counts", it.provenance, it.last_at, it.messages, it.lag_p95_s) for it in counts
    ] + list(delays)
    if not rows:
        return section("feeds", language, note("health.feeds.none", language, "warn"))
    columns = [f"health.feeds.{name}" for name in ("name", "last", "ago", "messages", "lag")]
    shown = [_feed_row(it, now, language) for it in sorted(rows, key=lambda it: (it.name, it.provenance))]
    return section("feeds", language, note("health.feeds.says", language), table(columns, shown, language))


def _feed_row(feed: FeedDelay, now: datetime, language: str) -> Row:
    return Row(
        [
            f"{feed_name(feed.name, language)} · {phrase(f'provenance.{feed.provenance}', language)}",
            moment(feed.last_at, now),
            span((now - feed.last_at).total_seconds(), language),
            number(feed.messages, language),
            seconds(feed.lag_p95_s, language),
        ],
        tone_of_lag(feed.lag_p95_s),
    )


def feed_name(name: str, language: str) -> str:
    """Return a feed in words; a dialect of cameras keeps its own name."""
    if name in _NAMED:
        return phrase(f"health.feed.{name}", language)
    kind, _, rest = name.partition(".")
    if kind == "system":
        return phrase(f"system.{rest}", language)
    return phrase("health.feed.events", language).replace("{dialect}", rest)


def tone_of_lag(lag_s: float | None) -> str:
    """Return how bad a delay is."""
    if lag_s is None or lag_s < LATE_S:
        return "calm"
    return "warn" if lag_s < VERY_LATE_S else "bad"


def gateways(
    found: Sequence[GatewayHealth], wards: Mapping[str, str], now: datetime, language: str
) -> Component:
    """Return the table of gateways, lost ones first."""
    if not found:
        return section("gateways", language, note("health.gateways.none", language))
    columns = [f"health.gateways.{name}" for name in ("name", "ward", "state", "since", "cameras")]
    rows = [_gateway_row(it, wards, now, language) for it in found]
    return section("gateways", language, table(columns, rows, language))


def _gateway_row(gateway: GatewayHealth, wards: Mapping[str, str], now: datetime, language: str) -> Row:
    tone = "calm" if gateway.state is GatewayState.ONLINE else "bad"
    return Row(
        [
            gateway.gateway,
            wards.get(gateway.ward_code, gateway.ward_code),
            chip(phrase(f"health.gateway.{gateway.state}", language), tone),
            moment(gateway.since, now),
            number(gateway.cameras, language),
        ],
        tone,
    )
