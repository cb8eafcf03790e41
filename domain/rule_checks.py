"""What cannot be right in the settings of the rules, said in both languages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.kinds import KINDS, IncidentKind
from domain.rule_settings import FROM_STATES, KindRule, RuleMode, RuleSettings, Schedule

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_LONGEST_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Where in the settings something is wrong, and what, in Vietnamese and English."""

    where: str
    vi: str
    en: str


def problems_of(settings: RuleSettings) -> tuple[Problem, ...]:
    """Return all that cannot be right; nothing when the settings can go live."""
    return (
        *(problem for kind, rule in settings.kinds.items() for problem in _of_kind(kind, rule)),
        *_of_the_rest(settings),
        *(problem for number, it in enumerate(settings.schedules) for problem in _of_schedule(number, it)),
    )


def _of_kind(kind: IncidentKind, rule: KindRule) -> Iterator[Problem]:
    facts = KINDS[kind]
    if facts.is_life_safety and rule.mode is not RuleMode.ON:
        yield Problem(
            f"kinds.{kind}.mode",
            f"{facts.vi}: liên quan đến tính mạng nên luôn phải báo.",
            f"{facts.en}: a life may be in danger, so it always calls.",
        )
    if kind in FROM_STATES:
        return
    if not 0 <= rule.keeps_at <= rule.counts_at <= 1:
        yield Problem(
            f"kinds.{kind}.counts_at",
            f"{facts.vi}: ngưỡng giữ phải từ 0 đến ngưỡng tính, và ngưỡng tính không quá 1.",
            f"{facts.en}: what keeps it must lie between 0 and what counts, which is 1 at most.",
        )
    if rule.sure_at < rule.counts_at:
        yield Problem(
            f"kinds.{kind}.sure_at",
            f"{facts.vi}: ngưỡng chắc chắn không được thấp hơn ngưỡng tính.",
            f"{facts.en}: what is sure cannot be less than what counts.",
        )
    if not 1 <= rule.signs <= rule.alone <= 20:
        yield Problem(
            f"kinds.{kind}.signs",
            f"{facts.vi}: số dấu hiệu phải từ 1 đến 20, và từ một nguồn thì không được ít hơn.",
            f"{facts.en}: the number of signs is 1 to 20, and of one source not less.",
        )
    yield from _of_kinds_times(kind, rule)


def _of_kinds_times(kind: IncidentKind, rule: KindRule) -> Iterator[Problem]:
    facts = KINDS[kind]
    if not 1 <= rule.window_s <= 3600 or not 0 <= rule.hold_s <= 3600 or not 0 <= rule.reactivation_s <= 3600:
        yield Problem(
            f"kinds.{kind}.window_s",
            f"{facts.vi}: các khoảng thời gian phải trong vòng một giờ.",
            f"{facts.en}: its times must lie within an hour.",
        )
    if rule.hold_s > rule.window_s * max(0, rule.signs - 1) and rule.signs > 1:
        yield Problem(
            f"kinds.{kind}.hold_s",
            f"{facts.vi}: thời gian kéo dài không thể đạt được với chừng ấy dấu hiệu.",
            f"{facts.en}: so many signs can never span the hold time.",
        )
    if facts.is_life_safety and rule.window_s < 15:
        yield Problem(
            f"kinds.{kind}.window_s",
            f"{facts.vi}: cửa sổ dưới 15 giây sẽ bỏ sót.",
            f"{facts.en}: a window of less than 15 seconds would miss it.",
        )
    if not 5 <= rule.near_m <= 1000:
        yield Problem(
            f"kinds.{kind}.near_m",
            f"{facts.vi}: khoảng cách phải từ 5 đến 1000 mét.",
            f"{facts.en}: the distance is 5 to 1000 metres.",
        )


