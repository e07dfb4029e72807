"""Facets with their numbers, distances, words that mean the same, orders, and the way on when nothing was found."""

import pytest
import sqlalchemy as sa
from sqlmodel import col

from tests.bench.many_listings import queries
from tests.factories.listings import HOME, a_listing
from tests.support.pagelint import words_of
from webapp.core.textnorm import normalise
from webapp.listings.filters import Filters
from webapp.listings.finding import banks
from webapp.listings.finding.amounts_meant import with_amounts
from webapp.listings.models import Deal, Listing, ListingKind, ListingStatus
from webapp.listings.search import matching_ids
from webapp.municipalities.models import Municipality

JOB, EVENT, COWORKING = ListingKind.JOB, ListingKind.EVENT, ListingKind.COWORKING


def titles(page):
    return [words_of(tag) for tag in page.tree.select(".card__title")]


def options(page, name):
    found = page.tree.select(f"#filter-{name} option")
    return {tag.attrs["value"]: words_of(tag) for tag in found if tag.attrs["value"]}


def a_home(title, **details):
    return a_listing(title=title, details={**HOME, **details})


@pytest.fixture
def homes(making):
    with making():
        a_home("庭の家", floor_area=120.5, built_year=1978, parking="敷地内に2台", pets_ok=True, repair="none")
        a_home("町の家", floor_area=60, built_year=2005, parking="なし", repair="large")
        a_home("海の家", floor_area=210, built_year=1990, parking="1台", internet="光回線", repair="none")


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("pets_ok=1", ["庭の家"]),
        ("parking=1", ["海の家", "庭の家"]),
        ("internet=1", ["海の家"]),
        ("repair=none", ["海の家", "庭の家"]),
        ("min_floor_area=100", ["海の家", "庭の家"]),
        ("min_built_year=1982", ["海の家", "町の家"]),
        ("min_built_year=1982&repair=none", ["海の家"]),
        ("repair=ruin", ["海の家", "町の家", "庭の家"]),
    ],
)
def test_each_facet_narrows_and_odd_values_are_left_out(homes, client, chosen, expected):
    assert titles(client.get(f"/listings?kind=home&{chosen}")) == expected


def test_each_choice_says_how_many_it_leaves_under_the_other_conditions(homes, client):
    page = client.get("/listings?kind=home&parking=1&repair=none")
    assert options(page, "repair") == {"none": "ほぼ不要（2件）"}
    assert options(page, "min_floor_area") == {
        "50": "50㎡以上（2件）",
        "80": "80㎡以上（2件）",
        "100": "100㎡以上（2件）",
        "150": "150㎡以上（1件）",
        "200": "200㎡以上（1件）",
    }
    assert "ペットと暮らせる（1件）" in page.text
    assert "駐車（2件）" in page.text
    assert options(page, "prefecture") == {"200000": "長野県（2件）"}


def test_a_choice_that_leaves_nothing_stays_while_it_is_chosen(homes, client):
    page = client.get("/listings?kind=home&q=町の家&repair=none")
    assert options(page, "repair") == {"none": "ほぼ不要（0件）", "large": "大きな修繕が必要（1件）"}


def test_who_buys_is_shown_what_is_for_sale_or_rent_and_is_told_so(making, client):
    with making():
        a_listing(title="売る", deal=Deal.SALE)
        a_listing(title="どちらも", deal=Deal.BOTH, monthly_cost=30_000)
        a_listing(title="貸す", deal=Deal.RENT, price=None, monthly_cost=30_000)
    page = client.get("/listings?kind=home")
    assert options(page, "deal") == {"sale": "売買（2件）", "rent": "賃貸（2件）", "both": "売買・賃貸どちらも（1件）"}
    assert titles(client.get("/listings?deal=sale")) == ["どちらも", "売る"]


