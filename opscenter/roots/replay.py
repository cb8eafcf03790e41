"""Wires recording and playing back."""

from pathlib import Path

from opscenter.beginning import begin
from opscenter.district_files import load_district
from opscenter.roots.simulate import broker_address
from opscenter.settings import Environment
from simulators.replay import PlaybackSummary, RecordingSummary
from simulators.replay import play as play_recording
from simulators.replay import record as record_broker


def record(
    environment: Environment, file: Path, *, duration_s: float | None, with_pictures: bool
) -> RecordingSummary:
    """Record what is said on the broker until told to stop, or for `duration_s`."""
    return record_broker(
        file,
        broker_address(environment),
        _slug(environment),
        stop=begin(environment),
        duration_s=duration_s,
        with_pictures=with_pictures,
    )


def play(environment: Environment, file: Path, *, speed: float, casting_file: Path | None) -> PlaybackSummary:
    """Say a recording again, until its end or until told to stop."""
    return play_recording(
        file,
        broker_address(environment),
        _slug(environment),
        stop=begin(environment),
        speed=speed,
        casting_file=casting_file,
    )


def _slug(environment: Environment) -> str:
    """Return the district's namespace."""
    return load_district(environment.path("OPSCENTER_DISTRICT")).slug
