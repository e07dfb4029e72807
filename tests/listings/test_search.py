"""The public search: what it finds, what it hides, and what it makes of odd addresses."""

import pytest
from sqlalchemy import event

from tests.factories.listings import a_listing
from tests.support.pagelint import words_of
from webapp.listings.filters import Filters
from webapp.listings.models import OFFERED, Deal, ListingKind, ListingStatus

HOME, JOB, NEED = ListingKind.HOME, ListingKind.JOB, ListingKind.NEED


def titles(page):
    return [words_of(tag) for tag in page.tree.select(".card__title")]


def test_newest_listing_comes_first(making, client):
    with making():
        a_listing(title="古い家")
        a_listing(title="新しい家")
    assert titles(client.get("/listings")) == ["新しい家", "古い家"]


@pytest.mark.parametrize("status", [s for s in ListingStatus if s not in OFFERED])
def test_only_what_is_offered_is_found(making, client, status):
    with making():
        a_listing(title="まだの家", status=status)
    page = client.get("/listings")
    assert titles(page) == []
    assert "条件をすべて外す" in page.text


@pytest.mark.parametrize("typed", ["空家", "空き家", "空きや", "ｱｷﾔ", "アキヤ"])
def test_spellings_of_a_vacant_home_find_the_same(making, client, typed):
    with making():
        a_listing(title="町なかの空家", body="あきやバンクの家です。")
        a_listing(title="観光案内の仕事", kind=JOB)
    found = titles(client.get("/listings", query_string={"q": typed}))
    assert found == ["町なかの空家"]


@pytest.mark.parametrize("typed", ["ＷＩＦＩ　カフェ", "wi-fi ｶﾌｪ", "かふぇ wifi"])
def test_width_and_kana_make_no_difference_and_all_words_must_occur(making, client, typed):
    with making():
        a_listing(title="Wi-Fiのあるカフェ", kind=ListingKind.COWORKING)
        a_listing(title="Wi-Fiのある家")
    assert titles(client.get("/listings", query_string={"q": typed})) == ["Wi-Fiのあるカフェ"]


@pytest.mark.parametrize("typed", ["%", "_", "100%", "a_b", "\\"])
def test_wildcards_are_letters(making, client, typed):
    with making():
        a_listing(title="ふつうの家 a-b 1000")
    assert titles(client.get("/listings", query_string={"q": typed})) == []
    with making():
        a_listing(title=f"記号{typed}の家")
    assert len(titles(client.get("/listings", query_string={"q": typed}))) == 1


@pytest.mark.parametrize(
    "query",
    [
        {"page": "999999"},
        {"page": "abc"},
        {"page": "-3"},
        {"page": "²"},
        {"page": "9" * 400},
        {"kind": "castle"},
        {"prefecture": "999999"},
        {"municipality": "' or 1=1"},
        {"max_price": "x"},
        {"sort": "upside"},
        {"deal": "steal"},
    ],
)
def test_odd_values_are_left_out(making, client, query):
    with making():
        a_listing()
    assert titles(client.get("/listings", query_string=query)) == ["山の見える平屋"]


@pytest.mark.parametrize(
    "typed", ["\x07\u200b", "家" * 5000, "あ " * 200, "\ud83c", "<script>", "'; drop table listing --"]
)
def test_odd_words_find_nothing_or_all_but_never_break(making, client, typed):
    with making():
        a_listing()
    page = client.get("/listings", query_string={"q": typed.encode("utf-8", "replace")})
    assert "件" in page.text or "ありません" in page.text


def test_a_page_beyond_the_end_is_the_last_one(making, client):
    with making():
        for number in range(21):
            a_listing(title=f"家{number:02}")
    assert len(titles(client.get("/listings"))) == 20
    assert titles(client.get("/listings?page=77")) == ["家00"]


