"""The reader's language: what they chose, else what the browser asks for, else Japanese."""

import pytest
from flask import Flask

from tests.support.client import PageClient
from webapp.core.clock import now
from webapp.core.i18n import LOCALES, gettext, in_language, lazy, ngettext
from webapp.core.templating import show_date, show_datetime, show_number


def language(page: object) -> str:
    return str(page.soup.find("html")["lang"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (None, "ja"),
        ("ja", "ja"),
        ("en-GB,en;q=0.9", "en"),
        ("de-DE,de;q=0.9", "ja"),
        ("de,en;q=0.5", "en"),
        ("*", "ja"),
        ("x" * 999, "ja"),
    ],
)
def test_without_a_choice_the_browser_is_asked(client: PageClient, asked: str | None, shown: str) -> None:
    page = client.get("/help", headers={"Accept-Language": asked} if asked else {})
    assert language(page) == shown


def test_the_switch_is_on_the_page_and_stays_chosen(client: PageClient) -> None:
    page = client.get("/help", query_string={"q": "家"})
    answer = client.submit(page, "English")
    assert answer.location == "/help?q=%E5%AE%B6"
    cookie = answer.response.headers["Set-Cookie"]
    assert cookie.startswith("futamachi_language=en;")
    assert "HttpOnly" in cookie
    assert "Secure" not in cookie
    english = client.get("/help", headers={"Accept-Language": "ja"})
    assert language(english) == "en"
    client.submit(english, "日本語")
    assert language(client.get("/help", headers={"Accept-Language": "en"})) == "ja"


@pytest.mark.settings(base_url="https://futamachi.example.jp")
def test_over_https_the_choice_travels_by_https_only(client: PageClient) -> None:
    answer = client.post(
        "/language", {"locale": "en"}, base_url="https://localhost", headers={"Referer": "https://localhost/help"}
    )
    assert any("Secure" in c for c in answer.response.headers.getlist("Set-Cookie") if "language" in c)


@pytest.mark.parametrize("locale", ["", "xx", "../../etc", "en\r\nX: y"])
def test_a_language_that_is_not_spoken_is_not_remembered(client: PageClient, locale: str) -> None:
    answer = client.post("/language", {"locale": locale})
    assert not any("language" in c for c in answer.response.headers.getlist("Set-Cookie"))
    assert language(client.get("/help")) == "ja"


def test_a_made_up_cookie_is_ignored(client: PageClient) -> None:
    client.raw.set_cookie("futamachi_language", "<script>")
    assert language(client.get("/help")) == "ja"


def test_errors_speak_the_chosen_language_too(client: PageClient) -> None:
    assert language(client.get("/nothing", expect=404, headers={"Accept-Language": "en"})) == "en"


def test_the_language_can_be_changed_for_a_while_and_comes_back(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "ja"}):
        day = now().replace(year=2026, month=3, day=31, hour=15, minute=30)
        assert (show_date(day), show_datetime(day)) == ("2026年4月1日（水）", "2026年4月1日（水） 00:30")
        with in_language("en"):
            assert show_date(day) == "Wed 1 April 2026"
        assert show_date(day) == "2026年4月1日（水）"
        assert (show_date(None), show_datetime(None), show_number(1234567)) == ("", "", "1,234,567")


def test_words_without_a_translation_are_shown_as_they_are(app: Flask) -> None:
    with app.test_request_context(), in_language("en"):
        assert gettext("訳のない言葉：%(n)s", n=3) == "訳のない言葉：3"
        assert ngettext("%(num)s件", "%(num)s件", 2) == "2件"
        assert str(lazy("訳のない言葉：%(n)s", n=3)) == "訳のない言葉：3"
    assert list(LOCALES) == ["ja", "en", "easy"]
