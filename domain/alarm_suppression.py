"""What is suppressed in the words of ISA-18.2: a sign that calls nobody, by design, and stays to be seen."""

from collections.abc import Mapping
from enum import StrEnum


class Cause(StrEnum):
    """Why a sign opened no alert of its own."""

    ALONE = "alone"
    LOG_ONLY = "log_only"
    SCHEDULE = "schedule"
    VERDICTS = "verdicts"
    WINDOW = "window"
    REACTIVATION = "reactivation"
    CHATTERING = "chattering"
    FLOOD = "flood"


CAUSE_WORDS: Mapping[Cause, tuple[str, str]] = {
    Cause.ALONE: ("Chưa đủ dấu hiệu", "Not enough signs yet"),
    Cause.LOG_ONLY: ("Loại chỉ ghi nhận", "The kind is only logged"),
    Cause.SCHEDULE: ("Theo lịch của phường", "By the ward's schedule"),
    Cause.VERDICTS: ("Quy tắc bị hạ vì báo sai nhiều", "The rule was too often wrong"),
    Cause.WINDOW: ("Camera đang bảo trì", "The camera is being looked after"),
    Cause.REACTIVATION: ("Vừa được đóng", "Closed a moment ago"),
    Cause.CHATTERING: ("Cảnh báo chập chờn", "Chattering"),
    Cause.FLOOD: ("Gộp vào nhóm khi dồn dập", "Grouped in a flood"),
}
"""The causes in Vietnamese and English."""
