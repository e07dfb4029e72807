"""Status lists: public, signed, seen at once, and telling nobody how many were revoked."""

import gzip
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.certificates import TOWN, a_certificate, token
from tests.support.client import PageClient
from webapp.certificates import actions
from webapp.certificates.models import Certificate, RevocationReason, TokenForm
from webapp.certificates.status.models import DECOYS
from webapp.core.clock import now
from webapp.credentials import statuslist
from webapp.credentials.statuslist import StatusList
from webapp.keys import queries as keys

ADDRESS = f"/m/{TOWN}/status-lists/1"


def fetched(database: Any, client: PageClient) -> StatusList:
    """The list as a verifier reads it."""
    response = client.get(ADDRESS, lint=False).response
    with database.transaction(read_only=True):
        uri = f"{keys.issuer_of(TOWN)}/status-lists/1"
        return statuslist.read_token(response.get_data(as_text=True), keys.resolver(), now=now(), uri=uri)


def test_a_revocation_is_seen_at_once(database: Any, client: PageClient) -> None:
    with database.transaction():
        clerk, made, other = a_clerk(TOWN), a_certificate(), a_certificate()
        mine = [token(made, form).status_index for form in (TokenForm.SDJWT, TokenForm.QR_NAME, TokenForm.QR_ANON)]
        theirs = token(other, TokenForm.SDJWT).status_index
    before = fetched(database, client)
    assert [before.bits.get(index) for index in mine] == [0, 0, 0]
    with database.transaction() as s:
        row = s.get_one(Certificate, made.id)
        actions.suspend(row, by=actor_of(clerk), note="確認のため")
    assert {fetched(database, client).bits.get(index) for index in mine} == {2}
    with database.transaction() as s:
        row = s.get_one(Certificate, made.id)
        actions.revoke(row, by=actor_of(clerk), reason=RevocationReason.LOST, note="紛失のため")
    after = fetched(database, client)
    assert {after.bits.get(index) for index in mine} == {1}
    assert after.bits.get(theirs) == 0
    assert after.issued >= before.issued


def test_it_may_be_read_by_any_page_and_is_not_sent_twice(database: Any, client: PageClient) -> None:
    with database.transaction():
        a_certificate()
    first = client.get(ADDRESS, lint=False, headers={"Accept-Encoding": "gzip"}).response
    assert first.content_type == "application/statuslist+jwt"
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "max-age=30" in first.headers["Cache-Control"]
    assert gzip.decompress(first.data).startswith(b"eyJ")
    client.get(ADDRESS, expect=304, lint=False, headers={"If-None-Match": first.headers["ETag"]})
    client.get(f"/m/{TOWN}/status-lists/2", expect=404)
    client.get("/m/999999/status-lists/1", expect=404)


def test_decoys_hide_how_many_were_revoked(database: Any, client: PageClient) -> None:
    with database.transaction():
        a_certificate()
    bits = fetched(database, client).bits
    taken_back = sum(bits.get(index) != 0 for index in range(bits.size))
    assert 100 < taken_back < DECOYS, "nobody was revoked yet"


def test_an_unchanged_list_is_signed_once_an_hour(
    database: Any, client: PageClient, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    time_machine.move_to("2026-12-01T03:10:00Z", tick=False)
    with database.transaction():
        a_certificate()
    signed: list[str] = []
    sign = statuslist.token
    monkeypatch.setattr(statuslist, "token", lambda *a, **k: signed.append("x") or sign(*a, **k))
    for _again in range(3):
        client.get(ADDRESS, lint=False)
    assert len(signed) == 1
    time_machine.move_to("2026-12-01T04:10:00Z", tick=False)
    client.get(ADDRESS, lint=False)
    assert len(signed) == 2
