"""What places are called for whom: Japanese as written, elsewhere in Latin letters with the kanji beside them."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, select

from tests.browser.pages import SCREENS, Screen
from tests.factories.accounts import a_resident_user
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.registrations import a_registration
from tests.support.client import PageClient
from webapp.accounts.models import User
from webapp.core.i18n import in_language
from webapp.core.letters import Letter
from webapp.municipalities import gazetteer, queries
from webapp.municipalities.models import Municipality, Programme

TOWN, PREFECTURE = "202151", "200000"
#: screens that repeat what was stored as it was then said: letters, an owner's consent
STORED = ("letters", "owner-homes", "message", "message-at-desk")
ENGLISH = {"Accept-Language": "en"}


def test_a_place_is_named_in_the_readers_language(session: Session) -> None:
    town, prefecture = a_municipality(TOWN), a_municipality(PREFECTURE)
    assert (town.full_name, town.short_name, town.prefecture_label) == ("長野県塩尻市", "塩尻市", "長野県")
    assert (prefecture.full_name, prefecture.short_name, town.reading) == ("長野県", "長野県", "しおじりし")
    with in_language("en"):
        assert (town.full_name, town.short_name, town.prefecture_label) == (
            "Shiojiri-shi (塩尻市), Nagano",
            "Shiojiri-shi",
            "Nagano",
        )
        assert (prefecture.full_name, prefecture.short_name, town.reading) == ("Nagano", "Nagano", "塩尻市")
        assert town.official_name == "長野県塩尻市"
        assert gazetteer.search("しおじり")[0].full_name == town.full_name


def test_what_has_no_latin_spelling_keeps_its_own(session: Session) -> None:
    with in_language("en"):
        assert Municipality(
            code=TOWN, name="某市", kana="", prefecture_code=PREFECTURE, prefecture_name="長野県"
        ).full_name == ("長野県某市")


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "typed",
    ["長野県塩尻市", "塩尻市", "Shiojiri-shi", "shiojiri-SHI", "Shiojiri", "Shiojiri-shi (塩尻市), Nagano", "202151"],
)
def test_every_way_to_write_it_is_understood(session: Session, typed: str) -> None:
    a_municipality(TOWN)
    a_municipality("131041")
    assert [town.code for town in queries.find(typed)] == [TOWN]


def test_the_kanji_of_another_prefecture_is_not_it(session: Session) -> None:
    a_municipality(TOWN)
    assert queries.find("Shiojiri-shi (塩尻市), Tokyo") == []
    assert queries.find("Shiojiri-shi (塩尻市), Nowhere") == []


def test_the_field_shows_and_takes_back_the_readers_form(database: Any, signed_in: Any) -> None:
    with database.transaction():
        user = a_resident_user()
        a_registration(user)
    me = signed_in(user)
    page = me.get("/my/profile/home", headers=ENGLISH)
    assert page.tree.select_one("input[name=home_code]").attrs["value"] == "Shinjuku-ku (新宿区), Tokyo"
    me.submit(page, "/my/profile/home", headers=ENGLISH)


def test_a_letter_names_the_town_in_its_readers_language(session: Session) -> None:
    a_programme(TOWN)
    a_registration(a_resident_user(locale="en"))
    a_registration(a_resident_user())
    subjects = sorted(session.exec(select(Letter.subject).where(Letter.to_email != "kikaku@town.example")))
    assert "Shiojiri-shi (塩尻市), Nagano" in subjects[0]
    assert subjects[1].startswith("長野県塩尻市")


@pytest.fixture
def names(demo_app: Flask) -> list[str]:
    """Towns of the demo as a Japanese page writes them."""
    with demo_app.extensions["futamachi"].database.transaction(read_only=True) as s:
        towns = s.exec(select(Municipality).where(Municipality.code.in_(select(Programme.municipality_code))))  # type: ignore[attr-defined]
        return [town.official_name for town in towns]


@pytest.mark.settings(rate_limits=False)
def test_english_pages_write_no_town_in_japanese_alone(demo_app: Flask, names: list[str]) -> None:
    browsers: dict[str, PageClient] = {}
    wrong = []
    for screen in (screen for screen in SCREENS if screen.name not in STORED):
        page = _open(demo_app, browsers, screen)
        wrong += [f"{screen.name}: {name}" for name in names if name in page]
    assert wrong == []


def _open(app: Flask, browsers: dict[str, PageClient], screen: Screen) -> str:
    """What `<main>` of a screen says in English."""
    if screen.who not in browsers:
        browsers[screen.who] = PageClient(app)
        if screen.who:
            with app.extensions["futamachi"].database.transaction(read_only=True) as s:
                person = s.exec(select(User).where(User.email == screen.who)).one()
            browsers[screen.who].sign_in(person)
    browser = browsers[screen.who]
    path = screen.path
    if screen.through:
        links = browser.get(path, headers=ENGLISH, lint=False).tree.select("main a[href]")
        path = next(
            str(a.attrs["href"]) for a in links if re.fullmatch(screen.through + r"(\?.*)?", str(a.attrs["href"]))
        )
    return browser.get(path, headers=ENGLISH, expect=screen.status, lint=False).text
