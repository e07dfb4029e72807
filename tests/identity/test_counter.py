"""Identity check at the counter: kind of document, day and who looked; no numbers, no names in passing, not for oneself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_membership, a_resident_user
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_registration
from tests.factories.residents import SHIOJIRI
from tests.support.client import PageClient
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.identity import queries
from webapp.identity.models import DocumentKind, IdentityCheck, Method
from webapp.registrations.models import Registration

FAR_TOWN = "011002"


@pytest.fixture
def row(database: Any) -> Registration:
    with database.transaction():
        return a_registration()


@pytest.fixture
def desk(row: Registration, database: Any, signed_in: Callable[..., PageClient]) -> PageClient:
    with database.transaction():
        clerk = a_clerk(SHIOJIRI)
    return signed_in(clerk)


def seen(**changes: Any) -> dict[str, Any]:
    return {"document_kind": "driving_licence", "seen_on": today().isoformat(), "is_same": "y", **changes}


def test_a_clerk_notes_what_was_shown_and_it_stands_until_taken_back(
    row: Registration, desk: PageClient, database: Any
) -> None:
    path = f"/staff/identity/{row.id}"
    desk.post(path, seen(address_matches="y"))
    with database.transaction(read_only=True) as session:
        check = session.exec(select(IdentityCheck)).one()
        assert queries.standing_check(row.user_id) is not None
    assert (check.method, check.document_kind, check.municipality_code, check.address_matches) == (
        Method.COUNTER,
        DocumentKind.DRIVING_LICENCE,
        SHIOJIRI,
        True,
    )
    page = desk.get(path).html
    assert "運転免許証" in page
    assert "佐藤" not in page
    assert "花子" not in page
    desk.post(f"{path}/withdraw", {"reason": ""}, expect=422)
    desk.post(f"{path}/withdraw", {"reason": "別の人の画面でした"})
    with database.transaction(read_only=True):
        assert queries.standing_check(row.user_id) is None


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"is_same": ""}, 422, "書類と申請が同じことを確かめてから"),
        ({"document_kind": ""}, 422, "「見せてもらった書類」を選んでください"),
        ({"seen_on": (today() + timedelta(days=1)).isoformat()}, 409, "90日"),
        ({"seen_on": "2020-01-01"}, 409, "90日"),
    ],
)
def test_what_is_not_sure_is_not_noted(
    row: Registration, desk: PageClient, database: Any, changes: dict[str, str], status: int, told: str
) -> None:
    assert told in desk.post(f"/staff/identity/{row.id}", seen(**changes), expect=status).html
    with database.transaction(read_only=True) as session:
        assert session.exec(select(IdentityCheck)).all() == []


def test_nobody_checks_oneself_and_another_town_finds_nothing(
    database: Any, signed_in: Callable[..., PageClient]
) -> None:
    with database.transaction():
        both = a_resident_user()
        row = a_registration(both)
        a_membership(both, Role.CLERK, SHIOJIRI)
        a_programme(FAR_TOWN)
        stranger = a_clerk(FAR_TOWN)
    own = signed_in(both)
    assert "あなた自身の申請です" in own.get(f"/staff/identity/{row.id}").html
    assert "自分の本人確認は" in own.post(f"/staff/identity/{row.id}", seen(), expect=409).html
    signed_in(stranger).get(f"/staff/identity/{row.id}", expect=404)
    signed_in(stranger).post(f"/staff/identity/{row.id}", seen(), expect=404)


def test_the_review_leads_there(row: Registration, desk: PageClient) -> None:
    assert f"/staff/identity/{row.id}" in desk.get(f"/staff/registrations/{row.id}").html
