"""A ward police post that has been silent for two minutes opens an alert; its next word ends it."""

from collections.abc import Iterable
from datetime import datetime

from db.alerting import NewAlert
from db.post_rows import PostRow
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance
from domain.posts import PostState, is_silent
from ingest.rules.decisions import AlertKey, Clear, Decision
from ingest.rules.rule import Rule
from ingest.rules.standing import StandingAlerts

RULE = Rule(
    "post_silent",
    "A ward police post from which nothing was heard for two minutes opens an alert; its next word ends it.",
)


def decisions_of_posts(posts: Iterable[PostRow], now: datetime, standing: StandingAlerts) -> list[Decision]:
    """Return the alerts of posts that are silent now, and the ends of those that speak again."""
    silent = {key_of_post(post): post for post in posts if _is_out_of_reach(post, now)}
    opened: list[Decision] = [_alert(post, now) for key, post in silent.items() if not standing.is_open(key)]
    ended: list[Decision] = [
        Clear(key, "the post speaks again")
        for alert in standing.of_rule(RULE.name)
        if (key := _key(alert.place_key, alert.provenance)) not in silent
    ]
    return opened + ended


def key_of_post(post: PostRow) -> AlertKey:
    """Return what the alert of a silent post is known by."""
    return _key(post.code, post.provenance)


def _key(code: str, provenance: Provenance) -> AlertKey:
    return AlertKey(RULE.name, code, IncidentKind.SYSTEM_DOWN, provenance, False)


def _is_out_of_reach(post: PostRow, now: datetime) -> bool:
    return post.state is not PostState.ONLINE and is_silent(post.heard_at, now)


def _alert(post: PostRow, now: datetime) -> NewAlert:
    key = key_of_post(post)
    return NewAlert(
        rule=key.rule,
        place_key=key.place_key,
        ward_code=post.ward_code,
        kind=key.kind,
        severity=Severity.MEDIUM,
        lat=post.lat,
        lon=post.lon,
        place=post.name,
        source_channel="system",
        at=now,
        provenance=post.provenance,
        details={"post": post.code, "via": post.via, "heard_at": post.heard_at and post.heard_at.isoformat()},
    )
