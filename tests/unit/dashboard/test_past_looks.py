"""A look into the past is one for as long as questions follow each other."""

from dashboard.past_looks import PastLooks


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_questions_that_follow_each_other_are_one_look() -> None:
    clock = Clock()
    looks = PastLooks(clock)
    assert looks.begins("a")
    clock.now_s = 599.0
    assert not looks.begins("a")
    clock.now_s = 1190.0
    assert not looks.begins("a")


def test_after_ten_minutes_without_a_question_another_look_begins() -> None:
    clock = Clock()
    looks = PastLooks(clock)
    looks.begins("a")
    clock.now_s = 601.0
    assert looks.begins("a")


def test_each_session_looks_for_itself() -> None:
    looks = PastLooks(Clock())
    looks.begins("a")
    assert looks.begins("b")


def test_a_look_that_could_not_be_written_down_begins_again() -> None:
    looks = PastLooks(Clock())
    looks.begins("a")
    looks.forget("a")
    assert looks.begins("a")