def test_kind_and_place_narrow_the_list(making, client):
    with making():
        a_listing("202151", title="塩尻の家")
        a_listing("382035", title="宇和島の家")
        a_listing("382035", JOB, title="宇和島の仕事")
    assert titles(client.get("/listings?prefecture=380008&kind=home")) == ["宇和島の家"]
    assert titles(client.get("/listings?municipality=202151")) == ["塩尻の家"]
    assert titles(client.get("/listings", query_string={"where": "愛媛"})) == ["宇和島の仕事", "宇和島の家"]
    assert titles(client.get("/listings", query_string={"where": "塩尻市"})) == ["塩尻の家"]
    assert titles(client.get("/listings", query_string={"where": "うわじま", "q": "仕事"})) == ["宇和島の仕事"]


def test_price_and_deal_are_about_homes(making, client):
    with making():
        a_listing(title="高い家", price=9_000_000)
        a_listing(title="安い家", price=900_000)
        a_listing(title="値段は相談", price=None)
        a_listing(title="借りる家", deal=Deal.RENT, price=None, monthly_cost=30_000)
        a_listing(title="どちらも", deal=Deal.BOTH, price=2_000_000, monthly_cost=50_000)
        a_listing(title="仕事", kind=JOB)
    assert titles(client.get("/listings?deal=sale&sort=price")) == ["安い家", "どちらも", "高い家", "値段は相談"]
    assert titles(client.get("/listings?max_price=3000000&sort=price")) == ["安い家", "どちらも"]
    assert titles(client.get("/listings?deal=rent&sort=price")) == ["借りる家", "どちらも"]
    assert titles(client.get("/listings?max_rent=30000")) == ["借りる家"]


def test_each_filter_can_be_taken_off(making, client):
    with making():
        a_listing()
    page = client.get("/listings?q=平屋&kind=home&municipality=202151&deal=sale&max_price=5000000")
    assert "1件" in page.h1 + page.text
    chips = {words_of(tag): tag.attrs["href"] for tag in page.tree.select(".chip--filter")}
    assert len(chips) == 5
    without_word = next(href for label, href in chips.items() if "「平屋」" in label)
    assert "q=" not in without_word
    assert "deal=sale" in without_word


def test_map_leads_to_prefecture_and_then_to_town(making, client):
    with making():
        a_listing("382035", title="海辺の家")
    dot = client.get("/listings").tree.select_one("svg.dot-map a")
    assert dot.attrs["aria-label"] == "愛媛県、1件"
    part = client.get(dot.attrs["href"])
    town = part.tree.select_one("svg.dot-map--part a")
    assert town.attrs["aria-label"] == "宇和島市、1件"
    assert titles(client.get(town.attrs["href"])) == ["海辺の家"]


def test_title_is_text_not_markup(making, client):
    with making():
        row = a_listing(title='<img src=x onerror="alert(1)">')
    page = client.get("/listings")
    assert titles(page) == ['<img src=x onerror="alert(1)">']
    assert client.get(f"/listings/{row.id}").h1 == '<img src=x onerror="alert(1)">'


def test_a_full_page_takes_few_queries(making, client, database):
    with making():
        for number in range(25):
            a_listing(kind=list(ListingKind)[number % 5], title=f"掲載{number}")
    client.get("/listings?prefecture=200000")
    seen = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    client.get("/listings?q=掲載&prefecture=200000&municipality=202151")
    assert len(seen) <= 4, seen


def test_need_shows_what_decides(making, client):
    with making():
        details = {"frequency": "月に1回", "offers": "宿と昼ごはん"}
        a_listing(kind=NEED, title="祭りの担ぎ手", capacity=4, details=details)
    card = words_of(client.get("/listings?kind=need").tree.select_one(".card"))
    assert "月に1回" in card
    assert "4人" in card
    assert "宿と昼ごはん" in card


def test_what_is_read_of_an_address_is_bounded():
    read = Filters.read({"q": "\x00家 " * 200, "page": "１", "municipality": "202152"})
    assert "\x00" not in read.q
    assert len(read.q) <= 100
    assert (read.page, read.municipality) == (1, "")
