"""The map beside a search counts what the search finds; the map of tiles is there only where it is switched on."""

import pytest
from pydantic import ValidationError

from tests.factories.listings import a_listing
from tests.support.settings import make_settings
from webapp.listings import pins as pins_module

TILES = "https://tiles.example.jp/xyz/{z}/{x}/{y}.png"
with_tiles = pytest.mark.settings(map_tiles=TILES)


def dots(page):
    return {dot.attrs["aria-label"]: dot.attrs["href"] for dot in page.tree.select("svg.dot-map a")}


def pins(client, query=""):
    found = client.get(f"/listings/pins{query}", lint=False).response.get_json()["pins"]
    return sorted((pin["label"], pin["count"]) for pin in found)


def test_the_map_counts_what_the_other_conditions_leave(making, client):
    with making():
        a_listing("202151", title="山の平屋", price=3_000_000)
        a_listing("202151", title="山の二階家", price=9_000_000)
        a_listing("382035", title="海の平屋", price=2_000_000)
    assert set(dots(client.get("/listings"))) == {"長野県、2件", "愛媛県、1件"}
    narrowed = dots(client.get("/listings?q=平屋&max_price=5000000"))
    assert set(narrowed) == {"長野県、1件", "愛媛県、1件"}
    town = dots(client.get(narrowed["長野県、1件"]))
    assert set(town) == {"塩尻市、1件"}
    assert "max_price=5000000" in town["塩尻市、1件"]
    assert set(dots(client.get("/listings?q=二階家"))) == {"長野県、1件"}


def test_a_chosen_town_does_not_hide_its_neighbours_on_the_map(making, client):
    with making():
        a_listing("202151")
        a_listing("202011")
    assert set(dots(client.get("/listings?municipality=202151"))) == {"塩尻市、1件", "長野市、1件"}


def test_without_the_setting_nothing_comes_from_elsewhere(making, client):
    page = client.get("/listings")
    assert not page.tree.select("[data-slippy], script[src*=slippy]")
    assert "img-src 'self' data: blob:;" in page.response.headers["Content-Security-Policy"]
    client.get("/listings/pins", expect=404)


@with_tiles
def test_where_it_is_switched_on_pictures_may_come_from_the_tiles_alone(making, client):
    page = client.get("/listings?q=平屋")
    box = page.tree.select_one("[data-slippy]")
    assert box.attrs["data-tiles"] == TILES
    assert box.attrs["data-pins"].startswith("/listings/pins?q=")
    assert page.tree.select_one(".slippy__credit a").text == "地理院タイル"
    policy = page.response.headers["Content-Security-Policy"]
    assert "img-src 'self' data: blob: https://tiles.example.jp;" in policy
    assert policy.count("tiles.example.jp") == 1


@with_tiles
def test_pins_are_what_the_search_finds(making, client):
    with making():
        a_listing("202151", title="山の平屋")
        a_listing("202151", title="山の二階家")
        a_listing("382035", title="海の平屋")
        a_listing("382035", title="浜の平屋", latitude=33.2, longitude=132.5)
    around = ("塩尻市のこのあたりに2件", 2)
    assert pins(client) == [around, ("浜の平屋（愛媛県宇和島市）", 1), ("海の平屋（愛媛県宇和島市）", 1)]
    assert pins(client, "?q=二階家") == [("山の二階家（長野県塩尻市）", 1)]


@with_tiles
def test_many_spots_become_one_pin_a_town(making, client, monkeypatch):
    monkeypatch.setattr(pins_module, "MOST_SPOTS", 2)
    with making():
        for number in range(3):
            a_listing("382035", latitude=33.2 + number / 100, longitude=132.5)
    assert pins(client) == [("宇和島市、3件", 3)]


@pytest.mark.parametrize(
    "address", ["https://a.example/{z}/{x}.png", "https://a.example/{z}/{x}/{y}; script-src *", "x"]
)
def test_an_address_that_is_none_of_tiles_is_refused(address, tmp_path):
    with pytest.raises(ValidationError):
        make_settings("sqlite://", tmp_path, map_tiles=address)
