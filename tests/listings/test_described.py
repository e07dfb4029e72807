"""What the page of a listing tells machines: schema.org's words, the town and no house, bodies and no people."""

import json
from datetime import date
from typing import Any

import pytest

from tests.factories.listings import HOME, JOB, a_listing
from tests.support.schema_org import faults
from webapp.listings.described.bodies import body
from webapp.listings.models import Deal, ListingKind, ListingStatus
from webapp.municipalities.models import Municipality

PLACE = Municipality(code="202151", name="塩尻市", kana="", prefecture_code="200000", prefecture_name="長野県")
EVENT = {"type": "festival", "organiser": "山里の会", "starts_on": "2026-12-05", "hours": "10:00〜15:00"}
SAID: dict[ListingKind, tuple[dict[str, Any], dict[str, Any]]] = {
    ListingKind.HOME: ({**HOME, "map_grain": "aza", "aza_latitude": 36.05, "aza_longitude": 137.8}, {}),
    ListingKind.COWORKING: ({"place_type": "library", "for_everybody": True}, {"price": 0, "capacity": 12}),
    ListingKind.JOB: (JOB, {"expires_on": date(2027, 3, 31), "remote_ok": True}),
    ListingKind.EVENT: (EVENT, {"price": 1000, "public_address": "奈良井会館"}),
    ListingKind.NEED: ({"domain": "snow", "host": "区長 山田太郎"}, {}),
    ListingKind.SERVICE: ({"means": "mobile_shop", "operator": "ことり商店"}, {"price": 200}),
}
TYPES = {
    ListingKind.HOME: "RealEstateListing",
    ListingKind.COWORKING: "Library",
    ListingKind.JOB: "JobPosting",
    ListingKind.EVENT: "Event",
    ListingKind.NEED: "Demand",
    ListingKind.SERVICE: "Service",
}


def told(client: Any, row: Any) -> Any:
    """The data of its page; None where there is none."""
    element = client.get(f"/listings/{row.id}").tree.select_one('head script[type="application/ld+json"]')
    return json.loads(element.text) if element else None


@pytest.fixture
def of_kind(making: Any, client: Any) -> Any:
    def make(kind: ListingKind, **changes: Any) -> Any:
        details, columns = SAID[kind]
        with making():
            row = a_listing(kind=kind, **{"details": details, "private_address": "奈良井99番地", **columns, **changes})
        return told(client, row)

    return make


@pytest.mark.parametrize("kind", list(TYPES))
def test_every_kind_speaks_its_own_words_of_the_vocabulary(of_kind: Any, kind: ListingKind) -> None:
    data = of_kind(kind, summary="しずかな場所です。")
    assert data["@type"] == TYPES[kind]
    assert data["url"].endswith("/listings/" + data["url"].rpartition("/")[2])
    assert list(faults(data)) == []


def test_a_home_is_where_its_town_is_and_no_nearer(of_kind: Any) -> None:
    data = of_kind(ListingKind.HOME)
    home = data["mainEntity"]
    assert home["address"] == {
        "@type": "PostalAddress",
        "addressCountry": "JP",
        "addressRegion": "長野県",
        "addressLocality": "塩尻市",
    }
    written = json.dumps(data, ensure_ascii=False)
    assert not any(nearer in written for nearer in ("奈良井", "99番地", "36.05", "latitude", "streetAddress"))
    assert home["floorSize"]["value"] == 120.5
    assert data["offers"][0]["price"] == 3_500_000


def test_a_rent_is_of_a_month_and_a_home_in_talks_is_reserved(of_kind: Any) -> None:
    asked = {"deal": Deal.RENT, "price": None, "monthly_cost": 30_000, "status": ListingStatus.NEGOTIATING}
    (offer,) = of_kind(ListingKind.HOME, **asked)["offers"]
    assert offer["priceSpecification"]["unitCode"] == "MON"
    assert offer["availability"] == "https://schema.org/Reserved"


def test_what_is_taken_or_not_out_yet_tells_machines_nothing(of_kind: Any) -> None:
    assert of_kind(ListingKind.JOB, status=ListingStatus.CONTRACTED) is None


def test_what_came_from_a_file_names_its_source_and_no_day_of_ours(of_kind: Any) -> None:
    data = of_kind(ListingKind.HOME, source="bank", external_id="1", credit_line="塩尻市空き家バンク")
    assert "datePosted" not in data
    assert data["creditText"] == "塩尻市空き家バンク"


def test_an_example_says_that_it_is_one(of_kind: Any) -> None:
    assert of_kind(ListingKind.NEED, is_demo=True)["disambiguatingDescription"] == "架空の例です"


def test_an_event_has_its_hours_and_its_hall(of_kind: Any) -> None:
    data = of_kind(ListingKind.EVENT)
    assert (data["startDate"], data["endDate"]) == ("2026-12-05T10:00:00+09:00", "2026-12-05T15:00:00+09:00")
    assert data["location"]["address"]["streetAddress"] == "奈良井会館"
    assert data["organizer"]["name"] == "山里の会"


def test_an_event_whose_hours_are_words_has_its_days_and_one_without_a_day_tells_nothing(of_kind: Any) -> None:
    by_day = of_kind(ListingKind.EVENT, details={**EVENT, "hours": "日の出から", "ends_on": "2026-12-06"})
    assert (by_day["startDate"], by_day["endDate"]) == ("2026-12-05", "2026-12-06")
    assert of_kind(ListingKind.EVENT, details={"type": "festival"}) is None


def test_a_wage_has_its_unit_and_unpaid_work_has_none(of_kind: Any) -> None:
    paid = of_kind(ListingKind.JOB)
    assert paid["baseSalary"]["value"] == {"@type": "QuantitativeValue", "value": 1200, "unitText": "HOUR"}
    assert paid["validThrough"] == "2027-03-31T23:59:59+09:00"
    unpaid = of_kind(ListingKind.JOB, details={**JOB, "engagement": "volunteer"})
    assert unpaid["employmentType"] == "VOLUNTEER"
    assert "baseSalary" not in unpaid


@pytest.mark.parametrize("name", ["山田 太郎", "中村", "区長 山田太郎", "小林農家", "", None])
def test_a_name_may_be_a_persons(name: str | None) -> None:
    assert body(name, PLACE) is None


def test_a_name_that_may_be_a_persons_stays_with_readers(of_kind: Any) -> None:
    data = of_kind(ListingKind.JOB, details={**JOB, "recruiter": "山田 太郎"})
    assert "hiringOrganization" not in data
    assert "山田" not in json.dumps(data, ensure_ascii=False)


@pytest.mark.parametrize("name", ["株式会社やまざと", "小さな醸造所（架空）", "塩尻市", "NPO法人森", "塩尻市役所"])
def test_a_body_is_named(name: str) -> None:
    assert body(name, PLACE) == {"@type": "Organization", "name": name}
