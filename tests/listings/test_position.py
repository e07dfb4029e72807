"""How finely a home is shown on maps: its own choice, the coarsest where none was made, in every place that shows it."""

import csv
import io

import pytest
from sqlmodel import select

from tests.factories.accounts import BY, a_clerk
from tests.factories.listings import a_listing
from tests.listings.test_maps import pins, with_tiles
from tests.listings.test_sheets import HOME, bring_in
from tests.support.pagelint import words_of
from webapp.core.database import session
from webapp.listings import actions, rules
from webapp.listings.exporting.gif import town_file
from webapp.listings.kinds.home import Details
from webapp.listings.kinds.homes.position import MapGrain, shown_spot
from webapp.listings.models import Listing, ListingKind, ListingStatus
from webapp.municipalities.models import Municipality

TOWN, FAR = "202151", "382035"
MIDDLE = (36.115, 137.953)
AT_AZA = {"map_grain": MapGrain.AZA, "aza_latitude": 36.0871, "aza_longitude": 137.9149}


@pytest.fixture(autouse=True)
def town(making):
    with making():
        place = session().get_one(Municipality, TOWN)
        place.latitude, place.longitude = MIDDLE


def a_home(**answers) -> Listing:
    listing = actions.start(ListingKind.HOME, municipality_code=TOWN, title="川の平屋", by=BY)
    actions.revise(listing, answers, by=BY)
    return listing


def spot(listing) -> tuple[float | None, float | None]:
    return listing.latitude, listing.longitude


def test_left_open_it_is_the_middle_of_the_town(making):
    with making():
        assert spot(a_home()) == MIDDLE
        assert spot(a_home(map_grain=MapGrain.TOWN)) == MIDDLE


def test_a_home_at_its_aza_is_never_told_finer_than_about_a_kilometre(making):
    with making():
        assert spot(a_home(**AT_AZA)) == (36.09, 137.91)


def test_without_coordinates_or_with_far_ones_the_town_stands_for_the_aza(making):
    with making():
        home = a_home(map_grain=MapGrain.AZA)
        assert spot(home) == MIDDLE
        assert "字の中心の緯度" in " ".join(rules.obstacles(home))
        assert spot(a_home(**{**AT_AZA, "aza_latitude": 43.0})) == MIDDLE
    assert shown_spot(Details(**AT_AZA), None) is None


def test_another_choice_moves_it_back(making):
    with making():
        home = a_home(**AT_AZA)
        actions.revise(home, {"map_grain": MapGrain.HIDDEN}, by=BY)
        assert spot(home) == (None, None)
        actions.revise(home, {"map_grain": None}, by=BY)
        assert spot(home) == MIDDLE


@with_tiles
def test_a_home_on_no_map_has_no_pin_and_no_map_on_its_page(making, client):
    with making():
        shown = a_listing(TOWN, title="見える家")
        hidden = a_home(map_grain=MapGrain.HIDDEN)
        hidden.status, hidden.published_at = ListingStatus.PUBLISHED, shown.published_at
    assert pins(client) == [("見える家（長野県塩尻市）", 1)]
    assert "川の平屋" in client.get("/listings").text
    assert "だいたいの場所" not in client.get(f"/listings/{hidden.id}").html
    assert "だいたいの場所" in client.get(f"/listings/{shown.id}").html


@pytest.mark.both_databases
def test_distances_and_open_data_know_no_more_than_the_map(making, client):
    with making() as opened:
        home = a_home(**{**AT_AZA, "map_grain": MapGrain.HIDDEN})
        home.status, home.published_at = ListingStatus.PUBLISHED, home.created_at
        other = a_home()
        other.status, other.published_at = ListingStatus.PUBLISHED, home.created_at
        neighbour = opened.get_one(Municipality, FAR)
        neighbour.latitude, neighbour.longitude = 33.22, 132.56
    cards = {
        card.select_one("a").attrs["href"]: card.text
        for card in client.get("/listings?from=宇和島市").tree.select("article")
    }
    assert "車で約" in cards[f"/listings/{other.id}"]
    assert "車で約" not in cards[f"/listings/{home.id}"]
    with making() as opened:
        row, place = opened.get_one(Listing, home.id), opened.get_one(Municipality, TOWN)
        told = str(town_file(place, [row], lambda one: one.id))
    assert "36." not in told
    assert "'緯度': None" in told


def test_a_sheet_sets_it_as_the_form_does(making, signed_in):
    with making():
        person = a_clerk(TOWN)
    row = {
        **HOME,
        "地図での示し方": "字の中心に示す（約1kmの刻み）",
        "字の中心の緯度": "36.0871",
        "字の中心の経度": "137.9149",
    }
    out = io.StringIO()
    csv.writer(out).writerows([list(row), list(row.values())])
    bring_in(making, signed_in(person), out.getvalue().encode("utf-8-sig"))
    with making() as opened:
        assert spot(opened.exec(select(Listing)).one()) == (36.09, 137.91)


def test_the_form_asks_for_coordinates_only_where_they_are_used(making, signed_in):
    with making():
        person = a_clerk(TOWN)
        home = a_home()
    browser, path = signed_in(person), f"/desk/listings/{home.id}/details/terms"
    assert "字の中心の緯度" not in browser.get(path).text
    with making() as opened:
        actions.revise(opened.get_one(Listing, home.id), {"map_grain": MapGrain.AZA}, by=BY)
    page = browser.get(path)
    assert "字の中心の緯度" in page.text
    label = words_of(page.tree.select_one("main form button[type=submit]"))
    refused = browser.submit(page, label, {"aza_latitude": "3", "aza_longitude": "137.9"}, expect=422)
    assert "日本の緯度" in refused.text
