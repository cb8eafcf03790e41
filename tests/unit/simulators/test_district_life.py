"""A simulated minute: how much is said, by whom, and that it is the same from the same seed."""

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from domain.codec import decode, encode
from domain.kinds import IncidentKind
from domain.messages import (
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    CommandAnswered,
    Message,
    Moment,
    Order,
    Provenance,
    SnapshotRequested,
    SnapshotTaken,
    SystemReadingTaken,
    UnitCommanded,
    UnitMoved,
    VehiclesCounted,
)
from domain.places import District
from domain.smart_systems import SmartSystem
from domain.topics import is_home_of, topic_for
from opscenter.district_files import load_district
from simulators.agenda import Outgoing
from simulators.district_life import DistrictLife
from simulators.painter.scene import Scene
from simulators.timeline import Timeline

BEGIN = datetime(2026, 11, 24, 10, 20, tzinfo=UTC)


def no_picture(scene: Scene) -> bytes:
    """Stand in for the painter, which has tests of its own."""
    return scene.camera_code.encode()


def life_of(district: District, seed: int = 1, speed: float = 1.0, cameras: int = 1_115) -> DistrictLife:
    """Return a district that begins on a weekday's late afternoon."""
    return DistrictLife(district, Timeline(BEGIN, speed), no_picture, cameras=cameras, seed=seed)


@pytest.fixture(scope="module")
def district() -> District:
    return load_district()


@pytest.fixture(scope="module")
def minutes(district: District) -> list[Outgoing]:
    """Return what the district says in its first two minutes."""
    return list(life_of(district).advance(120.0))


def of_type(sent: list[Outgoing], kind: type[Message]) -> list[Message]:
    """Return the messages of one type."""
    return [item.message for item in sent if isinstance(item.message, kind)]


def test_about_two_hundred_messages_a_second_are_sent(minutes: list[Outgoing]) -> None:
    later = [item for item in minutes if item.message.observed_at >= BEGIN + timedelta(seconds=60)]

    assert 160 < len(later) / 60 < 240


def test_every_message_can_be_read_and_stands_on_its_topic(minutes: list[Outgoing]) -> None:
    for item in minutes:
        assert decode(encode(item.message)) == [item.message]
        assert is_home_of(topic_for("d1-sim", item.ward_code, item.message), item.message)


def test_everything_is_simulated(minutes: list[Outgoing]) -> None:
    assert {item.message.provenance for item in minutes} == {Provenance.SIMULATED}


def test_ids_are_unique_and_each_source_counts_from_one(minutes: list[Outgoing]) -> None:
    assert len({item.message.id for item in minutes}) == len(minutes)
    counts: Counter[str] = Counter()
    for item in minutes:
        counts[item.message.source] += 1
        assert item.message.seq == counts[item.message.source]


def test_the_same_seed_and_start_tell_the_same(district: District) -> None:
    first, second = (list(life_of(district, cameras=150).advance(40.0)) for _ in range(2))

    assert first == second


def test_another_seed_tells_otherwise(district: District) -> None:
    first, second = (list(life_of(district, seed, cameras=150).advance(10.0)) for seed in (1, 2))

    assert first != second


def test_within_five_seconds_every_camera_and_unit_has_spoken(district: District) -> None:
    life = life_of(district)
    sources = {item.message.source for item in life.advance(5.0)}

    assert {camera.code for camera in life.cameras} <= sources
    assert {unit.code for unit in life.units} <= sources


def test_the_opening_scene_is_a_crash_with_pictures_and_a_caller(minutes: list[Outgoing]) -> None:
    early = [item for item in minutes if item.message.observed_at < BEGIN + timedelta(seconds=20)]
    events = [m for m in of_type(early, CameraEventObserved) if isinstance(m, CameraEventObserved)]
    crash = next(event for event in events if event.kind is IncidentKind.CRASH)

    pictures = [m for m in of_type(minutes, SnapshotTaken) if isinstance(m, SnapshotTaken)]
    moments = {picture.moment for picture in pictures if picture.event_id == crash.id}
    assert crash.score >= 0.85
    assert moments == {Moment.BEFORE, Moment.AT, Moment.AFTER}
    assert len({event.kind for event in events}) >= 3


