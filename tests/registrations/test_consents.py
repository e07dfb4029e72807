"""Consents of an application: each for one town, with version and time, taken back at any time."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.municipalities import a_municipality
from tests.factories.registrations import (
    a_draft,
    a_registration,
    an_approved_registration,
    some_consents,
    some_details,
)
from tests.factories.residents import SHIOJIRI, TOKYO_SHINJUKU
from tests.support.client import PageClient
from webapp.certificates.models import Certificate
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.registrations.consents import actions
from webapp.registrations.models import RegistrationStatus
from webapp.residents import queries
from webapp.residents.models import CONSENT_VERSION, ConsentPurpose
from webapp.residents.queries import allowing, consents_for

Visit = Callable[..., PageClient]
P = ConsentPurpose
SADO = "152242"


@pytest.mark.usefixtures("session")
def test_a_yes_to_one_town_is_none_to_another() -> None:
    user = a_resident_user()
    a_registration(user)
    a_municipality(SADO)
    a_registration(user, SADO)
    row = a_registration(a_resident_user())
    actions.change(row, P.SCHEMES, is_given=True, by=actor_of(user_of(row)))
    people = {user.id, row.user_id}
    assert allowing(people, P.SCHEMES, SHIOJIRI) == {row.user_id}
    assert allowing(people, P.CERTIFICATE, SHIOJIRI) == people
    assert allowing(people, P.CERTIFICATE, SADO) == {user.id}


def user_of(row: Any) -> Any:
    from webapp.accounts.queries import user

    return user(row.user_id)


def test_the_record_shows_every_word_and_a_consent_is_taken_back(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        user = a_resident_user()
        row = a_registration(user)
    me = signed_in(user)
    page = me.get("/my/privacy/consents")
    assert page.text.count("同意しています") == 2
    assert CONSENT_VERSION[P.CERTIFICATE] in page.text
    me.post(f"/my/consents/{row.id}", {"purpose": "certificate", "answer": "no"})
    assert me.get("/my/privacy/consents").text.count("同意しています") == 1
    with database.transaction(read_only=True):
        said = consents_for(user.id, SHIOJIRI)
        assert (said[P.CERTIFICATE].is_given, said[P.APPLICATION].is_given) == (False, True)
        assert len([x for x in queries.consent_history(user.id) if x.purpose is P.CERTIFICATE]) == 2
    assert "取り下げる" in me.post(f"/my/consents/{row.id}", {"purpose": "application"}, expect=409).text
    me.post(f"/my/consents/{row.id}", {"purpose": "matching"}, expect=404)
    signed_in(other_person(database)).post(f"/my/consents/{row.id}", {"purpose": "certificate"}, expect=404)


def other_person(database: Any) -> Any:
    with database.transaction():
        return a_resident_user()


def test_who_wants_no_certificate_has_none_until_they_want_one(session: Session) -> None:
    row = an_approved_registration(details=some_details(TOKYO_SHINJUKU, consents=some_consents(P.APPLICATION)))
    by = actor_of(user_of(row))
    assert row.status is RegistrationStatus.APPROVED
    assert certificates_of(session, row) == []
    for is_given, expected in ((True, ["issued"]), (False, ["revoked"]), (True, ["revoked", "issued"])):
        actions.change(row, P.CERTIFICATE, is_given=is_given, by=by)
        session.flush()
        assert certificates_of(session, row) == expected


def certificates_of(session: Session, row: Any) -> list[str]:
    chosen = select(Certificate).where(Certificate.registration_id == row.id).order_by(col(Certificate.id))
    return [certificate.status.value for certificate in session.exec(chosen)]


@pytest.mark.usefixtures("session")
def test_only_what_stands_and_only_ones_own_can_be_changed() -> None:
    row = a_draft()
    with pytest.raises(RuleBroken, match="変えられません"):
        actions.change(row, P.SCHEMES, is_given=True, by=actor_of(user_of(row)))
    with pytest.raises(NotAllowed):
        actions.change(row, P.SCHEMES, is_given=True, by=actor_of(a_resident_user()))
