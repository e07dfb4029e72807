"""A town's page: where it is, what is there now, who answers, and the one next step of who reads."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.registrations import a_draft, a_registration
from tests.factories.residents import a_resident
from tests.support.client import Page, PageClient
from tests.support.pagelint import words_of
from webapp.listings.models import ListingKind, ListingStatus
from webapp.municipalities.models import Programme, ProgrammeStatus
from webapp.pages.town import offers
from webapp.registrations.models import RegistrationStatus

SHIOJIRI, SHINJUKU, OSAKA, SETAGAYA = "202151", "131041", "271004", "131121"
ADDRESS = f"/municipalities/{SHIOJIRI}"


@pytest.fixture
def town(database: Any) -> None:
    with database.transaction():
        for code in (SHINJUKU, OSAKA, SETAGAYA):
            a_municipality(code)
        a_programme(SHIOJIRI, message="ぶどう畑のあるまちです。")


def _asked_for(page: Page) -> str:
    found = page.tree.select_one(".sticky-action .button")
    return str(found.attrs["href"]) if found else ""


@pytest.mark.usefixtures("town")
def test_the_way_is_told_from_the_readers_own_town_first(
    database: Any, client: PageClient, signed_in: Callable[[Any], PageClient]
) -> None:
    def places(page: Page) -> list[str]:
        return [words_of(row) for row in page.tree.select(".ways dt")]

    assert places(client.get(ADDRESS)) == ["東京都新宿区", "大阪府大阪市"]
    with database.transaction():
        resident = a_resident_user()
        a_resident(resident, home_code=SETAGAYA)
    assert places(signed_in(resident).get(ADDRESS))[0] == "あなたのまち 東京都世田谷区"


@pytest.mark.usefixtures("town")
def test_each_reader_has_one_next_step(
    database: Any, client: PageClient, signed_in: Callable[[Any], PageClient]
) -> None:
    assert _asked_for(client.get(ADDRESS)) == f"/my/registrations/new/{SHIOJIRI}"
    with database.transaction():
        clerk, applied, registered = a_clerk(SHIOJIRI), a_resident_user(), a_resident_user()
        sent = a_registration(applied).id
        a_draft(registered, status=RegistrationStatus.APPROVED)
    assert _asked_for(signed_in(clerk).get(ADDRESS)) == "/my"
    assert _asked_for(signed_in(applied).get(ADDRESS)) == f"/my/registrations/{sent}"
    assert _asked_for(signed_in(registered).get(ADDRESS)) == "/my/benefits"


@pytest.mark.usefixtures("town")
def test_who_leaves_asks_nobody_to_register(database: Any, client: PageClient) -> None:
    with database.transaction() as session:
        session.get(Programme, SHIOJIRI).status = ProgrammeStatus.LEAVING
    page = client.get(ADDRESS)
    assert (_asked_for(page), "終える手続き" in page.text) == ("", True)


@pytest.mark.usefixtures("town")
def test_cards_of_every_kind_take_turns_and_prices_have_their_middle(database: Any, client: PageClient) -> None:
    with database.transaction():
        for price in (2_000_000, 3_000_000, 9_000_000):
            a_listing(SHIOJIRI, price=price, monthly_cost=None)
        a_listing(SHIOJIRI, ListingKind.NEED, details={"frequency": "月に1回"})
        a_listing(SHIOJIRI, status=ListingStatus.DRAFT, price=1)
    tree = client.get(ADDRESS).tree
    assert [card.attrs["data-kind"] for card in tree.select(".card")] == ["need", "home", "home", "home"]
    assert [words_of(price) for price in tree.select(".price")] == ["売り家 3,000,000円 2,000,000円〜9,000,000円・3件"]


@pytest.mark.usefixtures("town")
def test_a_town_that_offers_more_than_is_looked_at_counts_all_of_it(
    database: Any, client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "LOOKED_AT", 2)
    with database.transaction():
        for kind in (ListingKind.NEED, ListingKind.HOME, ListingKind.HOME, ListingKind.HOME):
            a_listing(SHIOJIRI, kind)
    chips = client.get(ADDRESS).tree.select(".town-hero__kinds .chip")
    assert {str(chip.attrs["data-kind"]): chip.text.split()[-1] for chip in chips} == {"home": "3", "need": "1"}


@pytest.mark.usefixtures("town")
def test_a_shared_town_and_a_public_listing_have_pictures_and_others_have_none(
    database: Any, client: PageClient
) -> None:
    with database.transaction():
        shown, draft = a_listing(SHIOJIRI).id, a_listing(SHIOJIRI, status=ListingStatus.DRAFT).id
    page = client.get(ADDRESS)
    tags = {str(tag.attrs["property"]): str(tag.attrs["content"]) for tag in page.tree.select("meta[property]")}
    assert tags["og:image"].endswith(f"{ADDRESS}/picture.png")
    assert "ぶどう畑" in tags["og:description"]
    assert client.get(f"/listings/{shown}").tree.select_one(f'meta[content$="/listings/{shown}/picture.png"]')
    assert client.get("/").tree.select_one('meta[property="og:image"][content$="/picture.png"]')
    for path in ("/picture.png", f"{ADDRESS}/picture.png", f"/listings/{shown}/picture.png"):
        answer = client.raw.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=3600"
        assert {"Accept-Language", "Cookie"} <= set(answer.vary), "its words are in the reader's language"
        assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)
    for path in (f"/municipalities/{SETAGAYA}/picture.png", f"/listings/{draft}/picture.png"):
        assert client.raw.get(path).status_code == 404
