"""Counts of a gateway go together, all else by itself, and nothing waits for a count."""

from collections.abc import Iterator

from domain.codec import decode, encode
from edge.bundles import bundles
from edge.spool import Parcel, Slip
from tests.unit.simulators.test_replay_recording import flow

BATCH = "d1/v1/26740/system/gw-26740/batch"


def a_count(seq: int) -> Parcel:
    return Parcel("d1/v1/26740/camera/q1-bn-014/flow", encode(flow(seq)), batch=BATCH)


def an_event(number: int) -> Parcel:
    return Parcel(f"d1/v1/26740/camera/q1-bn-014/event/{number}", b"{}")


def waiting(*parcels: Parcel) -> list[tuple[Slip, Parcel]]:
    return [(Slip(False, number), parcel) for number, parcel in enumerate(parcels)]


def test_counts_travel_as_one_array_and_an_event_between_them_by_itself() -> None:
    made = bundles(waiting(a_count(1), an_event(1), a_count(2)), 20, are_counts_due=True)
    assert [bundle.whole().topic for bundle in made] == [BATCH, an_event(1).topic]
    assert decode(made[0].whole().payload) == [flow(1), flow(2)]
    assert [slip.number for bundle in made for slip in bundle.slips] == [0, 2, 1]


def test_a_lone_count_goes_as_it_is() -> None:
    (bundle,) = bundles(waiting(a_count(1)), 20, are_counts_due=True)
    assert bundle.whole() == a_count(1)


def test_counts_that_are_not_due_hold_up_no_event() -> None:
    (bundle,) = bundles(waiting(a_count(1), an_event(1), a_count(2)), 20, are_counts_due=False)
    assert bundle.whole() == an_event(1)


def test_there_are_no_more_bundles_than_room_and_no_bundle_is_too_large() -> None:
    made = bundles(waiting(*(a_count(seq % 250) for seq in range(1200))), 2, are_counts_due=True)
    assert [len(bundle.slips) for bundle in made] == [500, 500]


def test_no_more_is_read_than_there_is_room_for() -> None:
    read: list[int] = []

    def reading() -> Iterator[tuple[Slip, Parcel]]:
        for slip, parcel in waiting(*(an_event(number) for number in range(9))):
            read.append(slip.number)
            yield slip, parcel

    assert len(bundles(reading(), 2, are_counts_due=True)) == 2
    assert read == [0, 1, 2]
