"""The pages outside of the console, and what a request must show."""

from datetime import date
from xml.etree import ElementTree

import pytest
from starlette.datastructures import Headers

from dashboard.district_picture import district_svg
from dashboard.entrance import chosen_language, refused_page, sign_in_page, starting_page
from dashboard.errors import RequestRefusedError
from dashboard.live_readiness import Readiness
from dashboard.places import places_facts
from dashboard.request_checks import check_origin, is_navigation, safe_next
from dashboard.sessions import csrf_token, is_csrf_token
from dashboard.sign_in import is_throttled
from dashboard.system_metrics import METRICS
from domain.places import District
from domain.public_services import FIELD_METRICS
from domain.smart_systems import SmartSystem
from opscenter.district_files import load_district
from simulators.systems import FIGURES


def text(page: object) -> str:
    return bytes(page.body).decode()  # type: ignore[attr-defined] # a response


@pytest.fixture(scope="module")
def district() -> District:
    return load_district()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_filled_in_whole_in_both_languages(language: str) -> None:
    headers = Headers({"cookie": f"opscenter_language={language}"})
    pages = [
        sign_in_page("Quận 1", language, next_path="/", problem="sign_in.wrong"),
        starting_page("Quận 1", language, Readiness(), again=False),
        starting_page("Quận 1", language, Readiness(database=True), again=True),
        refused_page(RequestRefusedError(403, "không", "no"), headers, "token"),
        refused_page(RequestRefusedError(404, "không", "no"), headers),
    ]
    for page in pages:
        assert "$" not in text(page)
        assert f'<html lang="{language}">' in text(page)


def test_no_page_asks_anything_of_the_internet() -> None:
    page = text(sign_in_page("Quận 1", "vi", next_path="/"))
    assert "http" not in page.replace("http-equiv", "")
    assert "<script>" not in page


def test_values_stand_as_text_whatever_they_are() -> None:
    page = text(sign_in_page("<b>", "vi", next_path='/"><script>', username="<script>"))
    assert "<script>" not in page.replace('<script type="module"', "")
    assert "&lt;script&gt;" in page


def test_the_waiting_page_lists_what_it_waits_for() -> None:
    page = text(starting_page("Quận 1", "en", Readiness(database=True), again=False))
    assert 'data-part="database" data-state="done"' in page
    assert 'data-part="migrations" data-state="waiting"' in page
    assert 'data-part="state" data-state="waiting"' in page


def test_vietnamese_comes_first_and_english_when_it_was_chosen() -> None:
    assert chosen_language(None) == "vi"
    assert chosen_language("en") == "en"
    assert chosen_language("xx") == "vi"
    assert chosen_language(None, Headers({"cookie": "opscenter_language=en"})) == "en"


def test_the_district_is_drawn_as_a_picture_that_can_be_read(district: District) -> None:
    drawn = ElementTree.fromstring(district_svg(district))  # noqa: S314 - our own picture
    assert len(drawn.findall("{http://www.w3.org/2000/svg}path")) > 20


def test_a_district_without_wards_is_an_empty_picture(district: District) -> None:
    empty = District("0", "Nowhere", "d0", (), district.streets, (), (), "")
    assert len(ElementTree.fromstring(district_svg(empty))) == 0  # noqa: S314 - our own picture


def test_places_show_the_wards_that_are_valid_on_the_day(district: District) -> None:
    assert len(places_facts(district, date(2020, 6, 1), []).wards.features) == 10
    assert len(places_facts(district, date(1975, 1, 1), []).wards.features) == 0


def test_outlines_of_places_are_closed_and_in_lon_lat(district: District) -> None:
    (ring,) = places_facts(district, date(2020, 6, 1), []).wards.features[0].geometry.coordinates
    assert ring[0] == ring[-1]
    assert 106 < ring[0][0] < 107


@pytest.mark.parametrize(
    ("asked", "led_to"),
    [
        (None, "/"),
        ("", "/"),
        ("/", "/"),
        ("/?q=chợ", "/?q=chợ"),
        ("map", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
        ("javascript:alert(1)", "/"),
        ("https://evil.example/", "/"),
        ("/sign-in?next=/", "/"),
    ],
)
def test_where_to_go_next_is_always_a_place_of_ours(asked: str | None, led_to: str) -> None:
    assert safe_next(asked) == led_to


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "same-origin"},
        {"origin": "http://console.example", "sec-fetch-site": "same-origin"},
        {"origin": "https://CONSOLE.example"},
    ],
)
def test_our_own_page_is_known_by_its_origin(headers: dict[str, str]) -> None:
    check_origin(Headers({"host": "console.example", **headers}))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://console.example.evil.example"},
        {"origin": "http://console.example:8080"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "cross-site", "origin": "http://console.example"},
        {"sec-fetch-site": "same-origin", "origin": "http://evil.example"},
    ],
)
def test_what_does_not_come_from_our_own_page_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(RequestRefusedError):
        check_origin(Headers({"host": "console.example", **headers}))


def test_a_persons_browser_is_told_from_a_script() -> None:
    assert is_navigation(Headers({"accept": "text/html,*/*"}))
    assert not is_navigation(Headers({"accept": "*/*"}))
    assert not is_navigation(Headers({"accept": "text/html", "sec-fetch-mode": "cors"}))


def test_the_token_of_one_session_is_not_anothers() -> None:
    assert is_csrf_token("session", csrf_token("session"))
    assert not is_csrf_token("session", csrf_token("another"))
    assert not is_csrf_token("session", "ü")


@pytest.mark.parametrize(
    ("of_username", "of_address", "throttled"), [(9, 49, False), (10, 0, True), (0, 50, True)]
)
def test_signing_in_is_throttled_by_name_and_by_address(
    of_username: int, of_address: int, throttled: bool
) -> None:
    assert is_throttled(of_username, of_address) is throttled


def test_every_figure_that_the_district_reports_has_words() -> None:
    known = {(system, metric.key) for system, metrics in METRICS.items() for metric in metrics}
    known |= {(SmartSystem.PUBLIC_SERVICES, metric) for metric in FIELD_METRICS}
    assert {(figure.system, figure.metric) for figure in FIGURES} - known == set()