def test_other_kinds_have_their_own_facets(making, client):
    with making():
        a_listing(kind=COWORKING, title="夜も開く席", details={"all_hours": True})
        a_listing(kind=COWORKING, title="昼の席", details={})
        a_listing(kind=JOB, title="家でできる仕事", remote_ok=True)
        a_listing(kind=EVENT, title="春の祭り", details={"starts_on": "2027-04-03"}, family_ok=True)
        a_listing(kind=EVENT, title="秋の祭り", details={"starts_on": "2027-10-03"})
    assert titles(client.get("/listings?kind=coworking&all_hours=1")) == ["夜も開く席"]
    assert titles(client.get("/listings?kind=job&remote_ok=1")) == ["家でできる仕事"]
    assert titles(client.get("/listings?kind=event&family_ok=1")) == ["春の祭り"]
    assert titles(client.get("/listings?kind=event&starts_on_from=2027-09-01")) == ["秋の祭り"]
    assert titles(client.get("/listings?kind=event&starts_on_until=2027-09-01")) == ["春の祭り"]
    assert len(titles(client.get("/listings?kind=event&starts_on_from=9999-99-99"))) == 2
    chips = client.get("/listings?kind=event&starts_on_from=2027-09-01").tree.select(".chip--filter")
    assert len(chips) == 2


def test_wages_by_the_hour_and_by_the_month_are_compared_by_the_hour(making, client):
    with making():
        a_listing(kind=JOB, title="時給の仕事", details={"pay": "hour", "wage": 1100})
        a_listing(kind=JOB, title="月給の仕事", details={"pay": "month", "wage": 210_000, "hours_per_month": 160})
        a_listing(kind=JOB, title="時間の分からない月給", details={"pay": "month", "wage": 300_000})
    page = client.get("/listings?kind=job&min_wage=1200")
    assert titles(page) == ["月給の仕事"]
    assert options(page, "min_wage")["1000"] == "1,000円以上（2件）"
    assert "1時間あたりの額 1,200円以上" in page.text


def test_a_home_under_negotiation_is_found_and_says_so(making, client):
    with making():
        a_listing(title="話が進む家", status=ListingStatus.NEGOTIATING)
        a_listing(title="決まった家", status=ListingStatus.CONTRACTED)
    page = client.get("/listings?kind=home")
    assert titles(page) == ["話が進む家"]
    assert "交渉中" in page.tree.select_one(".card").text


def test_another_kind_forgets_the_facets_of_this_one(homes, client):
    page = client.get("/listings?kind=home&pets_ok=1&max_price=50000000&parking=1&prefecture=200000")
    href = next(tag.attrs["href"] for tag in page.tree.select(".chip--kind") if "コワーキング" in tag.text)
    assert "pets_ok" not in href
    assert "max_price" not in href
    assert "parking=1" in href
    assert "prefecture=200000" in href


@pytest.mark.parametrize(
    ("order", "expected"),
    [("largest", ["海の家", "庭の家", "町の家"]), ("newest", ["海の家", "町の家", "庭の家"])],
)
def test_homes_come_in_the_wished_order(homes, client, order, expected):
    assert titles(client.get(f"/listings?kind=home&sort={order}")) == expected


@pytest.fixture
def far_and_near(making):
    with making() as session:
        a_listing("382035", title="海辺の家", latitude=33.223, longitude=132.560)
        a_listing("202011", title="善光寺の家", latitude=36.648, longitude=138.194)
        a_listing("202151", title="奈良井の家", latitude=36.115, longitude=137.953)
        session.add(
            Municipality(
                code="131016",
                name="千代田区",
                kana="ちよだく",
                prefecture_code="130001",
                prefecture_name="東京都",
                latitude=35.694,
                longitude=139.754,
            )
        )


@pytest.mark.parametrize("place", ["202151", "塩尻市", "長野県塩尻市"])
def test_distance_is_counted_from_a_town(far_and_near, client, place):
    page = client.get("/listings", query_string={"from": place, "sort": "nearest"})
    assert titles(page) == ["奈良井の家", "善光寺の家", "海辺の家"]
    assert "車で約10分" in page.text
    assert "移動時間は目安です" in page.text
    assert options(page, "within")["90"] == "車で約1時間30分まで（2件）"


def test_travel_time_limits_and_a_station_is_its_town(far_and_near, client):
    page = client.get("/listings", query_string={"from": "東京駅", "within": "240"})
    assert titles(page) == ["奈良井の家", "善光寺の家"]
    assert page.tree.select_one("#filter-from").attrs["value"] == "東京都千代田区"


def test_an_unknown_place_to_start_from_is_said_and_changes_nothing(far_and_near, client):
    page = client.get("/listings", query_string={"from": "どこかの星", "within": "30"})
    assert len(titles(page)) == 3
    assert "この場所が分かりません" in page.text
    assert page.tree.select_one("#filter-from").attrs["value"] == "どこかの星"


