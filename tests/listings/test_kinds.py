"""What a kind declares, and that a new one costs three files: every kind goes from a draft into a search and a sheet."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk
from tests.factories.listings import a_consent, a_listing
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.labels import Labelled
from webapp.listings.forms import details_form
from webapp.listings.kinds import KINDS
from webapp.listings.kinds.ask import FacetKind, value_type
from webapp.listings.kinds.kind import COMMON, Kind, Section
from webapp.listings.models import Listing, ListingKind, ListingStatus

TOWN = "202151"
ROOT = Path(__file__).parents[2] / "webapp"
#: texts that are more than texts
WRITTEN = {
    "public_address": "大字奈良井", "open_days": "月〜土",
    "recurs": "第1土曜", "days": "毎週火曜", "open_hours": "9:00〜18:00", "hours": "9:00〜15:00",
    "weekend_hours": "10:00〜15:00", "closed": "祝日", "broker": "山里不動産 長野県知事(3)第1234号",
    "video": "https://video.example.jp/1",
}  # fmt: skip


def answer(kind: Kind, name: str):
    """Something that fits the question."""
    owner = kind.details if name in kind.details.model_fields else Listing
    asked = value_type(owner, name)
    if issubclass(asked, Labelled):
        return next(iter(asked))
    if issubclass(asked, bool):
        return True
    if issubclass(asked, date):
        return today() + timedelta(days=0 if name == "voices_on" else 20)
    return WRITTEN.get(name, "書きました") if issubclass(asked, str) else 3


def form_value(value) -> str:
    return "y" if value is True else getattr(value, "value", None) or str(value)


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_every_kind_goes_from_a_draft_through_its_steps_into_search_and_sheet(making, signed_in, client, kind):
    with making():
        clerk = a_clerk(TOWN)
    desk = signed_in(clerk)
    desk.post("/desk/listings/new", {"kind": kind.kind.value, "place": f"{TOWN}:", "title": "この種類の掲載"})
    with making() as opened:
        row = opened.exec(select(Listing)).one()
        if kind.needs_consent:
            a_consent(row)
    base = f"/desk/listings/{row.id}"
    for section in kind.all_sections:
        asked = {step.id: step.names for step in kind.steps(stored(making, row))}
        typed = {name: form_value(answer(kind, name)) for name in asked.get(section.id, ())}
        if typed:
            desk.post(f"{base}/details/{section.id}", typed)
    ends = (today() + timedelta(days=19)).isoformat()
    desk.post(f"{base}/texts", {"summary": "短い紹介", "body": "くわしい説明", "expires_on": ends})
    desk.post(f"{base}/submit")
    if kind.kind is ListingKind.JOB:
        desk.post(f"/staff/listings/{row.id}/wage", {"note": "確かめた"})
    desk.post(f"/staff/listings/{row.id}/publish")
    page = client.get(f"/listings/{row.id}")
    assert "この種類の掲載" in page.h1
    assert "この種類の掲載" in client.get(f"/listings?kind={kind.kind.value}&q=この種類").text
    kept = stored(making, row)
    assert set(kind.headings) >= {*COMMON, *kept.details}


def stored(making, row):
    with making():
        return session().get_one(Listing, row.id)


@pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
def test_a_kind_declares_without_contradiction(kind):
    headings = list(kind.headings.values())
    assert len(headings) == len(set(headings)), "a sheet needs each heading once"
    named = [name for section in kind.all_sections for name in section.names]
    assert sorted(named) == sorted(kind.asks), "each question stands in one section"
    assert set(kind.quick) <= set(kind.columns)
    stepped = {FacetKind.AT_LEAST, FacetKind.AT_MOST}
    assert all((ask.facet in stepped) == bool(ask.steps) for ask in kind.facets.values())
    for section in kind.all_sections:
        assert details_form(kind.kind, section.names)


def test_a_new_kind_costs_three_files():
    """The youngest kind is named where it is a member, where it is described and where it is listed; its page is its own."""
    sources = [path for path in ROOT.rglob("*.py") if "demo" not in path.parts and "listings" in path.parts]
    naming = {path.relative_to(ROOT / "listings").as_posix() for path in sources if names_service(path)}
    assert naming >= {"models.py", "kinds/__init__.py", "kinds/service.py"}
    # homes list services; an export and the words for machines have fallbacks
    said_besides = {"nearby.py", "exporting/gif.py", "described/places.py", "described/telling.py"}
    assert naming - said_besides == {"models.py", "kinds/__init__.py", "kinds/service.py"}


def names_service(path: Path) -> bool:
    named = r"ListingKind\.SERVICE|SERVICE = \"service\"|from webapp\.listings\.kinds import .*\bservice\b"
    return re.search(named, path.read_text()) is not None


def test_what_no_section_names_stands_in_a_last_one():
    plain = Kind(ListingKind.NEED, KINDS[ListingKind.NEED].details, "", sections=(Section("one", "一", ("domain",)),))
    assert [section.id for section in plain.all_sections] == ["one", "more"]
    assert "domain" not in plain.all_sections[1].names


def a_home(**details):
    base = {"structure": "木造", "co_owners_agree": True, "built_year": 1975}
    return a_listing(details={**base, **details}, summary="紹介", body="説明", status=ListingStatus.DRAFT)


@pytest.mark.parametrize(
    ("address", "is_fine"),
    [
        ("大字奈良井", True), ("広丘３丁目", True), ("北5条西", True), ("第10地割", True), ("大門一番町", True),
        ("奈良井123", False), ("広丘12-3", False), ("奈良井１２３番地", False), ("百二十番地", False),
    ],
)  # fmt: skip
def test_a_public_address_is_no_finer_than_its_hamlet(app, address, is_fine):
    with app.test_request_context():
        assert (KINDS[ListingKind.HOME].columns["public_address"].refuses(address) == "") is is_fine


@pytest.mark.parametrize(
    ("details", "said"),
    [
        ({}, "旧耐震"),
        ({"built_year": 1981, "built_month": 6}, "新耐震"),
        ({"built_year": 1981, "built_month": 5}, "旧耐震"),
    ],
)
def test_the_earthquake_standard_follows_from_the_year(app, making, details, said):
    with making(), app.test_request_context():
        facts = dict(KINDS[ListingKind.HOME].facts(a_home(**details)))
        assert any(said in str(value) for value in facts.values())


def test_a_standard_that_was_not_there_yet_and_a_finding_without_source_are_refused(app, making):
    with making(), app.test_request_context():
        home = KINDS[ListingKind.HOME]
        assert "新耐震" in " ".join(home.refusals(a_home(quake="new")))
        assert "出典と日付" in " ".join(home.refusals(a_home(flood="inside", flood_source="県の図")))
        assert home.refusals(a_home(flood="inside", flood_source="県の図", flood_on="2024-03-01")) == []
        assert "免許番号" in " ".join(home.refusals(a_home(broker="山里不動産")))


def test_a_home_shows_hazards_drawbacks_and_the_services_that_reach_it(making, client):
    with making():
        home = a_home(
            flood="inside", flood_source="県の図", flood_on="2024-03-01", insects="ムカデが出る", slope="石段30段"
        )
        home.status = ListingStatus.PUBLISHED
        base = {"operator": "店", "days": "毎週火曜", "contact": "店"}
        for title, place, lat, details in (
            ("移動販売車", TOWN, 36.1, {"means": "mobile_shop"}),
            ("となり町の宅配", "202011", 36.2, {"means": "delivery", "reach_km": 40}),
            ("となり町の店", "202011", 36.2, {"means": "shop", "reach_km": 3}),
        ):
            a_listing(
                place, ListingKind.SERVICE, title=title, latitude=lat, longitude=137.953, details={**base, **details}
            )
        home.latitude, home.longitude = 36.0, 137.953
    page = client.get(f"/listings/{home.id}")
    calm = page.tree.select_one(".calm-box").text
    assert "ムカデが出る" in calm
    assert "石段30段" in calm
    hazards = page.tree.find("h2", text="災害の想定").closest("section").text
    assert "想定される区域の中" in hazards
    assert "県の図、2024年3月1日" in hazards
    assert "未確認" in hazards
    nearby = page.tree.find("h2", text="買い物・交通の手段").closest("section").text
    assert nearby.index("移動販売車") < nearby.index("となり町の宅配")
    assert "となり町の店" not in nearby


def test_a_space_shows_its_coming_week_and_refuses_hours_nobody_can_read(making, client, signed_in):
    with making():
        details = {"open_days": "毎日", "open_hours": "9:00〜18:00", "contact": "受付"}
        row = a_listing(kind=ListingKind.COWORKING, details=details)
        draft = a_listing(kind=ListingKind.COWORKING, status=ListingStatus.DRAFT)
        clerk = a_clerk(TOWN)
    assert client.get(f"/listings/{row.id}").text.count("9:00〜18:00") >= 7
    page = signed_in(clerk).post(f"/desk/listings/{draft.id}/details/opening", {"open_days": "ときどき"}, expect=422)
    assert "読み取れません" in page.text
