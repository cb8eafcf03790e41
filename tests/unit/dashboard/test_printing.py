"""Documents as pages, PDF and spreadsheets: what stands in them, what they say of whose data they show."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from fontTools.ttLib import TTFont

import dashboard.printing
from dashboard.outage_pages import KEPT, newest_page, write_pages
from dashboard.printing.document import Column, Document, Kind, Row, Section, Table
from dashboard.printing.handover_document import Signed, handover_document
from dashboard.printing.naming import Names
from dashboard.printing.outage_document import outage_document
from dashboard.printing.page import page_of
from dashboard.printing.pdf import pdf_of
from dashboard.printing.report_document import report_document
from dashboard.printing.spreadsheet import spreadsheet_of
from dashboard.printing.told import told
from dashboard.printing.values import duration, share, written
from dashboard.words import words
from domain.handovers import HandoverBody, Left, OpenIncident, ShiftNote, fingerprint, frozen, is_intact
from domain.incidents import IncidentState
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance
from domain.reports import CameraQuarters, Facts, Period, report_of, span_of
from domain.shifts import Contact, HeldSeat
from tests.unit.dashboard.pdf_text import text_of_pdf

AT = datetime(2026, 11, 24, 6, 55, tzinfo=UTC)
NAMES = Names("vi", "Quận 1", {"26743": "Bến Thành"})
FONTS = Path(dashboard.printing.__file__).parent / "fonts"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def an_incident(**given: object) -> OpenIncident:
    facts = {
        "key": "k",
        "number": "Q1-261124-007",
        "kind": IncidentKind.CRASH,
        "severity": Severity.CRITICAL,
        "state": IncidentState.HANDLING,
        "place": "Quách Thị Trang",
        "ward_code": "26743",
        "opened_at": AT - timedelta(hours=1),
        "due_at": None,
        "owner": "Nguyễn Thị Lan",
        "verified_by": None,
        "is_late_entry": False,
        "provenance": Provenance.REAL,
        "exercise": False,
        "times_handed": 0,
    }
    return OpenIncident(**(facts | given))  # type: ignore[arg-type] # the facts of a test


def what_is_left(*incidents: OpenIncident, notes: tuple[ShiftNote, ...] = ()) -> Left:
    return Left(AT, incidents, (), 0, (), (), (), (), (), (), (), (), notes, ())


def a_body(*incidents: OpenIncident, **given: tuple[ShiftNote, ...]) -> HandoverBody:
    left = what_is_left(*incidents, **given)
    return HandoverBody(1, "Quận 1", AT - timedelta(hours=8), AT, "Nguyễn Thị Lan", left)


def a_handover(*incidents: OpenIncident) -> Document:
    body = a_body(*incidents)
    signed = Signed("Nguyễn Thị Lan", AT, None, None, "", frozen(body).sha256)
    return handover_document(body, signed, NAMES)


def a_report(provenance: Provenance) -> Document:
    facts = Facts((), (), (), (), (CameraQuarters("26743", provenance, 96, 95.0, 96.0),), 0.0)
    span = span_of(Period.DAY, date(2026, 11, 23), ZoneInfo("Asia/Ho_Chi_Minh"))
    return report_document(report_of(facts, span, AT), NAMES)


def cells(document: Document, title: str) -> list[str]:
    """Return the written cells of the section whose title begins so."""
    section = next(it for it in told(document).sections if it.title.startswith(title))
    return [cell for row in section.rows for cell in row.cells]


def test_the_same_body_always_makes_the_same_text_and_a_changed_one_is_found_out() -> None:
    once, again = frozen(a_body(an_incident())), frozen(a_body(an_incident()))
    assert once == again
    assert is_intact(once.text, once.sha256)
    assert not is_intact(once.text.replace("Lan", "Loan"), once.sha256)
    assert fingerprint("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_hand_over_names_what_is_open_and_for_the_how_manieth_time() -> None:
    document = a_handover(an_incident(times_handed=2))
    assert cells(document, "Sự cố chưa đóng") == [
        "Q1-261124-007",
        "Khẩn cấp",
        "Tai nạn giao thông",
        "Quách Thị Trang, Bến Thành",
        "Đang xử lý",
        "Nguyễn Thị Lan",
        "24/11 12:55",
        "2",
    ]


def test_what_is_not_real_or_late_is_marked_in_its_line() -> None:
    document = a_handover(
        an_incident(), an_incident(provenance=Provenance.SIMULATED, exercise=True, is_late_entry=True)
    )
    assert "Q1-261124-007 (mô phỏng, diễn tập, nhập sau)" in cells(document, "Sự cố chưa đóng")
    assert document.stamp == "CÓ CẢ DỮ LIỆU KHÔNG THẬT – XEM DẤU GHI Ở TỪNG DÒNG"


def test_a_document_of_simulated_data_alone_says_so_once_for_all() -> None:
    document = a_handover(an_incident(provenance=Provenance.SIMULATED))
    assert document.stamp == "DỮ LIỆU MÔ PHỎNG – KHÔNG PHẢI SỐ LIỆU THẬT"
    assert "Q1-261124-007" in cells(document, "Sự cố chưa đóng")


def test_a_report_of_simulated_data_says_so_in_its_title_and_one_of_real_data_does_not() -> None:
    assert a_report(Provenance.SIMULATED).title == "BÁO CÁO NGÀY (DỮ LIỆU MÔ PHỎNG)"
    assert a_report(Provenance.REAL).title == "BÁO CÁO NGÀY"
    assert a_report(Provenance.REAL).stamp == ""


def test_a_report_says_in_words_what_was_not_measured() -> None:
    sections = told(a_report(Provenance.REAL)).sections
    says = next(it.says for it in sections if it.title == "Những điều chưa đo được")
    assert any("bench alarms" in sentence for sentence in says)


def test_a_page_needs_nothing_but_itself_and_takes_no_markup_from_words() -> None:
    page = page_of(a_handover(an_incident(place="<script>alert(1)</script>")))
    assert not re.search(r"<script|<link|<img|https?://", page)
    assert "&lt;script&gt;" in page


def test_a_pdf_says_in_vietnamese_what_the_document_says() -> None:
    text = text_of_pdf(pdf_of(a_handover(an_incident())))
    for words_of_it in ("BIÊN BẢN BÀN GIAO CA TRỰC", "Tai nạn giao thông", "Nguyễn Thị Lan", "NGƯỜI NHẬN CA"):
        assert words_of_it in text


@pytest.mark.parametrize("name", ["Inter-Regular", "Inter-Bold"])
def test_the_fonts_know_every_letter_that_is_printed(name: str) -> None:
    known = TTFont(FONTS / f"{name}.ttf").getBestCmap().keys()
    printed = {
        letter for key, pair in words().items() if key.startswith("print.") for letter in "".join(pair)
    }
    assert {letter for letter in printed if ord(letter) not in known} == set()


def test_a_spreadsheet_holds_numbers_as_numbers_and_words_never_as_formulas() -> None:
    columns = (Column("Việc"), Column("Tỷ lệ", Kind.SHARE), Column("Lâu", Kind.DURATION))
    table = Table(columns, (Row(("=1+1", 0.95, 43_200)),))
    document = replace(a_report(Provenance.REAL), sections=(Section("Bảng", table=table, sheet="Bảng"),))
    with zipfile.ZipFile(io.BytesIO(spreadsheet_of(document))) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
        sheet = ET.fromstring(book.read("xl/worksheets/sheet2.xml"))  # noqa: S314 - our own file
    values = [cell.findtext(f"{SHEET}v") for cell in sheet.iter(f"{SHEET}c")]
    assert "=1+1" in strings
    assert values[-2:] == ["0.95", "0.5"]
    assert sheet.find(f".//{SHEET}f") is None


def test_no_printed_phrase_is_left_that_nobody_prints() -> None:
    folder = Path(dashboard.printing.__file__).parent
    sources = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    whole = {f"print.{key}" for key in re.findall(r'"([a-z0-9_.]+)"', sources)}
    whole |= {f"{key}" for key in re.findall(r'"(print\.[a-z0-9_.]+)"', sources)}
    built = tuple(
        f"print.{key.removeprefix('print.')}" for key in re.findall(r'f"([a-z0-9_.]+\.)\{', sources)
    )
    built += tuple(
        f"print.{key.removeprefix('print.')}" for key in re.findall(r"f'([a-z0-9_.]+\.)\{", sources)
    )
    printed = {key for key in words() if key.startswith("print.")}
    columns = {f"print.column.{name}" for name in re.findall(r'"([a-z_]+)"', sources)}
    assert {key for key in printed - whole - columns if not key.startswith(built)} == set()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 giây"), (59, "59 giây"), (60, "1 phút"), (200, "3 phút 20 giây"), (5400, "1 giờ 30 phút")],
)
def test_how_long_something_took_is_said_in_two_units_at_most(seconds: float, said: str) -> None:
    assert duration(seconds, "vi") == said


def test_shares_and_what_is_not_known_are_written_as_the_centre_writes_them() -> None:
    assert share(0.952, "vi") == "95,2 %"
    assert written(None, Column("", Kind.WHOLE), "vi") == "–"
    assert written(1115, Column("", Kind.WHOLE), "vi") == "1.115"


def an_outage_page(at: datetime) -> Document:
    left = replace_left(what_is_left(an_incident()), at)
    seats = (HeldSeat("ban-1", "Bàn 1", ("26743",), 1, 1, "Lan", at),)
    return outage_document(left, (), seats, (Contact("Công an", "113"), Contact("CSGT", "")), NAMES)


def replace_left(left: Left, at: datetime) -> Left:
    return Left(at, *(getattr(left, name) for name in left.__struct_fields__[1:]))


def test_the_page_for_outages_names_whom_to_call_and_leaves_room_to_write() -> None:
    document = an_outage_page(AT)
    assert cells(document, "Danh bạ") == ["Công an", "113", "CSGT", "." * 26]
    assert document.sections[-1].starts_page
    assert set(cells(document, "Phiếu ghi tay")) == {""}


def test_pages_are_written_whole_and_only_the_newest_are_kept(tmp_path: Path) -> None:
    for old in range(KEPT + 3):
        (tmp_path / f"tinh-hinh-20261123-{old:04d}.html").write_text("old", encoding="utf-8")
    written_page = write_pages(tmp_path, an_outage_page(AT))
    pages = sorted(it.name for it in tmp_path.glob("*.html"))
    assert newest_page(tmp_path) == written_page
    assert len(pages) == KEPT
    assert written_page.name == "tinh-hinh-20261124-1355.html"
    assert written_page.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")
    assert [it.name for it in tmp_path.iterdir() if it.name.startswith(".")] == []
    assert written_page.stat().st_mode & 0o077 == 0
