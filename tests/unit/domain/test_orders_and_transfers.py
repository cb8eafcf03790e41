"""When police may be sent, what an answer changes, and how a transfer is answered."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.incidents import IncidentAction, IncidentState, Origin
from domain.messages import Answer
from domain.orders import action_of_answer, needs_verification, trust_words
from domain.places import District
from domain.posts import is_silent, posts_of
from domain.transfers import TransferAction, TransferRefusedError, TransferState, transfer_step
from opscenter.district_files import load_district

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize("origin", ["camera", "frigate", Origin.CAMERA])
def test_what_only_cameras_saw_waits_for_a_named_person(origin: str) -> None:
    assert needs_verification(origin, ["camera", "frigate"])


@pytest.mark.parametrize("channel", ["police", "citizen", "system", "report"])
def test_one_other_voice_beside_the_cameras_is_enough(channel: str) -> None:
    assert not needs_verification(Origin.CAMERA, ["camera", channel])


@pytest.mark.parametrize("origin", sorted(set(Origin) - {Origin.CAMERA}))
def test_what_somebody_told_needs_nobody_to_verify(origin: Origin) -> None:
    assert not needs_verification(origin, ["camera"])


@pytest.mark.parametrize("origin", ["camera", "citizen", "system", Origin.CALL_113, Origin.WALK_IN])
def test_a_unit_reads_that_nobody_has_verified(origin: str) -> None:
    assert trust_words(None, origin).endswith("chưa xác minh")


def test_a_unit_reads_that_others_than_cameras_told_of_it() -> None:
    assert trust_words(None, "camera", ["camera", "citizen"]).endswith("có tin báo khác, chưa xác minh")
    assert trust_words(None, "camera", ["camera", "police"]) == "công an báo tin"


def test_a_unit_reads_who_verified() -> None:
    assert trust_words("Nguyễn Thị Lan", "camera") == "đã xác minh: Nguyễn Thị Lan"


@pytest.mark.parametrize(
    ("state", "answer", "action"),
    [
        (IncidentState.VERIFYING, Answer.ACCEPTED, IncidentAction.DISPATCH),
        (IncidentState.NEW, Answer.EN_ROUTE, IncidentAction.DISPATCH),
        (IncidentState.DISPATCHED, Answer.ON_SCENE, IncidentAction.HANDLE),
        (IncidentState.VERIFYING, Answer.REFUSED, None),
        (IncidentState.HANDLING, Answer.EN_ROUTE, None),
        (IncidentState.HANDLING, Answer.DONE, None),
        (IncidentState.CLOSED, Answer.ON_SCENE, None),
    ],
)
def test_an_answer_moves_the_incident_forward_and_never_ends_it(
    state: IncidentState, answer: Answer, action: IncidentAction | None
) -> None:
    assert action_of_answer(state, answer) is action


def test_a_transfer_is_answered_once() -> None:
    assert transfer_step(TransferState.ASKED, TransferAction.ACCEPT, "Trần Văn Nam") is TransferState.ACCEPTED
    with pytest.raises(TransferRefusedError, match="accepted already"):
        transfer_step(TransferState.ACCEPTED, TransferAction.REFUSE, "Trần Văn Nam", "bận")


def test_a_transfer_is_answered_by_name_and_refused_with_a_reason() -> None:
    with pytest.raises(TransferRefusedError, match="name"):
        transfer_step(TransferState.ASKED, TransferAction.ACCEPT, " ")
    with pytest.raises(TransferRefusedError, match="reason"):
        transfer_step(TransferState.ASKED, TransferAction.REFUSE, "Trần Văn Nam")


def test_a_post_is_silent_after_two_minutes_and_one_that_never_spoke_is_not() -> None:
    assert not is_silent(None, NOW)
    assert not is_silent(NOW - timedelta(seconds=119), NOW)
    assert is_silent(NOW - timedelta(minutes=2), NOW)


@pytest.fixture(scope="module")
def district() -> District:
    return load_district()


def test_every_ward_has_a_post_and_those_whose_place_is_not_known_say_so(district: District) -> None:
    posts = {post.ward_code: post for post in posts_of(district)}

    assert set(posts) == {ward.code for ward in district.wards}
    assert sum(not post.is_schematic for post in posts.values()) == 4
    assert (posts["26743"].lat, posts["26743"].lon) == (10.77155, 106.69545)
