"""Unmet demand: what nobody fits and why, whom no listing wants, wishes beside offers; never a number below five."""

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from matching.constraints import PairCheck
from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality
from tests.factories.residents import SHIOJIRI
from tests.factories.scouting import a_findable
from tests.support.client import PageClient
from webapp.core.actor import Role
from webapp.listings.models import ListingKind
from webapp.matches import store
from webapp.matches.demand import queries
from webapp.residents.models import ConsentPurpose

SignedIn = Callable[..., PageClient]
FAR = "382035"


@pytest.fixture(autouse=True)
def _look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_AGAIN_SECONDS", 0.0)


def a_need(**changes: Any) -> Any:
    values = {"title": "祭りの担ぎ手", "themes": ["festivals"], "body": "秋祭りの神輿です。"}
    return a_listing(SHIOJIRI, ListingKind.NEED, **{**values, **changes})


def crowd(count: int, *purposes: ConsentPurpose, **profile: Any) -> None:
    for _number in range(count):
        a_findable(*purposes, **profile)


def rows_of(browser: PageClient, path: str) -> list[list[str]]:
    text = browser.get(path).response.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_need_nobody_fits_says_which_rule_keeps_how_many_away(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_municipality(FAR)
        crowd(6, has_car=False, days_per_month=2)
        crowd(5, wished_areas=[FAR])
        a_need(title="車の要る手伝い", car_required=True, min_days_per_month=10)
        a_need(title="だれでもできる手伝い")
        clerk = a_clerk(SHIOJIRI)
    page = signed_in(clerk).get("/staff/demand")
    shown = [panel.find("h3").text for panel in page.tree.select(".panel") if "合う人" in panel.text]
    assert "車の要る手伝い" in shown
    assert "だれでもできる手伝い" not in shown
    table = [
        (row.find("th").text, row.find("td").text)
        for row in page.tree.select("#unmet-1 tbody tr")
        if row.find("th") and row.find("td")
    ]
    assert table == [("車がない", "6人"), ("滞在の日数が足りない", "6人"), ("このまち・県を希望していない", "5人")]


def test_a_number_below_five_is_never_told(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        crowd(6, days_per_month=2, themes=["festivals"])
        crowd(3, has_car=False, days_per_month=2, themes=["pottery"])
        a_need(title="車の要る手伝い", car_required=True, min_days_per_month=10)
        clerk = a_clerk(SHIOJIRI)
    browser = signed_in(clerk)
    page = browser.get("/staff/demand")
    assert "5人未満のため数を出さないもの：車がない" in page.text
    cells = {row[3] for row in rows_of(browser, "/staff/demand.csv")[1:]}
    assert cells <= {"0", "9", "6", "5人未満"}
    assert "5人未満" in cells


def test_whom_no_listing_wants_is_counted_by_theme_and_prefecture(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_municipality("130001")
        crowd(6, themes=["pottery"], kinds=["need"])
        crowd(7, themes=["festivals"], kinds=["need"])
        a_need()
        clerk = a_clerk(SHIOJIRI)
    rows = rows_of(signed_in(clerk), "/staff/demand.csv")
    assert ["合う掲載のない人", "陶芸・伝統工芸", "東京都", "6", ""] in rows
    assert not [row for row in rows if row[0] == "合う掲載のない人" and row[1].startswith("お祭り")]


def test_wishes_stand_beside_offers(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        crowd(6, themes=["pottery"])
        a_need()
        a_need(title="もう一つの祭り")
        clerk = a_clerk(SHIOJIRI)
    page = signed_in(clerk).get("/staff/demand")
    table = {
        row.find("th").text: [c.text for c in row.find_all("td")]
        for row in page.tree.select("#wishes-and-offers tbody tr")
    }
    assert table["陶芸・伝統工芸"] == ["6人", "0件"]
    assert table["お祭り・伝統行事"] == ["0人", "2件"]


def test_only_who_agreed_to_statistics_is_counted(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        crowd(6, ConsentPurpose.MATCHING, ConsentPurpose.TOWNS, themes=["pottery"])
        crowd(6, ConsentPurpose.STATISTICS, themes=["pottery"])
        crowd(6, is_confidential=True, themes=["pottery"])
        a_need()
        clerk = a_clerk(SHIOJIRI)
    assert "統計への利用に同意した0人" in signed_in(clerk).get("/staff/demand").text


def test_a_corporation_counts_for_its_own_listings_only(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_municipality(SHIOJIRI)
        corporation = a_corporation()
        a_designation(corporation, SHIOJIRI)
        a_need(title="法人の手伝い", corporation_id=corporation.id)
        a_need(title="まちの手伝い")
        person, clerk, stranger = a_staff_user(Role.CORPORATION, corporation.id), a_clerk(SHIOJIRI), a_resident_user()
    own = signed_in(person).get("/desk/demand").text
    assert "法人の手伝い" in own
    assert "まちの手伝い" not in own
    assert "まちの手伝い" in signed_in(clerk).get("/staff/demand").text
    signed_in(person).get("/staff/demand", expect=403)
    signed_in(clerk).get("/desk/demand.csv", expect=403)
    signed_in(stranger).get("/staff/demand.csv", expect=403)


def test_for_a_job_no_rule_about_the_family_is_tried(session: Any) -> None:
    crowd(6, adults=2, children_ages=[2], family_comes=True, facilities=["school"])
    a_listing(SHIOJIRI, ListingKind.JOB, title="案内所の仕事", min_days_per_month=20)
    found = queries.demand(queries.town_scope(actor_of(a_clerk(SHIOJIRI))))
    rules = {rule for one in found.unmet for rule, _number in one.away}
    assert rules == {"days", "area"}


def test_a_title_is_no_formula_in_the_file(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_municipality(SHIOJIRI)
        a_need(title='=HYPERLINK("http://example.org")')
        clerk = a_clerk(SHIOJIRI)
    rows = rows_of(signed_in(clerk), "/staff/demand.csv")
    assert any(row[1].startswith("'=") for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_many_people_are_sampled_and_rounded(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SAMPLE", 10)
    crowd(40, has_car=False)
    a_need(car_required=True)
    found = queries.demand(queries.town_scope(actor_of(a_clerk(SHIOJIRI))))
    assert found.is_sampled
    assert dict(found.unmet[0].away)["car"] == 40


def test_the_few_who_fit_among_many_are_not_overlooked(session: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SAMPLE", 10)
    crowd(35, has_car=False)
    crowd(6, has_car=True)
    a_need(car_required=True)
    found = queries.demand(queries.town_scope(actor_of(a_clerk(SHIOJIRI))))
    assert found.unmet == ()


def test_one_to_four_who_wish_for_the_place_cannot_be_worked_out() -> None:
    assert [queries._others(100, wishing) for wishing in (0, 1, 4, 5, 30)] == [100, 95, 95, 95, 70]


def test_each_rule_is_asked_once_for_a_listing_and_not_for_each_person(
    database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction():
        crowd(7, has_car=False)
        clerk = a_clerk(SHIOJIRI)
        listings = [a_need(title=f"手伝い{n}", car_required=True) for n in range(3)]
    asked: list[int] = []
    real = PairCheck.broken

    def noted(self: PairCheck, rows: Any, place: int) -> Any:
        asked.append(len(rows))
        return real(self, rows, place)

    monkeypatch.setattr(PairCheck, "broken", noted)
    with database.transaction(read_only=True):
        found = queries.demand(queries.town_scope(actor_of(clerk)))
    assert asked == [7, 7, 7]
    assert {one.listing_id for one in found.unmet} == {listing.id for listing in listings}
    assert all(dict(one.away)["car"] == 7 for one in found.unmet)
