"""Certificates follow what they rest on; told twice, nothing happens twice."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.activities import a_record
from tests.factories.certificates import TOWN, a_certificate, certificate_of, registration_of, token
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_standing_registration
from tests.factories.residents import a_resident
from webapp.activities.records.models import RecordStatus
from webapp.certificates import actions, following, jobs, queries
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.models import Certificate, CertificateStatus, HeldFor, RevocationReason, TokenForm
from webapp.certificates.status.actions import Status
from webapp.certificates.status.models import StatusList
from webapp.core.clock import months_later, today
from webapp.core.errors import RuleBroken
from webapp.core.trail import history_of, record
from webapp.corporations.designations.models import DesignationStatus
from webapp.credentials.statuslist import StatusBits
from webapp.registrations import following as registrations
from webapp.registrations.consents import actions as consents
from webapp.registrations.models import Registration, RegistrationStatus, Tier
from webapp.residents.models import ConsentPurpose

BY = actions.FOLLOWING
_R = RegistrationStatus


def bit(certificate: Certificate, form: TokenForm, session: Session) -> int:
    """What the status list says of one of its tokens."""
    found = token(certificate, form)
    row = session.get_one(StatusList, found.status_list_id, populate_existing=True)
    return StatusBits(row.size, 2, row.bitmap).get(found.status_index)


def all_of(registration: Registration, session: Session) -> list[Certificate]:
    chosen = select(Certificate).where(Certificate.source_id == registration.id).order_by(Certificate.id)
    return list(session.exec(chosen))


def test_told_again_without_a_change_it_does_nothing(session: Session) -> None:
    certificate = a_certificate()
    before = len(history_of(certificate))
    for _again in range(2):
        following.follow(registration_of(certificate), by=BY)
    assert all_of(registration_of(certificate), session) == [certificate]
    assert len(history_of(certificate)) == before


@pytest.mark.parametrize("change", ["renewal", "tier", "name"])
def test_a_change_of_what_is_certified_supersedes(session: Session, change: str) -> None:
    old = a_certificate()
    row = registration_of(old)
    if change == "renewal":
        row.valid_until = months_later(old.valid_until, 12)
    elif change == "tier":
        row.tier = Tier.PREMIUM
    else:
        row.snapshot = {**row.snapshot, "family_name": "鈴木"}
    following.follow(row, by=BY)
    new = certificate_of(row)
    assert (old.status, new.status) == (CertificateStatus.SUPERSEDED, CertificateStatus.ISSUED)
    assert new.supersedes_id == old.id
    assert new.number != old.number
    assert bit(old, TokenForm.QR_NAME, session) == Status.INVALID
    assert bit(new, TokenForm.QR_NAME, session) == Status.VALID
    following.follow(row, by=BY)
    assert len(all_of(row, session)) == 2


def test_it_stands_still_and_goes_on_with_its_registration(session: Session) -> None:
    certificate = a_certificate()
    row = registration_of(certificate)
    row.status = _R.SUSPENDED
    following.follow(row, by=BY)
    assert (certificate.status, certificate.held_for) == (CertificateStatus.SUSPENDED, HeldFor.SOURCE)
    assert bit(certificate, TokenForm.SDJWT, session) == Status.SUSPENDED
    with pytest.raises(RuleBroken, match="もとの登録"):
        actions.resume(certificate, by=actor_of(a_clerk(TOWN)), note="再開")
    row.status = _R.APPROVED
    following.follow(row, by=BY)
    assert (certificate.status, certificate.held_for) == (CertificateStatus.ISSUED, None)
    assert bit(certificate, TokenForm.SDJWT, session) == Status.VALID


def test_what_the_desk_stopped_is_not_let_go_on_by_its_registration(session: Session) -> None:
    certificate = a_certificate()
    actions.suspend(certificate, by=actor_of(a_clerk(TOWN)), note="紛失の届けがありました。")
    following.follow(registration_of(certificate), by=BY)
    assert (certificate.status, certificate.held_for) == (CertificateStatus.SUSPENDED, HeldFor.DESK)


@pytest.mark.parametrize("way_out", ["renewal", "name", "consent"])
def test_nothing_but_the_desk_lets_go_on_what_the_desk_stopped(session: Session, way_out: str) -> None:
    holder, clerk = a_resident_user(), actor_of(a_clerk(TOWN))
    old = a_certificate(holder)
    row = registration_of(old)
    actions.suspend(old, by=clerk, note="登録の内容を調べています。")
    if way_out == "renewal":
        row.valid_until = months_later(old.valid_until, 12)
    elif way_out == "name":
        row.snapshot = {**row.snapshot, "family_name": "鈴木"}
    else:
        consents.change(row, ConsentPurpose.CERTIFICATE, is_given=False, by=actor_of(holder))
        assert old.status is CertificateStatus.REVOKED
        consents.change(row, ConsentPurpose.CERTIFICATE, is_given=True, by=actor_of(holder))
    following.follow(row, by=BY)
    new = certificate_of(row)
    assert new.id != old.id
    assert (new.status, new.held_for, new.hold_note) == (CertificateStatus.SUSPENDED, HeldFor.DESK, old.hold_note)
    assert {bit(new, form, session) for form in (TokenForm.SDJWT, TokenForm.QR_NAME)} == {Status.SUSPENDED}
    following.follow(row, by=BY)
    assert new.status is CertificateStatus.SUSPENDED
    actions.resume(new, by=clerk, note="確かめました。")
    assert new.status is CertificateStatus.ISSUED


def test_one_renewed_while_it_stands_still_stands_still(session: Session) -> None:
    old = a_certificate()
    row = registration_of(old)
    row.status, row.valid_until = _R.SUSPENDED, months_later(old.valid_until, 12)
    following.follow(row, by=BY)
    new = certificate_of(row)
    assert (old.status, new.status) == (CertificateStatus.SUPERSEDED, CertificateStatus.SUSPENDED)
    assert bit(new, TokenForm.QR_ANON, session) == Status.SUSPENDED


@pytest.mark.parametrize(
    ("end", "last_move", "status", "reason"),
    [
        (_R.WITHDRAWN, "registration.withdraw", CertificateStatus.REVOKED, RevocationReason.WITHDRAWN),
        (_R.ENDED, "registration.end", CertificateStatus.REVOKED, RevocationReason.SOURCE_ENDED),
        (_R.ENDED, "registration.move_out", CertificateStatus.REVOKED, RevocationReason.MOVED),
        (_R.EXPIRED, "registration.expire", CertificateStatus.EXPIRED, None),
    ],
)
def test_it_ends_with_its_registration_and_says_why(
    session: Session, end: RegistrationStatus, last_move: str, status: CertificateStatus, reason: Any
) -> None:
    certificate = a_certificate()
    row = registration_of(certificate)
    row.status = end
    record(row, last_move, by=BY)
    for _twice in range(2):
        following.follow(row, by=BY)
    assert (certificate.status, certificate.revoked_for) == (status, reason)
    expected = Status.VALID if end is _R.EXPIRED else Status.INVALID
    assert bit(certificate, TokenForm.QR_NAME, session) == expected


def test_what_the_desk_revoked_comes_back_only_with_a_new_decision(session: Session) -> None:
    certificate = a_certificate()
    row = registration_of(certificate)
    actions.revoke(certificate, by=actor_of(a_clerk(TOWN)), reason=RevocationReason.ERROR, note="誤記のため。")
    following.follow(row, by=BY)
    assert len(all_of(row, session)) == 1
    row.valid_until = months_later(certificate.valid_until, 12)
    following.follow(row, by=BY)
    assert certificate_of(row).status is CertificateStatus.ISSUED


def test_many_are_told_together_with_few_queries(session: Session) -> None:
    rows = [a_standing_registration() for _ in range(12)]
    following.follow_all(rows, by=BY)
    for row in rows:
        row.valid_until = months_later(row.valid_until or today(), 12)
    session.flush()
    counted: list[str] = []

    def count(_c: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        counted.append(statement)

    engine = session.get_bind().engine
    event.listen(engine, "before_cursor_execute", count)
    try:
        with registrations.together():
            for row in rows:
                registrations.tell(row, by=BY)
        session.flush()
    finally:
        event.remove(engine, "before_cursor_execute", count)
    numbers = [certificate_of(row).number[-6:] for row in rows]
    assert sorted(numbers) == [f"{n:06}" for n in range(13, 25)]
    assert sum("status_list" in s and s.startswith("UPDATE") for s in counted) == 2, "one for entries, one for bits"
    assert sum("certificate_counter" in s for s in counted) == 1


def test_a_designation_has_its_certificate_until_it_ends(session: Session) -> None:
    a_programme(TOWN)
    corporation = a_corporation()
    designation = a_designation(corporation, TOWN, number="塩尻市-1")
    following.follow_designation(designation, by=BY)
    found = queries.newest_by_source("designation", [designation.id])[designation.id]
    assert found.number == "塩尻市-指R8-000001"
    assert (found.holder_name, found.claims["tasks"]) == ("山里くらし支援", ["1", "2"])
    assert found.claims["corporate_number"] == corporation.number
    following.follow_designation(designation, by=BY)
    designation.tasks = ["1"]
    following.follow_designation(designation, by=BY)
    newer = queries.newest_by_source("designation", [designation.id])[designation.id]
    assert (found.status, newer.claims["tasks"]) == (CertificateStatus.SUPERSEDED, ["1"])
    designation.status = DesignationStatus.REVOKED
    following.follow_designation(designation, by=BY)
    assert (newer.status, newer.revoked_for) == (CertificateStatus.REVOKED, RevocationReason.SOURCE_ENDED)


def test_a_designation_that_goes_on_gets_a_new_certificate_in_time(session: Session, time_machine: Any) -> None:
    a_programme(TOWN)
    designation = a_designation(a_corporation(), TOWN)
    following.follow_designation(designation, by=BY)
    first = queries.newest_by_source("designation", [designation.id])[designation.id]
    session.flush()
    time_machine.move_to(f"{(first.valid_until - timedelta(days=10)).isoformat()}T03:00:00Z")
    following.renew_designations(10)
    second = queries.newest_by_source("designation", [designation.id])[designation.id]
    assert (first.status, second.supersedes_id) == (CertificateStatus.SUPERSEDED, first.id)


def test_a_designations_certificate_that_the_desk_revoked_comes_back_only_when_its_facts_change(
    session: Session, time_machine: Any
) -> None:
    a_programme(TOWN)
    designation = a_designation(a_corporation(), TOWN)
    following.follow_designation(designation, by=BY)
    first = queries.newest_by_source("designation", [designation.id])[designation.id]
    actions.revoke(first, by=actor_of(a_clerk(TOWN)), reason=RevocationReason.ERROR, note="区域に誤りがありました。")
    session.flush()
    time_machine.move_to(f"{(today() + timedelta(days=2)).isoformat()}T03:00:00Z")
    designation.status = DesignationStatus.CHANGE
    following.follow_designation(designation, by=BY)
    assert queries.newest_by_source("designation", [designation.id])[designation.id] is first
    designation.area = "市の北部"
    following.follow_designation(designation, by=BY)
    newer = queries.newest_by_source("designation", [designation.id])[designation.id]
    assert (newer.status, newer.claims["area"]) == (CertificateStatus.ISSUED, "市の北部")


def test_a_designation_is_renewed_even_when_the_worker_stood_still_past_its_last_day(
    session: Session, time_machine: Any
) -> None:
    a_programme(TOWN)
    designation = a_designation(a_corporation(), TOWN)
    following.follow_designation(designation, by=BY)
    first = queries.newest_by_source("designation", [designation.id])[designation.id]
    session.flush()
    time_machine.move_to(f"{(first.valid_until + timedelta(days=3)).isoformat()}T03:00:00Z")
    jobs.expire_due({})
    second = queries.newest_by_source("designation", [designation.id])[designation.id]
    assert (second.status, second.supersedes_id) == (CertificateStatus.ISSUED, first.id)


def test_an_attested_activity_is_certified_and_taken_back(session: Session) -> None:
    person = a_resident_user()
    a_resident(person)
    row = a_record(person)
    with pytest.raises(RuleBroken, match="まだ証明されていない"):
        actions.issue(kind_of("activity"), row, by=actor_of(person))
    row.status = RecordStatus.ATTESTED
    session.flush()
    made = actions.issue(kind_of("activity"), row, by=actor_of(person))
    assert made.number.startswith("塩尻市-活R8-")
    row.status = RecordStatus.REVOKED
    following.follow_record(row, by=BY)
    assert made.status is CertificateStatus.REVOKED