def test_pictures_are_from_five_seconds_around_their_event(minutes: list[Outgoing]) -> None:
    events = {m.id: m for m in of_type(minutes, CameraEventObserved)}
    offsets = {Moment.BEFORE: -5, Moment.AT: 0, Moment.AFTER: 5}

    for message in of_type(minutes, SnapshotTaken):
        assert isinstance(message, SnapshotTaken)
        event = events[message.event_id]
        assert message.observed_at == event.observed_at + timedelta(seconds=offsets[message.moment])


def test_four_in_five_counted_vehicles_are_motorcycles(minutes: list[Outgoing]) -> None:
    counts = [m for m in of_type(minutes, VehiclesCounted) if isinstance(m, VehiclesCounted)]
    motorcycles = sum(count.motorcycles for count in counts)
    others = sum(count.cars + count.buses + count.trucks + count.bicycles for count in counts)

    assert 0.77 < motorcycles / (motorcycles + others) < 0.85


def test_about_one_camera_in_a_hundred_is_away(minutes: list[Outgoing]) -> None:
    states = {
        m.source: m.state
        for m in of_type(minutes, CameraStatusReported)
        if isinstance(m, CameraStatusReported)
    }
    away = sum(state is not CameraState.ONLINE for state in states.values())

    assert 5 <= away <= 25


def test_units_tell_their_position_each_second(minutes: list[Outgoing]) -> None:
    counts = Counter(message.source for message in of_type(minutes, UnitMoved))

    assert set(counts.values()) <= {119, 120}


def test_all_eight_systems_report_counts(minutes: list[Outgoing]) -> None:
    readings = [m for m in of_type(minutes, SystemReadingTaken) if isinstance(m, SystemReadingTaken)]

    assert {reading.system for reading in readings} == set(SmartSystem)
    assert all(reading.value >= 0 for reading in readings)


def test_speed_multiplies_what_is_said_and_keeps_the_worlds_time(district: District) -> None:
    life = life_of(district, speed=10.0, cameras=150)

    sent = list(life.advance(300.0))

    assert max(item.message.observed_at for item in sent) <= BEGIN + timedelta(seconds=30)


def request_for(camera: str) -> SnapshotRequested:
    """Return the centre's request for a picture."""
    return SnapshotRequested(
        id=uuid.uuid4(),
        source=camera,
        seq=1,
        observed_at=BEGIN,
        provenance=Provenance.SIMULATED,
        purpose="verify",
    )


def test_a_request_is_answered_with_a_picture_within_a_second(district: District) -> None:
    life = life_of(district, cameras=150)
    list(life.advance(30.0))
    request = request_for("q1-bn-008")

    list(life.receive(request, 30.0))
    sent = list(life.advance(31.0))

    (picture,) = [m for m in of_type(sent, SnapshotTaken) if getattr(m, "event_id", None) == request.id]
    assert isinstance(picture, SnapshotTaken)
    assert (picture.source, picture.moment) == ("q1-bn-008", Moment.REQUESTED)


def test_a_request_to_an_unknown_camera_is_not_answered(district: District) -> None:
    life = life_of(district, cameras=150)

    assert list(life.receive(request_for("nobody"), 0.0)) == []


def test_commands_are_answered_under_their_ids(district: District) -> None:
    life = life_of(district, cameras=150)
    list(life.advance(5.0))
    commands = {
        unit.code: UnitCommanded(
            id=uuid.uuid4(),
            source=unit.code,
            seq=1,
            observed_at=BEGIN,
            provenance=Provenance.SIMULATED,
            order=Order.DISPATCH,
            lat=unit.lat + 0.002,
            lon=unit.lon,
        )
        for unit in life.units[:12]
    }

    at_once = [out for command in commands.values() for out in life.receive(command, 5.0)]
    answers = of_type([*at_once, *life.advance(60.0)], CommandAnswered)

    given = {(answer.source, answer.command_id) for answer in answers if isinstance(answer, CommandAnswered)}
    assert len(given) >= 6
    assert given <= {(code, command.id) for code, command in commands.items()}