def _of_the_rest(settings: RuleSettings) -> Iterator[Problem]:
    jam, flood, chatter, verdicts = settings.congestion, settings.flood, settings.chatter, settings.verdicts
    if not 0 <= jam.clear_at < jam.open_at <= 1:
        yield Problem(
            "congestion.clear_at",
            "Ùn tắc: ngưỡng kết thúc phải thấp hơn ngưỡng báo, cả hai từ 0 đến 1.",
            "Congestion: it must end below where it opens, both 0 to 1.",
        )
    if not 2 <= flood.more_than <= 100 or not 60 <= flood.within_s <= 3600:
        yield Problem(
            "flood.more_than",
            "Dồn dập cảnh báo: từ 2 đến 100 cảnh báo, trong 1 đến 60 phút.",
            "Flood: 2 to 100 alerts within 1 to 60 minutes.",
        )
    if not 2 <= chatter.times <= 20 or not 10 <= chatter.within_s <= 600 or chatter.calm_s < chatter.within_s:
        yield Problem(
            "chatter.times",
            "Cảnh báo chập chờn: từ 2 đến 20 lần trong 10 đến 600 giây, và yên lâu hơn khoảng đó.",
            "Chattering: 2 to 20 times within 10 to 600 seconds, and calm for longer than that.",
        )
    if not 0 < verdicts.share <= 0.9 or verdicts.least < 5 or not 7 <= verdicts.days <= 90:
        yield Problem(
            "verdicts.share",
            "Đánh giá: tỷ lệ đến 0,9, ít nhất 5 lần, trong 7 đến 90 ngày.",
            "Verdicts: a share up to 0.9, at least 5 of them, in 7 to 90 days.",
        )
    yield from _of_times(settings)


def _of_times(settings: RuleSettings) -> Iterator[Problem]:
    """Yield what cannot be right about the hold and quiet times, and about reports."""
    cameras, reports, quiet = settings.cameras, settings.reports, settings.quiet
    holds = (
        cameras.offline_hold_s,
        cameras.many_hold_s,
        cameras.obscured_hold_s,
        cameras.moved_hold_s,
        settings.congestion.hold_s,
        reports.window_s,
        quiet.low_s,
        quiet.medium_s,
    )
    if not all(0 <= hold <= _LONGEST_S for hold in holds):
        yield Problem(
            "cameras.offline_hold_s",
            "Các khoảng thời gian phải từ 0 đến 24 giờ.",
            "Every time is 0 to 24 hours.",
        )
    if not 2 <= cameras.many <= 100:
        yield Problem(
            "cameras.many",
            "Số camera gộp thành một cảnh báo: từ 2 đến 100.",
            "The number of cameras that become one alert is 2 to 100.",
        )
    if not 1 <= reports.citizens <= 10 or not 10 <= reports.near_m <= 1000:
        yield Problem(
            "reports.citizens",
            "Tin báo của người dân: từ 1 đến 10 tin, trong 10 đến 1000 mét.",
            "Citizens' reports: 1 to 10 of them, within 10 to 1000 metres.",
        )


def _of_schedule(number: int, schedule: Schedule) -> Iterator[Problem]:
    facts = KINDS[schedule.kind]
    if not _TIME.fullmatch(schedule.begins) or not _TIME.fullmatch(schedule.ends):
        yield Problem(
            f"schedules.{number}.begins",
            f"Lịch {number + 1} ({facts.vi}): giờ phải viết như 22:00.",
            f"Schedule {number + 1} ({facts.en}): times are written like 22:00.",
        )
    if not schedule.days or not set(schedule.days) <= set(range(7)):
        yield Problem(
            f"schedules.{number}.days",
            f"Lịch {number + 1} ({facts.vi}): chọn ít nhất một ngày trong tuần.",
            f"Schedule {number + 1} ({facts.en}): choose at least one day of the week.",
        )
    if facts.is_life_safety and schedule.mode is not RuleMode.ON:
        yield Problem(
            f"schedules.{number}.mode",
            f"Lịch {number + 1} ({facts.vi}): liên quan đến tính mạng nên không được tắt theo giờ.",
            f"Schedule {number + 1} ({facts.en}): a life may be in danger, so no hour may silence it.",
        )
