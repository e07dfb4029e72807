"""Keys of towns: made when first needed, one in force for each purpose, readable only with the right wrapping."""

from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.municipalities import a_municipality
from webapp.core.errors import MissingSetup
from webapp.keys import actions, holding, queries, wrapping
from webapp.keys.models import IssuerKey, KeyPurpose, KeyStatus

CODE, OTHER = "202151", "202070"


@pytest.fixture
def town(session: Session) -> str:
    """A municipality with its keys."""
    a_municipality(CODE)
    actions.ensure(CODE)
    return CODE


@pytest.mark.both_databases
def test_a_town_gets_one_key_for_each_purpose_and_no_more(session: Session) -> None:
    a_municipality(CODE)
    actions.ensure(CODE)
    actions.ensure(CODE)
    keys = queries.every()
    assert sorted((row.municipality_code or "", row.purpose.value) for row in keys) == [
        ("", "root"),
        (CODE, "credential"),
        (CODE, "pdf"),
        (CODE, "status"),
    ]
    assert {row.status for row in keys} == {KeyStatus.ACTIVE}


def test_what_a_town_signs_is_found_by_both_names_of_its_key(town: str) -> None:
    signer = queries.signer_for(town, KeyPurpose.CREDENTIAL)
    row = queries.active(town, KeyPurpose.CREDENTIAL)
    find = queries.resolver()
    for name in (signer.kid, row.short_kid):
        key = find(name)
        assert key.has_signed(b"text", signer.sign(b"text"))
        assert (key.municipality_code, key.purpose, key.issuer) == (town, "credential", f"http://localhost/m/{town}")


def test_a_town_without_keys_cannot_sign(session: Session) -> None:
    with pytest.raises(MissingSetup):
        queries.signer_for(OTHER, "credential")


def test_a_private_key_does_not_open_in_another_towns_row(town: str, app: Any) -> None:
    a_municipality(OTHER)
    actions.ensure(OTHER)
    mine, theirs = (queries.active(code, KeyPurpose.CREDENTIAL) for code in (town, OTHER))
    theirs.wrapped_private = mine.wrapped_private
    with pytest.raises(MissingSetup):
        holding.signer_of(theirs)


def test_the_private_half_is_nowhere_in_the_clear(town: str, session: Session) -> None:
    for row in session.exec(select(IssuerKey)):
        assert "d" not in row.public_jwk
        assert len(row.wrapped_private) == 12 + 138 + 16  # nonce, PKCS#8, tag


def test_a_key_of_a_transaction_that_was_undone_signs_nothing_later(session: Session) -> None:
    a_municipality(CODE)
    undone = session.begin_nested()
    actions.ensure(CODE)
    queries.signer_for(CODE, "credential").sign(b"x")
    undone.rollback()
    actions.ensure(CODE)
    signer = queries.signer_for(CODE, "credential")
    assert queries.resolver()(signer.kid).has_signed(b"x", signer.sign(b"x"))


def test_a_key_encryption_key_is_made_once_and_kept_private(town: str, app: Any) -> None:
    file = app.extensions["futamachi"].settings.home / wrapping.FILE
    assert file.stat().st_mode & 0o077 == 0
    assert wrapping.key_encryption(app.extensions["futamachi"].settings).current == bytes.fromhex(file.read_text())
    file.write_text("short")
    with pytest.raises(MissingSetup):
        wrapping.key_encryption(app.extensions["futamachi"].settings)
