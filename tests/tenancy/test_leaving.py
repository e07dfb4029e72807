"""Leaving: announced with a reason, taken back or completed; all data goes along, other towns' data does not."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of, an_admin, an_operator
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_mayor, a_programme, a_setting
from tests.factories.pledges import a_pledge
from tests.factories.projects import a_project
from tests.factories.registrations import a_registration, an_approved_registration
from tests.support.client import Page, PageClient
from webapp.accounts import actions as accounts
from webapp.accounts import queries as people
from webapp.core.actor import Role
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.core.tenant_data import tenant_tables
from webapp.core.trail import history_of
from webapp.listings.models import ListingStatus
from webapp.municipalities import queries as towns
from webapp.municipalities.models import Programme, ProgrammeStatus
from webapp.projects.models import ProjectStatus
from webapp.tenancy import actions

TOWN, OTHER = "202151", "372081"
SignedIn = Callable[..., PageClient]


@pytest.fixture
def town(database: Any) -> dict[str, Any]:
    with database.transaction():
        a_programme(TOWN)
        a_programme(OTHER)
        return {
            "admin": an_admin(TOWN, email="admin@town.example"),
            "clerk": a_clerk(TOWN, email="clerk@town.example"),
            "hub": a_staff_user(Role.HUB, TOWN),
            "operator": an_operator(email="operator@futamachi.example"),
            "stranger": an_admin(OTHER),
        }


def announce(desk: PageClient, reason: str = "担当課がなくなるため") -> Page:
    page = desk.get(f"/staff/town/{TOWN}/leave")
    return desk.submit(page, "終了を申し出る", {"reason": reason, "understood": "y"}).follow()


def subjects(database: Any, address: str) -> list[str]:
    with database.transaction() as s:
        return list(s.exec(select(Letter.subject).where(Letter.to_email == address).order_by(Letter.id)))  # type: ignore[arg-type]


def test_leaving_is_announced_with_a_reason_and_taken_back(
    database: Any, signed_in: SignedIn, client: PageClient, town: dict[str, Any]
) -> None:
    desk = signed_in(town["admin"])
    page = announce(desk)
    assert "終了を申し出ています" in page.text
    assert "参加を終える手続き" in client.get(f"/municipalities/{TOWN}").text
    for address in ("operator@futamachi.example", "admin@town.example", "kikaku@town.example"):
        assert subjects(database, address) == ["長野県塩尻市が参加を終える手続きを始めました"]
    with database.transaction():
        assert not towns.is_running(TOWN)
        assert (
            history_of(towns.programme(TOWN) or Programme(municipality_code=TOWN))[-1].reason == "担当課がなくなるため"
        )
    desk.submit(page, "終了を取り消して、受付を再開する")
    with database.transaction():
        assert towns.is_running(TOWN)
    assert subjects(database, "operator@futamachi.example")[-1] == "長野県塩尻市は参加を続けます"


@pytest.mark.parametrize(("field", "value"), [("reason", ""), ("understood", None), ("reason", "あ" * 2001)])
def test_leaving_needs_a_reason_and_an_understanding(
    database: Any, signed_in: SignedIn, town: dict[str, Any], field: str, value: str | None
) -> None:
    desk = signed_in(town["admin"])
    typed = {"reason": "担当課がなくなるため", "understood": "y", field: value}
    refused = desk.submit(desk.get(f"/staff/town/{TOWN}/leave"), "終了を申し出る", typed, expect=422)
    assert refused.errors()
    with database.transaction():
        assert towns.is_running(TOWN)


def test_the_operator_completes_and_everybodys_role_ends(
    database: Any, signed_in: SignedIn, client: PageClient, town: dict[str, Any]
) -> None:
    desk, clerk = signed_in(town["admin"]), signed_in(town["clerk"])
    with database.transaction():
        pending = accounts.invite("new@town.example", "新人", Role.CLERK, TOWN, by=actor_of(town["admin"])).id
    announce(desk)
    operator = signed_in(town["operator"])
    page = operator.get(operator.get(f"/operator/{TOWN}").links()["参加の終了を記録する"])
    operator.submit(page, "参加の終了を記録する", {"reason": ""}, expect=422)
    operator.submit(page, "参加の終了を記録する", {"reason": "電話で確かめた"})
    for browser in (desk, clerk):
        browser.get("/staff/registrations", expect=403)
    assert "まだふたまちに参加していません" in client.get(f"/municipalities/{TOWN}").text
    with database.transaction():
        assert people.staff_of(TOWN) == []
        assert [link.id for link in people.open_invitations(TOWN)] == []
        assert [user.id for user in people.staff_of(OTHER)] == [town["stranger"].id]
        programme = towns.programme(TOWN)
        assert programme is not None
        assert (programme.status, programme.left_at is not None) == (ProgrammeStatus.LEFT, True)
    assert pending
    for address in ("admin@town.example", "clerk@town.example"):
        assert subjects(database, address)[-1] == "長野県塩尻市は参加を終えました"


def test_a_town_that_stays_cannot_be_closed(database: Any, signed_in: SignedIn, town: dict[str, Any]) -> None:
    operator = signed_in(town["operator"])
    page = operator.get(f"/operator/{TOWN}/complete")
    operator.submit(page, "参加の終了を記録する", {"reason": "まちがい"}, expect=409)
    with database.transaction():
        assert towns.is_running(TOWN)
        assert len(people.staff_of(TOWN)) == 3


def unpacked(page: Page) -> tuple[zipfile.ZipFile, dict[str, list[dict[str, Any]]]]:
    archive = zipfile.ZipFile(io.BytesIO(page.response.get_data()))
    tables = {
        name.removeprefix("tables/").removesuffix(".jsonl"): [
            json.loads(line) for line in archive.read(name).decode().splitlines()
        ]
        for name in archive.namelist()
        if name.startswith("tables/")
    }
    return archive, tables


def test_all_data_of_the_town_and_of_no_other_goes_into_one_file(
    database: Any, signed_in: SignedIn, town: dict[str, Any]
) -> None:
    with database.transaction():
        own, other = a_listing(municipality_code=TOWN).id, a_listing(municipality_code=OTHER).id
        a_mayor(TOWN, name="見本 太郎")
        a_mayor(OTHER, name="見本 花子")
        a_setting("registration_review_days", 10, date(2026, 4, 1))
    desk = signed_in(town["admin"])
    page = desk.post(f"/staff/town/{TOWN}/export", expect=200)
    assert page.response.headers["Content-Disposition"].startswith(f'attachment; filename="futamachi-{TOWN}-')
    archive, tables = unpacked(page)
    assert archive.testzip() is None
    assert [row["id"] for row in tables["listing"]] == [own]
    assert [row["name"] for row in tables["mayor"]] == ["見本 太郎"]
    assert tables["dated_setting"][0]["value"] == {"value": 10}
    assert {row["municipality_code"] for row in tables["programme"]} == {TOWN}
    assert {row["user_id"] for row in tables["membership"]} == {town[key].id for key in ("admin", "clerk", "hub")}
    everything = "".join(archive.read(name).decode() for name in archive.namelist())
    assert other not in everything
    assert "見本 花子" not in everything
    assert "個人情報を含みます" in archive.read("README.md").decode()
    assert "- listing: 1" in archive.read("README.md").decode()
    assert "account" not in tables


def test_the_export_leaves_a_trace_and_letters(database: Any, signed_in: SignedIn, town: dict[str, Any]) -> None:
    signed_in(town["admin"]).post(f"/staff/town/{TOWN}/export", expect=200)
    with database.transaction():
        entry = history_of(towns.programme(TOWN) or Programme(municipality_code=TOWN))[-1]
        assert (entry.action, entry.actor_id) == ("programme.export", town["admin"].id)
    for address in ("kikaku@town.example", "admin@town.example"):
        assert subjects(database, address) == ["長野県塩尻市のデータが書き出されました"]


def test_only_the_towns_own_administrator_takes_the_data_out(signed_in: SignedIn, town: dict[str, Any]) -> None:
    for key, expected in (("clerk", 403), ("hub", 403), ("operator", 403), ("stranger", 404)):
        signed_in(town[key]).post(f"/staff/town/{TOWN}/export", expect=expected)


def test_the_data_is_not_taken_out_again_and_again(signed_in: SignedIn, town: dict[str, Any]) -> None:
    desk = signed_in(town["admin"])
    for _time in range(5):
        desk.post(f"/staff/town/{TOWN}/export", expect=200)
    desk.post(f"/staff/town/{TOWN}/export", expect=429)


def test_every_table_with_a_town_is_among_the_towns_tables(session: Session) -> None:
    from sqlmodel import SQLModel

    found = {tenant.table.name for tenant in tenant_tables(TOWN)}
    assert {table.name for table in SQLModel.metadata.sorted_tables if "municipality_code" in table.c} <= found
    assert {"membership", "registration_handover", "listing_photo", "payment_attempt"} <= found
    assert not {"account", "municipality", "sign_in", "resident", "passkey"} & found
    names = {column.name for tenant in tenant_tables(TOWN) for column in tenant.columns}
    assert not {name for name in names if "hash" in name or "secret" in name}


@pytest.mark.both_databases
def test_the_export_reads_both_databases(database: Any, app: Any) -> None:
    from webapp.core import tenant_data

    with database.transaction():
        a_programme(TOWN)
        for _number in range(3):
            a_listing(municipality_code=TOWN)
    with app.app_context():
        content = b"".join(tenant_data.stream(database, TOWN, "長野県塩尻市"))
    lines = zipfile.ZipFile(io.BytesIO(content)).read("tables/listing.jsonl").decode().splitlines()
    assert len(lines) == 3


def test_the_rules_hold_without_pages(session: Session) -> None:
    programme = a_programme(TOWN)
    admin, stranger, operator = (actor_of(p) for p in (an_admin(TOWN), an_admin(OTHER), an_operator()))
    with pytest.raises(RuleBroken, match="理由"):
        actions.announce_leaving(programme, by=admin, reason=" ")
    for other in (stranger, operator):
        with pytest.raises(NotThere):
            actions.announce_leaving(programme, by=other, reason="理由")
        with pytest.raises(NotThere):
            actions.note_export(programme, by=other)
    actions.announce_leaving(programme, by=admin, reason="理由")
    with pytest.raises(NotAllowed):
        actions.complete_leaving(programme, by=admin, reason="理由")
    with pytest.raises(RuleBroken):
        actions.complete_leaving(programme, by=operator, reason="")


def test_with_the_town_its_listings_and_projects_end(session: Session) -> None:
    programme, _other = a_programme(TOWN), a_programme(OTHER)
    shown = a_listing(TOWN, status=ListingStatus.PUBLISHED)
    waiting = a_listing(TOWN, status=ListingStatus.SUBMITTED)
    elsewhere = a_listing(OTHER, status=ListingStatus.PUBLISHED)
    project = a_project(TOWN, status=ProjectStatus.PUBLISHED)
    session.flush()
    actions.announce_leaving(programme, by=actor_of(an_admin(TOWN)), reason="理由")
    actions.complete_leaving(programme, by=actor_of(an_operator()), reason="理由")
    assert {shown.status, waiting.status} == {ListingStatus.CLOSED}
    assert elsewhere.status is ListingStatus.PUBLISHED
    assert project.status is ProjectStatus.CLOSED


def test_residents_and_donors_are_told_in_their_own_language(session: Session) -> None:
    registered, waiting, donor = (a_resident_user(locale=locale) for locale in ("en", "ja", "en"))
    row, pending = an_approved_registration(registered, TOWN), a_registration(waiting, TOWN)
    for _time in range(2):
        a_pledge(donor)
    guest = a_pledge()
    guest.user_id, guest.email = None, "guest@example.jp"
    stranger = a_registration(a_resident_user(), OTHER)
    programme = towns.programme(TOWN) or Programme(municipality_code=TOWN)
    actions.announce_leaving(programme, by=actor_of(an_admin(TOWN)), reason="x")
    before = {letter.id for letter in session.exec(select(Letter))}
    actions.complete_leaving(programme, by=actor_of(an_operator()), reason="確かめた")
    assert (row.status.value, pending.status.value, stranger.status.value) == ("ended", "refused", "submitted")
    assert history_of(row)[-1].reason == "長野県塩尻市が参加を終えたため"
    told = {
        (letter.to_email, letter.subject)
        for letter in session.exec(select(Letter))
        if letter.id not in before and letter.to_email in {registered.email, waiting.email, donor.email, guest.email}
    }
    assert told == {
        (registered.email, "Shiojiri-shi (塩尻市), Nagano no longer takes part in Futamachi"),
        (registered.email, "Revoked by Shiojiri-shi: Dual resident registration certificate"),
        (waiting.email, "長野県塩尻市への申請は、審査されないまま終わりました"),
        (guest.email, "寄附先の長野県塩尻市が、ふたまちへの参加を終えました"),
        (donor.email, "Shiojiri-shi (塩尻市), Nagano, to which you gave, no longer takes part in Futamachi"),
    }
    assert (
        sum(letter.to_email == donor.email and letter.id not in before for letter in session.exec(select(Letter))) == 1
    )
