"""Signing in and out, and what is refused on the way."""

from collections.abc import Callable

from httpx import Response

from db.connection import Connection
from db.sql import Query
from domain.roles import Role
from tests.integration.dashboard.running import PASSWORD, Browser, RunningConsole, make_account, wait_until

SignIn = Callable[[str], Browser]


def audited(connection: Connection) -> list[str]:
    return [str(it) for it in connection.values(Query("look", "", "SELECT action FROM audit ORDER BY id"))]


def test_a_right_password_opens_a_session_that_scripts_cannot_read(somebody: Browser) -> None:
    answer = somebody.sign_in("operator")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    session = next(it for it in answer.headers.get_list("set-cookie") if "opscenter_session" in it)
    assert "HttpOnly" in session
    assert "SameSite=strict" in session
    assert somebody.open("/").status_code == 200


def test_the_session_itself_is_not_in_the_database(somebody: Browser, writing: Connection) -> None:
    somebody.sign_in("operator")
    token = somebody.http.cookies["opscenter_session"]
    stored = writing.values(Query("look", "", "SELECT encode(token_sha256, 'escape') FROM session"))
    assert len(stored) == 1
    assert token not in stored[0]


def test_a_name_is_taken_whatever_its_case(somebody: Browser) -> None:
    assert somebody.sign_in(" Operator ").status_code == 303


def test_a_wrong_password_and_an_unknown_name_are_answered_alike(somebody: Browser) -> None:
    for username in ("operator", "nobody-of-that-name"):
        answer = somebody.sign_in(username, "wrong")
        assert answer.status_code == 401
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer.text
        assert somebody.http.cookies.get("opscenter_session") is None


def test_a_disabled_account_is_not_let_in(somebody: Browser, writing: Connection) -> None:
    writing.run(Query("look", "", "UPDATE account SET disabled_at = now() WHERE username = 'operator'"))
    assert somebody.sign_in("operator").status_code == 401


def test_after_ten_wrong_tries_even_the_right_password_has_to_wait(somebody: Browser) -> None:
    for _ in range(10):
        assert somebody.sign_in("operator", "wrong").status_code == 401
    answer = somebody.sign_in("operator")
    assert answer.status_code == 429
    assert "15 phút" in answer.text


def test_a_name_that_is_throttled_leaves_others_alone(somebody: Browser) -> None:
    for _ in range(10):
        somebody.sign_in("operator", "wrong")
    assert somebody.sign_in("supervisor").status_code == 303


def test_a_sign_in_from_another_site_is_refused(somebody: Browser) -> None:
    form = {"username": "operator", "password": PASSWORD}
    answer = somebody.http.post("/sign-in", data=form, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert somebody.http.cookies.get("opscenter_session") is None


def test_a_sign_in_that_says_nothing_of_its_origin_is_refused(somebody: Browser) -> None:
    assert somebody.http.post("/sign-in", data={"username": "operator"}).status_code == 403


def test_signing_in_leads_to_a_page_of_ours_only(somebody: Browser) -> None:
    assert somebody.sign_in("operator", next="/?z=14").headers["location"] == "/?z=14"
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"):
        assert somebody.sign_in("operator", next=elsewhere).headers["location"] == "/", elsewhere


def test_a_page_asks_to_sign_in_and_comes_back_to_where_it_was(somebody: Browser) -> None:
    answer = somebody.open("/?z=14&ward=26740")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2F%3Fz%3D14%26ward%3D26740"
    assert 'value="/?z=14&amp;ward=26740"' in somebody.open(answer.headers["location"]).text


def test_what_a_person_typed_is_shown_as_text(somebody: Browser) -> None:
    answer = somebody.sign_in('"><script>alert(1)</script>', "wrong")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_english_is_a_click_away_and_remembered(somebody: Browser) -> None:
    page = somebody.open("/sign-in")
    assert 'lang="vi"' in page.text
    assert 'href="/sign-in?lang=en"' in page.text
    assert 'lang="en"' in somebody.open("/sign-in?lang=en").text
    assert "username or the password" in somebody.sign_in("operator", "wrong").text


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    token = browser.http.cookies["opscenter_session"]
    assert browser.post("/sign-out").status_code == 204
    browser.http.cookies.set("opscenter_session", token, domain="127.0.0.1")
    assert browser.get("/live/places").status_code == 401


def test_signing_out_needs_the_token_of_the_session(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    assert browser.post("/sign-out", **{"X-CSRF-Token": "made-up"}).status_code == 403
    assert browser.get("/live/places").status_code == 200


def test_a_session_that_idled_for_half_an_hour_is_over(signed_in: SignIn, writing: Connection) -> None:
    browser = signed_in("operator")
    writing.run(Query("look", "", "UPDATE session SET last_seen_at = now() - interval '31 minutes'"))
    wait_until(lambda: browser.get("/api/v1/cameras").status_code == 401)


def test_a_session_ends_after_twelve_hours(signed_in: SignIn, writing: Connection) -> None:
    signed_in("operator")
    lasts = "SELECT expires_at - created_at = interval '12 hours' FROM session"
    assert writing.values(Query("look", "", lasts)) == [True]


def test_who_signs_in_and_fails_to_is_written_down(somebody: Browser, writing: Connection) -> None:
    somebody.sign_in("operator", "wrong")
    somebody.sign_in("operator")
    somebody.post("/sign-out")
    assert audited(writing) == ["sign_in_failed", "sign_in", "sign_out"]


def test_a_first_password_must_be_changed_before_anything_else(
    console: RunningConsole, writing: Connection
) -> None:
    make_account(writing, "new", Role.OPERATOR, must_change_password=True)
    browser = Browser(console)
    assert browser.sign_in("new").headers["location"] == "/password"
    assert browser.open("/").headers["location"] == "/password"
    assert browser.get("/api/v1/cameras").status_code == 403
    assert change(browser, PASSWORD, "a much better one").headers["location"] == "/"
    assert browser.open("/").status_code == 200
    assert Browser(console).sign_in("new").status_code == 401
    assert Browser(console).sign_in("new", "a much better one").status_code == 303
    browser.close()


def test_a_new_password_must_be_long_new_and_typed_twice(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    for old, new, again, said in (
        ("wrong", "a much better one", "a much better one", "hiện tại không đúng"),
        (PASSWORD, "short", "short", "ít nhất 12"),
        (PASSWORD, "a much better one", "another one here", "không giống nhau"),
        (PASSWORD, PASSWORD, PASSWORD, "phải khác"),
    ):
        answer = change(browser, old, new, again)
        assert answer.status_code == 422
        assert said in answer.text


def change(browser: Browser, old: str, new: str, again: str | None = None) -> Response:
    fields = {"old": old, "new": new, "again": again or new, "csrf": browser.http.cookies["opscenter_csrf"]}
    return browser.http.post("/password", data=fields, headers={"Origin": browser.console.url})
