"""Homes side by side, and what a second place costs."""

from typing import Any

import pytest

from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality
from tests.support.client import PageClient
from webapp.listings.costs.estimate import Given, lines_of, toll_of, total
from webapp.listings.models import Deal, Listing, ListingKind, ListingStatus

SHIOJIRI = "202151"


@pytest.fixture
def homes(database: Any) -> list[str]:
    """Five published homes, one that is paused, and a job."""
    with database.transaction():
        a_municipality(SHIOJIRI)
        made = [
            a_listing(
                kind=ListingKind.HOME,
                title=f"家{n}",
                monthly_cost=10_000 * n,
                price=None,
                deal=Deal.RENT,
                details={"layout": "5DK", "floor_area": 50 + n},
            )
            for n in range(1, 6)
        ]
        made.append(a_listing(title="休止中の家", status=ListingStatus.PAUSED))
        made.append(a_listing(kind=ListingKind.JOB, title="仕事"))
        return [listing.id for listing in made]


def rows(page: Any) -> dict[str, list[str]]:
    """Question → answers of the homes."""
    found = page.tree.select(".compare-homes tbody tr:has(td)")
    return {row.find("th").text: [cell.text for cell in row.select("td")] for row in found}


def test_up_to_four_homes_are_chosen_and_stand_side_by_side(homes: list[str], client: PageClient) -> None:
    for home in homes[:4]:
        page = client.submit(client.get(f"/listings/{home}"), "くらべる一覧に入れる").follow()
    assert [link.text for link in page.tree.select(".compare-homes thead a")] == ["家1", "家2", "家3", "家4"]
    assert rows(page)["間取り"] == ["5DK"] * 4
    assert rows(page)["建物の広さ"] == ["51㎡", "52㎡", "53㎡", "54㎡"]
    fifth = client.submit(client.get(f"/listings/{homes[4]}"), "くらべる一覧に入れる").follow()
    assert "4件まで" in fifth.text
    assert "家5" not in [link.text for link in fifth.tree.select(".compare-homes thead a")]
    fewer = client.submit(fifth, "「家2」を外す").follow()
    assert [link.text for link in fewer.tree.select(".compare-homes thead a")] == ["家1", "家3", "家4"]


def test_an_address_shows_the_same_homes_to_anybody_and_no_hidden_one(homes: list[str], client: PageClient) -> None:
    asked = "&".join(f"home={one}" for one in [homes[0], homes[5], homes[6], "nothing", homes[1], homes[0]])
    page = client.get(f"/compare?{asked}")
    assert [link.text for link in page.tree.select(".compare-homes thead a")] == ["家1", "家2"]
    assert "休止中の家" not in page.text
    assert "間取り" not in rows(client.get(f"/compare?{asked}&different=1"))
    assert client.get("/compare").tree.select_one(".compare-homes") is None


def test_only_homes_are_compared(homes: list[str], client: PageClient) -> None:
    assert "くらべる一覧に入れる" not in client.get(f"/listings/{homes[6]}").text
    token = client.get(f"/listings/{homes[0]}").tree.select_one("main input[name=csrf_token]").attrs["value"]
    answer = client.post(f"/compare/{homes[6]}", {"csrf_token": token}).follow()
    assert "くらべられるのは、住まいだけです" in answer.text


@pytest.mark.parametrize(
    ("km", "yen"),
    [
        (30, 0),
        (31, 190),  # (24.6 + 150) × 1.1 = 192
        (130, 2870),  # 100 km: (2460 + 150) × 1.1 = 2871
        (230, 4900),  # 100 further km at three quarters: (2460 + 1845 + 150) × 1.1 = 4900.5
        (330, 6790),  # and 100 at seven tenths: (2460 + 1845 + 1722 + 150) × 1.1 = 6794.7
    ],
)
def test_the_toll_is_that_of_the_published_rule(km: float, yen: int) -> None:
    assert toll_of(km) == yen


