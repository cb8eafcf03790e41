"""A camera's papers: whose it is, what for, who is told of it, and the technical regulation's eleven groups.

A real camera goes live only with all of them. Without, it is held: what it sends is stored, its state is
not shown, no picture of it is asked for or shown, and it opens no alert. Simulated cameras need none.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.errors import DomainError
from domain.messages import Provenance

HELD_REASON = "not released"
"""The reason of the state `unknown` that a held camera is shown with."""
OVERDUE_LIMIT = timedelta(days=30)
"""For so long after its review date a camera stays live, with a warning; then it is held."""
REVIEW_SOON = timedelta(days=30)
LONGEST_REVIEW_SPAN = timedelta(days=3 * 366)
_LONGEST_TEXT = 200


class PapersRefusal(StrEnum):
    """What is wrong with papers that cannot be kept as they are."""

    TEXT = "text"
    NOTICE = "notice"
    REVIEW = "review"
    NOTE = "note"
    CELL = "cell"


class PapersRefusedError(DomainError):
    """Papers that cannot be kept as they are: `why` names the reason, the message says it."""

    def __init__(self, why: PapersRefusal, message: str) -> None:
        super().__init__(message)
        self.why = why


class Requirement(StrEnum):
    """The groups of requirements of QCVN 135:2024/BTTTT, section 2, in its order."""

    UNIQUE_PASSWORDS = "unique_passwords"
    VULNERABILITIES = "vulnerabilities"
    UPDATES = "updates"
    STORED_SECRETS = "stored_secrets"
    SECURE_CHANNELS = "secure_channels"
    INTERFACES = "interfaces"
    USER_DATA = "user_data"
    RECOVERY = "recovery"
    DELETION = "deletion"
    INPUT_CHECKS = "input_checks"
    DEVICE_DATA = "device_data"


REQUIREMENT_WORDS: Mapping[Requirement, tuple[str, str]] = {
    Requirement.UNIQUE_PASSWORDS: ("Khởi tạo mật khẩu duy nhất", "Unique passwords from the start"),
    Requirement.VULNERABILITIES: ("Quản lý lỗ hổng bảo mật", "Management of vulnerabilities"),
    Requirement.UPDATES: ("Quản lý cập nhật", "Management of updates"),
    Requirement.STORED_SECRETS: (
        "Lưu trữ các tham số an toàn nhạy cảm",
        "Storage of sensitive security parameters",
    ),
    Requirement.SECURE_CHANNELS: ("Quản lý kênh giao tiếp an toàn", "Secure communication channels"),
    Requirement.INTERFACES: (
        "Phòng chống tấn công thông qua các giao diện của thiết bị",
        "Protection against attacks through the device's interfaces",
    ),
    Requirement.USER_DATA: ("Bảo vệ dữ liệu người sử dụng", "Protection of users' data"),
    Requirement.RECOVERY: (
        "Khả năng tự khôi phục lại hoạt động bình thường sau sự cố",
        "Recovery by itself after a failure",
    ),
    Requirement.DELETION: ("Xóa dữ liệu trên thiết bị camera", "Deletion of data on the camera"),
    Requirement.INPUT_CHECKS: ("Xác thực dữ liệu đầu vào", "Checking of input data"),
    Requirement.DEVICE_DATA: ("Bảo vệ dữ liệu trên thiết bị camera", "Protection of data on the camera"),
}
"""Each group in Vietnamese, as the regulation names it, and in English."""


class Answer(StrEnum):
    """What is said of one group of requirements."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer for one group: a note (a certificate, a test), who answered and when."""

    answer: Answer
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one camera; `notice_on` is when the notice sign was seen to stand."""

    owner: str = ""
    purpose: str = ""
    has_notice_sign: bool = False
    notice_on: date | None = None
    notice_place: str = ""
    review_due: date | None = None
    requirements: Mapping[Requirement, Answered] = field(default_factory=dict)


class Standing(StrEnum):
    """How a camera stands by its papers."""

    EXEMPT = "exempt"
    RELEASED = "released"
    REVIEW_SOON = "review_soon"
    OVERDUE = "overdue"
    IN_GRACE = "in_grace"
    HELD = "held"


def missing(papers: Papers) -> tuple[str, ...]:
    """Return what the papers lack, in their order: owner, purpose, notice, review, or a requirement's key."""
    facts = {
        "owner": bool(papers.owner.strip()),
        "purpose": bool(papers.purpose.strip()),
        "notice": papers.has_notice_sign and papers.notice_on is not None,
        "review": papers.review_due is not None,
    }
    lacking = [name for name, is_there in facts.items() if not is_there]
    return (*lacking, *(it for it in Requirement if not _is_satisfied(papers.requirements.get(it))))


def _is_satisfied(answered: Answered | None) -> bool:
    return answered is not None and answered.answer is not Answer.NOT_MET


def held_before(today: date) -> date:
    """Return the day before which a review date is overdue for too long."""
    return today - OVERDUE_LIMIT


def standing(
    provenance: Provenance,
    *,
    is_complete: bool,
    review_due: date | None,
    papers_due: date | None,
    today: date,
) -> Standing:
    """Return how a camera stands; an old one is live until `papers_due` although it lacks papers."""
    if provenance is not Provenance.REAL:
        return Standing.EXEMPT
    if is_complete and review_due is not None and review_due >= held_before(today):
        if review_due < today:
            return Standing.OVERDUE
        return Standing.REVIEW_SOON if review_due - today <= REVIEW_SOON else Standing.RELEASED
    return Standing.IN_GRACE if papers_due is not None and papers_due >= today else Standing.HELD


def checked(papers: Papers, today: date) -> Papers:
    """Return the papers; raise PapersRefusedError for dates and texts that cannot be right."""
    texts = {"owner": papers.owner, "purpose": papers.purpose, "notice_place": papers.notice_place}
    texts |= {key: answered.note for key, answered in papers.requirements.items()}
    for name, text in texts.items():
        if len(text) > _LONGEST_TEXT or not text.isprintable():
            raise PapersRefusedError(
                PapersRefusal.TEXT, f"{name} is longer than {_LONGEST_TEXT} characters, or unprintable"
            )
    if papers.has_notice_sign and (papers.notice_on is None or papers.notice_on > today):
        raise PapersRefusedError(
            PapersRefusal.NOTICE, "a notice sign needs the day on which it was seen, today at the latest"
        )
    if papers.review_due is not None and papers.review_due > today + LONGEST_REVIEW_SPAN:
        raise PapersRefusedError(PapersRefusal.REVIEW, "the review date is more than three years away")
    for key, answered in papers.requirements.items():
        if answered.answer is not Answer.MET and not answered.note.strip():
            raise PapersRefusedError(PapersRefusal.NOTE, f"{key}: say why it is not met, or does not apply")
    return papers
