"""A holder's own pages and data, what is erased, and what is signed again after a key was lost."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of, an_operator
from tests.factories.activities import attested_records
from tests.factories.certificates import TOWN, a_certificate, registration_of, token
from tests.support.client import PageClient
from webapp.accounts import own_account
from webapp.accounts.models import User
from webapp.activities.records.models import ActivityRecord
from webapp.certificates import actions, following, jobs
from webapp.certificates.checking import reading
from webapp.certificates.checking.result import State
from webapp.certificates.issuance.queries import first_broken, was_issued
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.models import (
    TEMPLATE_NOW,
    TEMPLATE_WITHOUT_TOKENS,
    Certificate,
    CertificateStatus,
    CertificateToken,
    RevocationReason,
    TokenForm,
)
from webapp.certificates.paper import actions as paper
from webapp.certificates.paper.models import OutsideStatus
from webapp.certificates.queries import newest_by_source
from webapp.core import storage, tenant_data
from webapp.core.actor import ANONYMOUS, Role
from webapp.core.clock import months_later, now
from webapp.core.jobs import Job, run_due
from webapp.core.letters import Letter
from webapp.keys import actions as keys
from webapp.keys import queries as known_keys
from webapp.keys.models import KeyPurpose
from webapp.registrations.models import RegistrationStatus
from webapp.residents.queries import profile_of_user

SignedIn = Callable[..., PageClient]


def test_only_holder_and_own_town_see_a_certificate(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        holder, stranger = a_resident_user(), a_resident_user()
        clerk, elsewhere = a_clerk(TOWN), a_clerk("372081")
        certificate = a_certificate(holder, clerk)
    for person in (holder, clerk):
        signed_in(person).get(f"/my/certificates/{certificate.id}")
    for person in (stranger, elsewhere):
        browser = signed_in(person)
        browser.get(f"/my/certificates/{certificate.id}", expect=404)
        browser.get(f"/my/certificates/{certificate.id}/certificate.pdf", expect=404)


def test_the_old_one_leads_to_the_new_one(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        holder = a_resident_user()
        old = a_certificate(holder)
        row = registration_of(old)
        row.valid_until = months_later(old.valid_until, 12)
        following.follow(row, by=actions.FOLLOWING)
    browser = signed_in(holder)
    page = browser.get(f"/my/certificates/{old.id}")
    assert "いまは使えません" in page.text
    newer = browser.get(page.links()["いまの証明書を開く"])
    assert "000002" in newer.text
    mine = browser.get("/my/certificates")
    assert mine.text.index("000002") < mine.text.index("前の証明書") < mine.text.index("000001")


def test_a_resident_has_an_attested_activity_certified_once(database: Any, signed_in: SignedIn) -> None:
    with database.transaction() as s:
        holder, stranger = a_resident_user(), a_resident_user()
        a_certificate(holder)
        attested_records(holder, 1)
        record = s.exec(select(ActivityRecord).where(ActivityRecord.user_id == holder.id)).one()
    browser, path = signed_in(holder), f"/my/certificates/activities/{record.id}"
    first = browser.post(path).follow()
    assert first.h1 == "担い手活動証明書"
    assert browser.post(path).location == first.path, "asked again, it is the same"
    signed_in(stranger).post(path, expect=404)


@pytest.mark.parametrize("decision", ["suspend", "false", "lost"])
def test_asking_again_undoes_no_decision_of_the_desk(database: Any, signed_in: SignedIn, decision: str) -> None:
    with database.transaction() as s:
        holder, clerk = a_resident_user(), actor_of(a_clerk(TOWN))
        a_certificate(holder)
        attested_records(holder, 1)
        record = s.exec(select(ActivityRecord).where(ActivityRecord.user_id == holder.id)).one()
        stopped = following.certify_record(record, by=actor_of(holder))
        if decision == "suspend":
            actions.suspend(stopped, by=clerk, note="参加を調べています。")
        else:
            reason = {"false": RevocationReason.FALSE_STATEMENT, "lost": RevocationReason.LOST}[decision]
            actions.revoke(stopped, by=clerk, reason=reason, note="届けがありました。")
    browser, path = signed_in(holder), f"/my/certificates/activities/{record.id}"
    if decision == "lost":
        assert browser.post(path).follow().h1 == "担い手活動証明書", "a lost sheet may be followed by another"
    else:
        assert "市町村が一時停止しているか、取り消しています" in browser.post(path, expect=409).text
    with database.transaction(read_only=True) as s:
        chosen = select(Certificate).where(Certificate.kind == "activity", Certificate.status == "issued")
        assert len(s.exec(chosen).all()) == (decision == "lost")


def test_certificates_are_part_of_ones_own_data(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        holder = a_resident_user()
        certificate = a_certificate(holder)
        a_certificate()
    data = signed_in(holder).get("/my/data/futamachi.json").response.json
    assert [row["number"] for row in data["certificates"]] == [certificate.number]
    assert data["certificates"][0]["claims"]["holder_name"] == "佐藤 花子"
    assert "claims_salt" not in data["certificates"][0]


def test_the_towns_copy_has_neither_tokens_nor_the_order_of_entries(session: Session) -> None:
    a_certificate()
    leaving = {t.table.name: {c.name for c in t.columns} for t in tenant_data.tenant_tables(TOWN)}
    assert {"certificate", "certificate_token", "status_list", "issuance_log", "mass_revocation"} <= leaving.keys()
    assert "body" not in leaving["certificate_token"]
    assert "order_key" not in leaving["status_list"]
    assert "claims_salt" not in leaving["certificate"]


def test_the_name_of_who_hides_does_not_leave_with_the_towns_data(app: Any, database: Any) -> None:
    with database.transaction():
        hidden, open_one = a_resident_user(), a_resident_user()
        admin = actor_of(a_staff_user(Role.MUNICIPALITY_ADMIN, TOWN))
        for person in (hidden, open_one):
            sheet = paper.prepare(a_certificate(person), by=admin)
            sheet.file_key, sheet.status = storage.save(person.id.encode(), "pdf"), OutsideStatus.SIGNED
        profile = profile_of_user(hidden.id)
        assert profile is not None
        profile.is_confidential = True
    with app.app_context():
        packed = zipfile.ZipFile(io.BytesIO(b"".join(tenant_data.stream(database, TOWN, "塩尻市"))))
    rows = [json.loads(line) for line in packed.read("tables/certificate.jsonl").splitlines()]
    names = {row["user_id"]: row["claims"].get("holder_name") for row in rows}
    assert names == {hidden.id: None, open_one.id: "佐藤 花子"}
    files = [packed.read(name) for name in packed.namelist() if name.startswith("files/")]
    assert files == [open_one.id.encode()]


def test_a_closed_account_leaves_no_name_behind(app: Any, database: Any) -> None:
    with app.app_context(), database.transaction() as s:
        holder = a_resident_user()
        certificate, other = a_certificate(holder), a_certificate()
        digest, kept = token(certificate, TokenForm.SDJWT).sha256, certificate.claims_sha256
        own_account.close_account(s.get_one(User, holder.id), by=actor_of(holder))
    with database.transaction(read_only=True) as s:
        row = s.get_one(Certificate, certificate.id)
        assert (row.holder_name, row.claims_sha256, row.claims_salt) == ("", kept, "")
        assert row.claims["issuer"] == "長野県塩尻市"
        tokens = s.exec(select(CertificateToken).where(CertificateToken.certificate_id == certificate.id)).all()
        assert {t.body for t in tokens} == {""}
        assert was_issued(digest)
        assert first_broken(TOWN) is None
        assert s.get_one(Certificate, other.id).holder_name == "佐藤 花子"


@pytest.mark.parametrize("chunk", [200, 1])
def test_after_a_key_was_lost_everything_is_signed_again(
    database: Any, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(jobs, "CHUNK", chunk)
    with database.transaction() as s:
        holder = a_resident_user()
        made, ended = a_certificate(holder), a_certificate()
        ended_row = registration_of(ended)
        ended_row.status = RegistrationStatus.ENDED
        following.follow(ended_row, by=actions.FOLLOWING)
        old = {form: token(made, form).body for form in (TokenForm.SDJWT, TokenForm.QR_NAME, TokenForm.QR_ANON)}
        key = known_keys.active(TOWN, KeyPurpose.CREDENTIAL)
        assert key is not None
        keys.mark_compromised(key, since=now(), by=actor_of(an_operator()), reason="端末の紛失")
    with database.transaction(read_only=True):
        assert reading.check_text(old[TokenForm.SDJWT]).state is State.FOREIGN, "not believed from this moment on"
    for _ in range(8):
        run_due(database)
    with database.transaction(read_only=True) as s:
        again = s.get_one(Certificate, made.id)
        assert (again.status, again.number) == (CertificateStatus.ISSUED, made.number)
        for form, body in old.items():
            newer = token(again, form)
            assert newer.body != body
            assert reading.check_text(newer.body).state is State.VALID
        waiting = select(CertificateToken).where(CertificateToken.replaced_at == None)  # noqa: E711
        assert {t.kid for t in s.exec(waiting)} == {token(again, TokenForm.SDJWT).kid}
        assert sum("印刷し直して" in subject for subject in s.exec(select(Letter.subject))) == 1
        assert s.exec(select(Job).where(Job.kind == jobs.SIGN_AGAIN, Job.status != "done")).all() == []


def test_certificates_from_before_tokens_get_theirs(database: Any) -> None:
    with database.transaction() as s:
        made = a_certificate()
        row = s.get_one(Certificate, made.id)
        for found in s.exec(select(CertificateToken)).all():
            s.delete(found)
        row.template_version = TEMPLATE_WITHOUT_TOKENS
    with database.transaction():
        assert reading.check_text(made.public_code).state is State.VALID
        jobs.complete({})
    with database.transaction(read_only=True) as s:
        row = s.get_one(Certificate, made.id)
        assert row.template_version == TEMPLATE_NOW
        assert reading.check_text(token(row, TokenForm.QR_NAME).body).state is State.VALID


def test_what_is_past_its_day_expires_by_itself(session: Session, time_machine: Any) -> None:
    person = a_resident_user()
    a_certificate(person)
    attested_records(person, 1)
    record = session.exec(select(ActivityRecord)).one()
    made = actions.issue(kind_of("activity"), record, by=ANONYMOUS)
    session.flush()
    time_machine.move_to(f"{months_later(made.valid_until, 1).isoformat()}T03:00:00Z")
    for _twice in range(2):
        jobs.expire_due({})
    assert newest_by_source("activity", [record.id])[record.id].status is CertificateStatus.EXPIRED