def test_words_that_mean_the_same_are_found_and_can_be_left_out(making, client):
    with making():
        a_listing(title="移住体験住宅つばめ")
        a_listing(title="お試し住宅ひばり")
    page = client.get("/listings?q=お試し住宅")
    assert titles(page) == ["お試し住宅ひばり", "移住体験住宅つばめ"]
    assert "トライアルハウス" in page.text
    only = client.get("/listings?q=お試し住宅&exact=1")
    assert titles(only) == ["お試し住宅ひばり"]
    assert "似た言葉でもさがす" in only.text


@pytest.mark.parametrize(
    ("typed", "words", "chosen"),
    [
        ("海の近く 家賃5万円", ["海の近く"], (("max_rent", "50000"),)),
        ("４．５万円以下 平屋", ["平屋"], (("max_rent", "50000"),)),
        ("平屋 予算 300万円", ["平屋"], (("max_price", "3000000"),)),
        ("価格 10万円以内", [], (("max_price", "500000"),)),
        ("家賃100万円", [], ()),
        ("庭100円", ["庭100円"], ()),
    ],
)
def test_an_amount_among_the_words_is_a_limit(typed, words, chosen):
    meant = with_amounts(Filters.read({"q": typed}))
    assert (meant.words, meant.chosen) == (words, chosen)


def test_an_amount_stays_a_word_where_it_was_chosen_already_or_is_wanted_as_typed():
    for given in ({"max_rent": "30000"}, {"exact": "1"}, {"kind": "job"}):
        filters = Filters.read({"q": "家賃5万円", **given})
        assert with_amounts(filters) == filters


def test_nothing_found_says_what_to_take_off_and_what_that_leaves(homes, client):
    page = client.get("/listings?q=町の家&kind=home&pets_ok=1&municipality=202151")
    assert titles(page) == []
    ways = {words_of(li): li.find("a").attrs["href"] for li in page.tree.select(".ways-on li")}
    assert set(ways) == {"住まいを外す 1件", "「町の家」を外す 1件", "ペットと暮らせるを外す 1件"}
    for words, href in ways.items():
        assert len(titles(client.get(href))) == int(words.split()[-1].removesuffix("件"))


def test_nothing_found_in_a_town_names_towns_nearby(making, client):
    with making():
        a_listing("202011", title="善光寺の家")
        a_listing("382035", title="海辺の家")
    page = client.get("/listings?municipality=202151&prefecture=200000&kind=home")
    assert "長野市 1件" in page.text
    assert "宇和島市 1件" not in page.text


def test_an_address_can_be_shared(homes, client):
    filters = Filters.read(
        {"kind": "home", "parking": "1", "q": "家", "sort": "largest", "from": "202151", "page": "2"}
    )
    assert Filters.read({key: str(value) for key, value in filters.args().items()}) == filters.but(page=1)


def test_a_bank_limits_the_search_to_its_towns(making, client, app):
    with making():
        a_listing("382035", title="海辺の家")
        a_listing("202151", title="奈良井の家")
    app.extensions["futamachi"].extras[banks.KEY] = lambda key: (
        banks.Bank("木曽の共同バンク", frozenset({"202151", "202011"})) if key == "kiso" else None
    )
    page = client.get("/listings?bank=kiso")
    assert titles(page) == ["奈良井の家"]
    assert "木曽の共同バンク" in page.text
    assert len(titles(client.get("/listings?bank=nobody"))) == 2


@pytest.mark.both_databases
def test_every_piece_of_a_text_is_found_as_like_finds_it(making, app, database):
    with making() as session:
        for number in range(40):
            a_listing(title=f"家{number:02} 100%の_庭 {'海山川町'[number % 4]}", body=f"ｱｷﾔ・古民家（築{number}年）")
        texts = list(session.execute(sa.select(Listing.search_text)).scalars())
    asked = [*queries(texts, 60), "%", "_", "の_", "0%", "・"]
    with database.transaction(read_only=True) as session:
        for query in asked:
            word = normalise(query).replace("%", "\\%").replace("_", "\\_")
            like = sa.select(col(Listing.id)).where(col(Listing.search_text).like(f"%{word}%", escape="\\"))
            found = matching_ids(Filters(q=query, exact=True))
            assert sorted(found) == sorted(session.execute(like).scalars()), query
