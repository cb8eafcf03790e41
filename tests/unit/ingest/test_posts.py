"""A ward's post that has been silent for two minutes is alerted of once, and its next word ends it."""

from datetime import UTC, datetime, timedelta

from db.alerting import NewAlert
from db.post_rows import PostRow
from domain.messages import Provenance
from domain.posts import PostState
from ingest.rules.decisions import Clear
from ingest.rules.in_force import InForce
from ingest.rules.posts import decisions_of_posts
from ingest.rules.standing import StandingAlerts

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


def a_post(state: PostState, silent: timedelta | None) -> PostRow:
    heard_at = None if silent is None else NOW - silent
    place = ("post-26743", "26743", "Công an phường Bến Thành", 10.77, 106.69, False)
    return PostRow(*place, state, heard_at, heard_at, "mqtt", Provenance.SIMULATED)


def test_a_silent_post_opens_one_alert_and_its_next_word_ends_it() -> None:
    standing = StandingAlerts([])
    silent = a_post(PostState.SILENT, timedelta(minutes=2))

    (opened,) = decisions_of_posts([silent], NOW, standing)
    standing.admitted(opened, NOW, InForce().settings)
    assert isinstance(opened, NewAlert)
    assert (opened.place, opened.ward_code) == ("Công an phường Bến Thành", "26743")
    assert decisions_of_posts([silent], NOW, standing) == []

    (ended,) = decisions_of_posts([a_post(PostState.ONLINE, timedelta(0))], NOW, standing)
    assert isinstance(ended, Clear)


def test_a_post_that_was_cut_off_a_moment_ago_or_never_spoke_opens_none() -> None:
    cut_off = a_post(PostState.LOST, timedelta(seconds=90))
    unknown = a_post(PostState.UNKNOWN, None)

    assert decisions_of_posts([cut_off, unknown], NOW, StandingAlerts([])) == []
