"""The doctor's judgements: what is fine, what is wrong, and what to do about it."""

from pathlib import Path

import pytest

from opscenter.doctor import (
    Level,
    Listener,
    clock_finding,
    database_route,
    disk_finding,
    listener_findings,
    secret_modes,
)


def test_a_clock_that_is_close_is_fine() -> None:
    assert clock_finding(-0.4).level is Level.OK


@pytest.mark.parametrize(("skew_s", "words"), [(90.0, "90 s ahead of ours"), (-90.0, "90 s behind ours")])
def test_a_clock_that_is_off_is_wrong_and_says_which_way(skew_s: float, words: str) -> None:
    finding = clock_finding(skew_s)
    assert finding.level is Level.WRONG
    assert words in finding.sentence
    assert "NTP" in finding.advice


@pytest.mark.parametrize(
    ("free", "level"), [(100_000_000, Level.WRONG), (1_000_000_000, Level.WARNING), (10**11, Level.OK)]
)
def test_room_on_the_disk_is_judged(free: int, level: Level) -> None:
    assert disk_finding(Path("/data"), free).level is level


def test_a_plain_port_that_is_open_to_the_world_is_named_with_its_program() -> None:
    found = list(listener_findings([Listener("0.0.0.0", 1883, "mosquitto")], {1883}))  # noqa: S104 - judged, not bound
    assert [finding.level for finding in found] == [Level.WRONG]
    assert "mosquitto listens in plain text on 0.0.0.0:1883" in found[0].sentence


def test_loopback_and_other_peoples_ports_are_fine() -> None:
    listeners = [Listener("127.0.0.1", 1883, "mosquitto"), Listener("::", 22, "sshd")]
    assert [finding.level for finding in listener_findings(listeners, {1883})] == [Level.OK]


def test_a_far_database_without_tls_is_a_warning() -> None:
    assert [it.level for it in database_route("postgresql://u:p@db.example.org/x")] == [Level.WARNING]


@pytest.mark.parametrize(
    "url", ["postgresql://u:p@127.0.0.1/x", "postgresql://u:p@db.example.org/x?sslmode=verify-full"]
)
def test_a_near_database_and_one_behind_tls_are_fine(url: str) -> None:
    assert list(database_route(url)) == []


def test_a_secret_that_others_can_read_is_wrong(tmp_path: Path) -> None:
    kept, leaked = tmp_path / "kept", tmp_path / "leaked"
    for path, mode in ((kept, 0o600), (leaked, 0o644)):
        path.touch()
        path.chmod(mode)
    findings = list(secret_modes([kept, leaked]))
    assert [(it.level, it.advice) for it in findings] == [(Level.WRONG, f"chmod 600 {leaked}")]
