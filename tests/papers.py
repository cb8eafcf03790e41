"""Papers with which a real camera may be live."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from db.camera_papers import import_papers, review_holds
from db.connection import connect
from domain.camera_papers import Answer, Answered, Papers, Requirement


def complete_papers() -> Papers:
    """Return papers that lack nothing for a year."""
    now = datetime.now(UTC)
    met = Answered(Answer.MET, "hợp quy 012", "an", now)
    return Papers(
        owner="Ban quản lý chợ",
        purpose="An ninh trật tự",
        has_notice_sign=True,
        notice_on=now.date() - timedelta(days=30),
        notice_place="Trụ cổng",
        review_due=now.date() + timedelta(days=365),
        requirements=dict.fromkeys(Requirement, met),
    )


def release(dsn: str, codes: Iterable[str]) -> None:
    """Give registered cameras complete papers."""
    with connect(dsn, "test") as connection:
        import_papers(connection, dict.fromkeys(codes, complete_papers()), "an")
        review_holds(connection, datetime.now(UTC).date())
