"""The life of keys: published a week before use, one in force, kept for verifying, lost, wrapped anew."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from tests.factories.municipalities import a_municipality
from webapp.core.actor import Actor, Grant, Role
from webapp.core.clock import now, today
from webapp.core.errors import MissingSetup, NotAllowed, RuleBroken
from webapp.core.services import services
from webapp.core.trail import history_of
from webapp.credentials import keylist, sdjwt, vc
from webapp.credentials.errors import RefusalCode, Refused
from webapp.keys import actions, drill, holding, publishing, queries, upkeep
from webapp.keys.models import IssuerKey, KeyPurpose, KeyStatus

CODE, OTHER = "202151", "202070"
ADMIN = Actor(user_id="01ADMIN", grants=frozenset({Grant(Role.MUNICIPALITY_ADMIN, CODE)}))
CLERK = Actor(user_id="01CLERK", grants=frozenset({Grant(Role.CLERK, CODE)}))
OPERATOR = Actor(user_id="01OPERATOR", grants=frozenset({Grant(Role.OPERATOR)}))
CREDENTIAL = KeyPurpose.CREDENTIAL


@pytest.fixture
def town(session: Session) -> str:
    a_municipality(CODE)
    a_municipality(OTHER)
    actions.ensure(CODE)
    return CODE


def a_token(code: str) -> str:
    issuer = queries.issuer_of(code)
    days = vc.times(today(), today(), today() + timedelta(days=300))
    return sdjwt.issue({"iss": issuer, "vct": "x", **days}, [], queries.signer_for(code, CREDENTIAL))


def reading(token: str) -> RefusalCode | None:
    try:
        sdjwt.verify(token, queries.resolver(), now=now())
    except Refused as refused:
        return refused.code
    return None


def active(code: str) -> IssuerKey:
    row = queries.active(code, CREDENTIAL)
    assert row is not None
    return row


def test_the_next_key_is_published_a_week_before_it_signs(town: str, time_machine: Any) -> None:
    before, token = active(town), a_token(town)
    coming = actions.rotate(town, CREDENTIAL, by=ADMIN)
    assert {key["kid"] for key in publishing.jwks(town)["keys"]} >= {before.kid, coming.kid}
    assert queries.signer_for(town, CREDENTIAL).kid == before.kid
    with pytest.raises(RuleBroken):
        actions.activate(coming)
    time_machine.move_to(now() + timedelta(days=6, hours=23))
    assert upkeep.keep_up() == 0
    time_machine.move_to(now() + timedelta(hours=2))
    assert (upkeep.keep_up(), upkeep.keep_up()) == (1, 0)
    assert queries.signer_for(town, CREDENTIAL).kid == coming.kid
    assert (before.status, before.wrapped_private) == (KeyStatus.VERIFY_ONLY, None)
    assert reading(token) is None
    assert reading(a_token(town)) is None
    assert [entry.action for entry in history_of(before)][-1] == "issuer_key.step_down"


def test_no_verifiers_list_outlives_the_time_a_key_is_published_ahead() -> None:
    assert publishing.LIST_LIFETIME <= actions.OVERLAP
    assert timedelta(days=7) <= actions.OVERLAP


def test_only_one_next_key_waits(town: str) -> None:
    waiting = actions.rotate(town, CREDENTIAL, by=ADMIN)
    with pytest.raises(RuleBroken):
        actions.rotate(town, CREDENTIAL, by=ADMIN)
    actions.withdraw(waiting, by=ADMIN)
    assert actions.rotate(town, CREDENTIAL, by=ADMIN).kid != waiting.kid


@pytest.mark.both_databases
def test_the_database_itself_holds_one_active_key_for_each_purpose(session: Session) -> None:
    a_municipality(CODE)
    actions.ensure(CODE)
    waiting = actions.rotate(CODE, CREDENTIAL, by=ADMIN)
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.execute(sa.update(IssuerKey).where(IssuerKey.id == waiting.id).values(status=KeyStatus.ACTIVE))


def test_a_year_passes_without_anybodys_hand(town: str, time_machine: Any) -> None:
    first = active(town)
    time_machine.move_to(now() + timedelta(days=359))
    assert upkeep.keep_up() == 4  # the three of the town and the operator's
    time_machine.move_to(now() + timedelta(days=7, hours=1))
    assert upkeep.keep_up() == 4
    assert active(town).kid != first.kid
    time_machine.move_to(now() + timedelta(days=732))
    upkeep.keep_up()
    assert first.status is KeyStatus.RETIRED
    assert queries.resolver()(first.kid) is None


def test_a_key_that_may_still_be_asked_for_is_not_forgotten(town: str) -> None:
    row = active(town)
    actions.step_down(row)
    with pytest.raises(RuleBroken):
        actions.retire(row)


def test_a_key_past_its_end_signs_nothing(town: str, time_machine: Any) -> None:
    time_machine.move_to(now() + timedelta(days=731))
    with pytest.raises(MissingSetup):
        queries.signer_for(town, CREDENTIAL)


def test_what_was_signed_with_a_lost_key_is_no_longer_believed(town: str) -> None:
    row, token = active(town), a_token(town)
    told: list[str] = []
    services().extras[actions.AFTER_COMPROMISE] = (lambda key, by: told.append(key.kid),)
    replacement = actions.mark_compromised(row, since=now(), by=ADMIN, reason="端末の盗難")
    assert reading(token) is RefusalCode.KEY_COMPROMISED
    assert reading(a_token(town)) is None
    assert queries.signer_for(town, CREDENTIAL).kid == replacement.kid
    assert told == [row.kid]
    assert row.kid not in {key["kid"] for key in publishing.jwks(town)["keys"]}
    assert row.wrapped_private is None
    with pytest.raises(MissingSetup):
        holding.signer_of(row)


def test_a_next_key_that_waits_takes_over_at_once_when_one_is_lost(town: str) -> None:
    waiting = actions.rotate(town, CREDENTIAL, by=ADMIN)
    assert actions.mark_compromised(active(town), since=now(), by=ADMIN, reason="盗難") is waiting
    assert reading(a_token(town)) is None


def test_a_loss_needs_a_reason_and_lies_in_the_past(town: str) -> None:
    with pytest.raises(RuleBroken):
        actions.mark_compromised(active(town), since=now(), by=ADMIN, reason=" ")
    with pytest.raises(RuleBroken):
        actions.mark_compromised(active(town), since=now() + timedelta(hours=1), by=ADMIN, reason="盗難")


@pytest.mark.parametrize("by", [CLERK, Actor(user_id="01X")])
def test_only_the_towns_administrator_and_the_operator_decide_about_its_keys(by: Any, town: str) -> None:
    with pytest.raises(NotAllowed):
        actions.rotate(town, CREDENTIAL, by=by)
    with pytest.raises(NotAllowed):
        actions.rotate(OTHER, CREDENTIAL, by=ADMIN)
    with pytest.raises(NotAllowed):
        actions.rotate(None, KeyPurpose.ROOT, by=ADMIN)
    assert actions.rotate(OTHER, CREDENTIAL, by=OPERATOR)


def test_the_signed_list_holds_every_towns_keys_and_tells_of_a_loss(town: str) -> None:
    actions.ensure(OTHER)
    made = keylist.read(publishing.key_list_token(), queries.resolver(), now=now())
    assert {entry.key.municipality_code for entry in made.entries} == {CODE, OTHER}
    token = a_token(town)
    assert sdjwt.verify(token, made.resolver(), now=now()).claims["iss"].endswith(town)
    lost = active(town)
    actions.mark_compromised(lost, since=now(), by=ADMIN, reason="盗難")
    fresh = keylist.read(publishing.key_list_token(), queries.resolver(), now=now())
    with pytest.raises(Refused):
        sdjwt.verify(token, fresh.resolver(), now=now())
    for later, code in ((timedelta(days=7), RefusalCode.STALE), (-timedelta(days=1), RefusalCode.ISSUED_LATER)):
        with pytest.raises(Refused) as caught:
            keylist.read(publishing.key_list_token(), queries.resolver(), now=now() + later)
        assert caught.value.code is code


def test_a_town_cannot_sign_the_list_of_all_keys(town: str) -> None:
    signer = queries.signer_for(town, CREDENTIAL)
    forged = keylist.token([], signer, issuer="x", issued=now(), ttl=timedelta(1), lifetime=timedelta(7))
    with pytest.raises(Refused) as caught:
        keylist.read(forged, queries.resolver(), now=now())
    assert caught.value.code is RefusalCode.WRONG_PURPOSE


def test_keys_are_wrapped_anew_under_a_changed_key(town: str, session: Session) -> None:
    extras, kek = services().extras, holding.kek()
    changed = type(kek)(current=b"n" * 32, former=kek.current)
    extras[holding._KEK] = changed
    token = a_token(town)
    assert (actions.rewrap(by=OPERATOR), actions.rewrap(by=OPERATOR)) == (4, 0)
    extras[holding._KEK] = type(kek)(current=b"n" * 32)
    extras.pop(holding._SIGNERS)
    assert reading(token) is None
    assert reading(a_token(town)) is None
    extras[holding._KEK] = kek  # the former one opens nothing any more
    extras.pop(holding._SIGNERS)
    with pytest.raises(MissingSetup):
        a_token(town)


def test_a_drill_goes_through_everything_and_leaves_only_a_trace(town: str, session: Session) -> None:
    row, token = active(town), a_token(town)
    held = drill.hold(row, by=OPERATOR)
    assert [step.label for step in held.steps if not step.is_right] == []
    assert len(held.steps) == 6
    session.flush()
    assert (row.status, row.compromised_at) == (KeyStatus.ACTIVE, None)
    assert queries.signer_for(town, CREDENTIAL).kid == row.kid
    assert reading(token) is None
    assert reading(a_token(town)) is None
    assert len(queries.of_town(town)) == 3
    assert [entry.action for entry in history_of(row)] == ["issuer_key.make", "issuer_key.drill"]
    with pytest.raises(RuleBroken):
        drill.hold(queries.active(town, KeyPurpose.STATUS), by=OPERATOR)
