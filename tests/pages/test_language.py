"""The reader's language: what they chose, else what the browser asks for, else Japanese."""

import pytest
from flask import Flask

from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.core.clock import now
from webapp.core.i18n import (
    LANGUAGES,
    LOCALES,
    current_locale,
    gettext,
    in_language,
    is_japanese,
    language_tag,
    lazy,
    ngettext,
    recorded,
)  # fmt: skip
from webapp.core.letters import Letter
from webapp.core.mail import compose
from webapp.core.plots.figure import short_number
from webapp.core.services import services
from webapp.core.templating import show_date, show_datetime, show_number
from webapp.municipalities.naming import short
from webapp.pledges.models import PledgeAgreement


def language(page: object) -> str:
    return str(page.tree.find("html").attrs["lang"])  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (None, "ja"),
        ("ja", "ja"),
        ("en-GB,en;q=0.9", "en"),
        ("de-DE,de;q=0.9", "ja"),
        ("de,en;q=0.5", "en"),
        ("*", "ja"),
        ("ja-simple,ja;q=0.9", "ja-simple"),
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


def test_plain_japanese_is_chosen_like_any_language_and_says_so_in_a_valid_tag(client: PageClient) -> None:
    before = client.get("/help")
    client.submit(before, "やさしい日本語")
    page = client.get("/help")
    assert language(page) == "ja-simple"
    assert page.text != before.text
    chosen = [str(b.attrs["value"]) for b in page.tree.select('button[name="locale"][aria-current]')]
    assert chosen == ["easy", "easy"]  # for wide and for small screens


def test_plain_japanese_says_what_it_lacks_in_the_source_and_never_in_english(app: Flask) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}), in_language("easy"):
        assert (gettext("訳のない言葉"), gettext("%(month)sを締める", month="5")) == ("訳のない言葉", "5を締める")
        assert (gettext("申請"), gettext("秘匿希望の方です")) == ("申し込み", "名前などをかくしたい（秘匿）人です")
        assert ngettext("%(num)s件", "%(num)s件", 2) == "2件"


@pytest.mark.parametrize("tongue", list(LANGUAGES))
def test_what_is_kept_in_a_record_is_said_in_the_source_whoever_acts(app: Flask, tongue: str) -> None:
    kind = lazy("申請")
    with app.test_request_context(), in_language(tongue):
        assert (recorded(kind), recorded("%(amount)s円", amount=kind)) == ("申請", "申請円")
        assert recorded("100%") == "100%"
        assert current_locale() == tongue


def test_dates_numbers_and_places_of_plain_japanese_are_japanese(app: Flask) -> None:
    with app.test_request_context(), in_language("easy"):
        assert (show_date(now().replace(2026, 4, 1)), show_number(1234567)) == ("2026年4月1日（水）", "1,234,567")
        assert (current_locale(), is_japanese(), language_tag("easy")) == ("easy", True, "ja-simple")
        assert (short_number(12_000), short("塩尻市", "Shiojiri-shi")) == ("1.2万", "塩尻市")


def test_a_letter_in_plain_japanese_names_its_language(app: Flask) -> None:
    with app.test_request_context():
        letter = Letter(to_email="a@example.jp", locale="easy", subject="申し込み", content={}, created_at=now())
        message = compose(letter, services().settings)
    page = message.get_body(("html",))
    assert message["Content-Language"] == "ja-simple"
    assert page is not None
    assert 'lang="ja-simple"' in page.get_content()


def test_every_code_fits_the_columns_that_keep_it() -> None:
    kept = [table.__table__.c.locale.type.length for table in (User, Letter, PledgeAgreement)]
    assert all(len(code) <= min(kept) for code in LANGUAGES)