def test_a_year_is_the_sum_of_its_lines(database: Any) -> None:
    with database.transaction():
        given = Given(rent=40_000, utilities=0, km=130, trips=2, people=2, support=50_000)
        lines = {str(line.label): line.yen for line in lines_of(given)}
        assert lines == {
            "家賃": 480_000,
            "車で通う費用": 130 * 37 * 48,
            "高速道路": 2870 * 48,
            "受けられる補助": -50_000,
        }
        assert total(lines_of(given)) == 480_000 + 230_880 + 137_760 - 50_000
        assert total(lines_of(Given(utilities=0, support=10))) == 0
        by_train = Given(utilities=0, by_car=False, fare=6000, km=130)
        assert [line.yen for line in lines_of(by_train)] == [6000 * 2 * 48]
        bought = Given(utilities=0, price=3_000_000, years=20)
        assert [line.yen for line in lines_of(bought)] == [150_000]
        nightly = Given(utilities=0, per_night=4_000, people=2, nights=2, trips=1)
        assert [line.yen for line in lines_of(nightly)] == [4_000 * 2 * 2 * 12]


def test_the_calculator_takes_a_homes_rent_and_keeps_what_was_typed(homes: list[str], client: PageClient) -> None:
    page = client.get(f"/cost-of-living?listing={homes[2]}")
    assert page.tree.select_one("#rent").attrs["value"] == "30000"
    result = client.submit(page, "費用を計算する", {"km": "130", "toll": "0", "utilities": ""})
    assert "590,880" in result.text  # 360,000 + 230,880
    assert result.tree.select_one("#km").attrs["value"] == "130"
    wrong = client.get("/cost-of-living?rent=たくさん&trips=2", expect=422)
    assert wrong.errors()
    assert wrong.tree.select_one("#rent").attrs["value"] == "たくさん"
    assert client.get("/cost-of-living?listing=gone").tree.select_one("#rent").attrs["value"] == ""


def test_the_way_between_two_towns_is_estimated_when_no_distance_is_told(homes: list[str], client: PageClient) -> None:
    page = client.get("/cost-of-living?home=長野県塩尻市&place=長野県塩尻市&trips=1&utilities=0&rent=1000")
    assert "車で通う費用" not in page.text
    assert homes


def test_a_home_that_is_gone_takes_no_room_and_one_home_has_no_difference(
    homes: list[str], client: PageClient, database: Any
) -> None:
    for home in homes[:4]:
        client.submit(client.get(f"/listings/{home}"), "くらべる一覧に入れる")
    with database.transaction() as session:
        for home in homes[:3]:
            session.get_one(Listing, home).status = ListingStatus.PAUSED
    alone = client.get(f"/compare?home={homes[3]}&different=1")
    assert "間取り" in rows(alone)
    assert "ちがうところだけ見る" not in alone.links()
    page = client.submit(client.get(f"/listings/{homes[4]}"), "くらべる一覧に入れる").follow()
    assert [link.text for link in page.tree.select(".compare-homes thead a")] == ["家4", "家5"]


@pytest.mark.parametrize(
    "address",
    [
        "/compare?home=%00&different=%00",
        "/compare?home=&home=%F0%9F%98%80",
        "/cost-of-living?listing=%00",
        "/cost-of-living?home=%00&place=%00&trips=²&km=-1&years=0&way=x",
        "/find-town?from=%00&doctors=9&size=%00&prefecture=%00&page=%00&only=%00",
        "/find-town?near=3&from=長野県塩尻市&endpoint=x&_external=1&_anchor=x&self=1&page=²",
    ],
)
def test_no_address_breaks_a_page(homes: list[str], client: PageClient, address: str) -> None:
    assert homes
    assert client.raw.get(address).status_code in (200, 400, 404, 422)


def test_a_strange_argument_leaves_a_homes_rent_in_the_form(homes: list[str], client: PageClient) -> None:
    page = client.get(f"/cost-of-living?listing={homes[2]}&utm_source=letter")
    assert page.tree.select_one("#rent").attrs["value"] == "30000"


def test_no_road_is_made_up_across_the_sea(homes: list[str], client: PageClient, database: Any) -> None:
    assert homes
    with database.transaction():
        a_municipality("472018")
        a_municipality("202029")
    page = client.get("/cost-of-living?home=長野県塩尻市&place=沖縄県那覇市&trips=1&rent=1000")
    assert "車で通う費用" not in page.text
    assert "車で通う費用" in client.get("/cost-of-living?home=長野県塩尻市&place=長野県松本市&trips=1").text
