"""Who can be there first is found by the streets, proposed with a reason, and never by the crow's flight."""

from datetime import date

from domain.kinds import IncidentKind
from domain.places import District, LatLon, Street, Ward
from domain.reach import PACES, Candidate, Pace, WaysTo, proposals
from domain.roads import StreetNetwork
from domain.street_network import street_network

SOUTH, NORTH = 10.7700, 10.7800
WEST, EAST = 106.6900, 106.7000
GOAL = (NORTH, EAST)


def a_district(*streets: Street) -> District:
    """Return a district of one square ward with these streets."""
    ring = (
        (SOUTH - 0.01, WEST - 0.01),
        (SOUTH - 0.01, EAST + 0.01),
        (NORTH + 0.01, EAST + 0.01),
        (NORTH + 0.01, WEST - 0.01),
    )
    ward = Ward("26743", "Bến Thành", (SOUTH, WEST), ring, date(2020, 1, 1))
    return District("760", "Quận 1", "d1", (ward,), streets, (), (), "")


def two_ways_round() -> StreetNetwork:
    """Return a square: from the south-west the way to the north-east is main streets, or local ones."""
    corners: dict[str, LatLon] = {
        "sw": (SOUTH, WEST),
        "se": (SOUTH, EAST),
        "ne": (NORTH, EAST),
        "nw": (NORTH, WEST),
    }
    return street_network(
        a_district(
            Street("Hàm Nghi", 1, False, (corners["sw"], corners["se"])),
            Street("Pasteur", 1, False, (corners["se"], corners["ne"])),
            Street("Hẻm", 4, False, (corners["sw"], corners["nw"])),
            Street("Lê Lợi", 4, False, (corners["nw"], corners["ne"])),
        )
    )


def a_unit(callsign: str, place: LatLon, kind: str = "ward_police") -> Candidate:
    return Candidate(callsign.lower(), callsign, kind, "26743", place)


def test_the_way_is_by_the_quicker_streets() -> None:
    drive = WaysTo(two_ways_round(), GOAL, PACES["traffic_police"]).drive_from((SOUTH, WEST))

    assert drive.streets == ("Hàm Nghi", "Pasteur")
    assert 2_150 < drive.metres < 2_250


def test_a_slow_unit_gains_nothing_by_a_main_street() -> None:
    network, place = two_ways_round(), (SOUTH, WEST)

    quick, slow = (
        WaysTo(network, GOAL, pace).drive_from(place) for pace in (Pace(1.4, 55.0), Pace(1.0, 11.0))
    )

    assert slow.seconds > 3 * quick.seconds


def test_a_unit_on_the_same_street_drives_straight_to_it() -> None:
    middle = (SOUTH, (WEST + EAST) / 2)

    drive = WaysTo(two_ways_round(), middle, PACES["ward_police"]).drive_from((SOUTH, WEST + 0.002))

    assert (drive.streets, round(drive.metres, -1)) == (("Hàm Nghi",), 330)


def test_who_is_there_first_is_proposed_first_though_another_looks_nearer() -> None:
    # By the crow BT-02 is 900 m away, but it must go round by local streets.
    near_but_slow = a_unit("BT-02", (NORTH - 0.0005, WEST + 0.0018), "wardens")
    first, second = proposals(
        two_ways_round(),
        IncidentKind.CRASH,
        GOAL,
        [near_but_slow, a_unit("CSGT-01", (SOUTH, EAST), "traffic_police")],
    )

    assert (first.callsign, second.callsign) == ("CSGT-01", "BT-02")
    assert first.why_vi.startswith("đến sớm nhất; 1,1 km theo đường, khoảng 1 phút, qua Pasteur")
    assert "BT-02 gần hơn theo đường chim bay nhưng đến chậm hơn" in first.why_vi
    assert first.leads
    assert "đúng lực lượng chủ trì (CSGT+115)" in first.why_vi


def test_the_force_that_leads_is_always_among_the_proposed() -> None:
    near = [a_unit(f"BT-{number:02d}", (NORTH, EAST - 0.0001 * number)) for number in range(1, 9)]
    far = a_unit("CSGT-01", (SOUTH, WEST), "traffic_police")

    shown = proposals(two_ways_round(), IncidentKind.CRASH, GOAL, [far, *near], most=4)

    assert [one.callsign for one in shown] == ["BT-01", "BT-02", "BT-03", "CSGT-01"]


def test_nobody_is_proposed_where_nobody_is_free() -> None:
    assert proposals(two_ways_round(), IncidentKind.CRASH, GOAL, []) == []
