"""What official statistics say of towns reaches the suggestions, against what the person says matters."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories.listings import a_listing
from tests.factories.matches import a_matchable
from tests.factories.municipalities import a_municipality
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.core.database import session
from webapp.listings.models import ListingKind
from webapp.matches import store
from webapp.municipalities.statistics.models import StatisticsEdition, TownNumbers

SignedIn = Callable[..., PageClient]
SADO, SHIOJIRI = "152242", "202151"
FITS = "大切にしている「医師が多い」に、全国の中でもよく合うまちです。"


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_AGAIN_SECONDS", 0)


def an_edition(doctors: dict[str, int]) -> None:
    """Towns of 10,000 people with so many doctors."""
    edition = StatisticsEdition(source="ssdse-a", name="SSDSE-A-2026", rows=len(doctors))
    session().add(edition)
    session().flush()
    for code, count in doctors.items():
        a_municipality(code)
        numbers = {"A1101": 10_000, "I6100": count}
        session().add(TownNumbers(edition_id=edition.id, town_code=code, numbers=numbers))


def cards(page: Any) -> dict[str, str]:
    return {words_of(card.select_one("h3, h2")): card.text for card in page.tree.select("main .match")}


def test_a_town_with_what_matters_comes_first_and_says_why(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable(matters=["doctors"], wished_areas=["152242", "202151"])
        a_municipality(SADO)
        for code in (SADO, SHIOJIRI):
            a_listing(code, ListingKind.NEED, title=f"手伝い {code}")
    browser = signed_in(user)
    assert FITS not in browser.get("/my/matches").text  # without the file everything works with what is there
    with database.transaction():
        an_edition({SADO: 50, SHIOJIRI: 2, "131016": 20})
    found = cards(browser.get("/my/matches"))
    assert FITS in found[f"手伝い {SADO}"]
    assert FITS not in found[f"手伝い {SHIOJIRI}"]
    assert next(iter(found)) == f"手伝い {SADO}"


def test_for_a_job_what_matters_at_home_counts_nothing(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable(matters=["doctors"], kinds=["job"])
        a_listing(SHIOJIRI, ListingKind.JOB, title="帳簿の仕事")
        an_edition({SHIOJIRI: 50, "131016": 2})
    found = cards(signed_in(user).get("/my/matches"))
    assert FITS not in found["帳簿の仕事"]


def test_what_matters_is_asked_in_the_profile_and_shown_back(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user = a_matchable()
    browser = signed_in(user)
    page = browser.get("/my/profile/areas")
    browser.submit(page, "/my/profile/areas", {"matters": ["doctors", "quiet"]}, expect=303)
    assert "医師が多い、人がこみあっていない" in browser.get("/my/profile").text
