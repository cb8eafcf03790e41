"""Units keep to the streets, go where they are sent, and answer like people."""

import itertools
import random
import uuid
from datetime import UTC, datetime

import pytest
from shapely import LineString, Point, STRtree

from domain.geodesy import distance_m
from domain.messages import Answer, Order, Provenance, UnitCommanded, UnitState
from domain.places import District, Unit
from domain.roads import StreetNetwork
from domain.street_network import street_network
from opscenter.district_files import load_district
from simulators.fleet import simulated_units
from simulators.patrol import Answered, Became, Manners, Patrol

CHURCH = (10.77976, 106.69903)


@pytest.fixture(scope="module")
def district() -> District:
    return load_district()


@pytest.fixture(scope="module")
def network(district: District) -> StreetNetwork:
    return street_network(district)


@pytest.fixture
def unit(district: District) -> Unit:
    return next(unit for unit in simulated_units(district) if unit.kind == "rapid_response")


def command(unit: Unit, order: Order = Order.DISPATCH) -> UnitCommanded:
    """Return an order to come to the church."""
    return UnitCommanded(
        id=uuid.uuid4(),
        source=unit.code,
        seq=1,
        observed_at=datetime(2026, 1, 1, tzinfo=UTC),
        provenance=Provenance.SIMULATED,
        order=order,
        lat=CHURCH[0],
        lon=CHURCH[1],
    )


def obeying(unit: Unit, network: StreetNetwork, order: UnitCommanded) -> tuple[Patrol, list[Answered]]:
    """Return a unit that takes the order, after all it had to say; the seed decides who refuses."""
    for seed in itertools.count():
        patrol = Patrol(unit, network, random.Random(seed))
        answers = [news for news in patrol.told(order, 0.0) if isinstance(news, Answered)]
        for second in range(1, 1_500):
            answers += [news for news in patrol.step(second, 1.0, 0.0) if isinstance(news, Answered)]
            if answers and answers[-1].answer in {Answer.REFUSED, Answer.ON_SCENE}:
                break
        if answers and answers[-1].answer is not Answer.REFUSED:
            return patrol, answers
    raise AssertionError


def test_the_network_is_one_connected_part(network: StreetNetwork) -> None:
    first, *others = network.leaving
    sample = random.Random(1).sample(others, 40)

    assert all(network.route(first, other) for other in sample)


def test_a_route_is_a_chain_of_pieces(network: StreetNetwork) -> None:
    nodes = list(network.leaving)
    way = network.route(nodes[3], nodes[-7])

    assert (way[0].start, way[-1].end) == (nodes[3], nodes[-7])
    assert all(one.end == other.start for one, other in itertools.pairwise(way))


def test_every_patrol_keeps_to_the_streets(district: District, network: StreetNetwork) -> None:
    plane = network.plane
    lines = STRtree([LineString([plane.xy(point) for point in street.line]) for street in district.streets])
    far = 0.0
    for unit in simulated_units(district)[::5]:
        patrol = Patrol(unit, network, random.Random(unit.code))
        for second in range(600):
            list(patrol.step(second, 1.0, 0.2))
            point = Point(patrol.xy)
            far = max(far, lines.geometries[lines.nearest(point)].distance(point))
    assert far < 8.0


def test_a_patrol_moves_no_faster_than_its_speed_says(unit: Unit, network: StreetNetwork) -> None:
    patrol = Patrol(unit, network, random.Random(4))
    before = patrol.place
    for second in range(300):
        list(patrol.step(second, 1.0, 0.0))
        assert distance_m(*before, *patrol.place) <= patrol.speed_kmh / 3.6 + 1.0
        before = patrol.place


def test_a_patrol_looks_along_its_street(unit: Unit, network: StreetNetwork) -> None:
    patrol = Patrol(unit, network, random.Random(4))
    for second in range(200):
        list(patrol.step(second, 1.0, 0.0))
        assert 0 <= patrol.heading_deg < 360


def test_a_unit_that_is_sent_answers_drives_and_arrives(unit: Unit, network: StreetNetwork) -> None:
    patrol, answers = obeying(unit, network, command(unit))

    assert [one.answer for one in answers] == [Answer.ACCEPTED, Answer.EN_ROUTE, Answer.ON_SCENE]
    assert patrol.state is UnitState.ON_SCENE
    assert distance_m(*patrol.place, *CHURCH) < 60


def test_a_unit_is_done_after_a_while_and_free_again(unit: Unit, network: StreetNetwork) -> None:
    patrol, _ = obeying(unit, network, command(unit))

    news = [item for second in range(1_500, 2_400) for item in patrol.step(second, 1.0, 0.0)]

    assert any(isinstance(item, Answered) and item.answer is Answer.DONE for item in news)
    assert Became(UnitState.FREE) in news


def test_a_unit_that_has_an_order_refuses_another(unit: Unit, network: StreetNetwork) -> None:
    patrol, _ = obeying(unit, network, command(unit))

    (answer,) = patrol.told(command(unit), 1_501.0)

    assert isinstance(answer, Answered)
    assert answer.answer is Answer.REFUSED


def test_some_units_refuse(unit: Unit, network: StreetNetwork) -> None:
    refused = 0
    for seed in range(100):
        patrol = Patrol(unit, network, random.Random(seed))
        list(patrol.told(command(unit), 0.0))
        news = [item for second in range(1, 200) for item in patrol.step(second, 1.0, 0.0)]
        refused += any(isinstance(item, Answered) and item.answer is Answer.REFUSED for item in news)
    assert 2 <= refused <= 18


def first_answer_s(unit: Unit, network: StreetNetwork, seed: int, manners: Manners) -> int | None:
    """Return after how many seconds a unit answers an order; None when it has not within four minutes."""
    patrol = Patrol(unit, network, random.Random(seed), manners)
    list(patrol.told(command(unit), 0.0))
    answers = (
        second
        for second in range(1, 240)
        for item in patrol.step(second, 1.0, 0.0)
        if isinstance(item, Answered)
    )
    return next(answers, None)


def test_most_units_answer_within_half_a_minute(unit: Unit, network: StreetNetwork) -> None:
    delays = [first_answer_s(unit, network, seed, Manners(0.0, 0.0, 0.0)) for seed in range(20)]

    assert all(delay is not None and 3 <= delay <= 26 for delay in delays)


def test_some_answer_too_late(unit: Unit, network: StreetNetwork) -> None:
    delay = first_answer_s(unit, network, 1, Manners(0.0, is_late=1.0, is_out_of_reach=0.0))

    assert delay is not None
    assert 65 <= delay <= 181


def test_some_never_hear_the_order(unit: Unit, network: StreetNetwork) -> None:
    assert first_answer_s(unit, network, 1, Manners(0.0, 0.0, is_out_of_reach=1.0)) is None


def test_a_recalled_unit_is_free(unit: Unit, network: StreetNetwork) -> None:
    patrol, _ = obeying(unit, network, command(unit))

    list(patrol.told(command(unit, Order.RECALL), 1_501.0))

    assert patrol.state is UnitState.FREE
