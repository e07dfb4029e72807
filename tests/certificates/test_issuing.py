"""Issuing: number, claims, entries, signatures and log in one transaction, or nothing at all."""

import threading
import time
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.certificates import TOWN, a_certificate, token
from tests.factories.municipalities import a_programme
from tests.factories.registrations import a_registration
from webapp.certificates import actions, jobs, numbering, queries, tokens
from webapp.certificates.integrity import is_unaltered
from webapp.certificates.issuance.models import IssuanceEntry
from webapp.certificates.issuance.queries import first_broken, was_issued
from webapp.certificates.kinds import registry
from webapp.certificates.kinds.spec import Draft, KindSpec
from webapp.certificates.models import (
    Certificate,
    CertificateCounter,
    CertificateStatus,
    CertificateToken,
    RevocationReason,
    TokenForm,
)
from webapp.certificates.status.actions import Status, allocate
from webapp.certificates.status.models import DECOYS, SIZE, StatusList
from webapp.certificates.status.order import new_place
from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import history_of
from webapp.credentials.signer import LocalSigner
from webapp.credentials.statuslist import StatusBits
from webapp.keys import actions as keys
from webapp.registrations import deciding
from webapp.registrations.models import Registration


def test_the_approval_issues_a_numbered_certificate_with_a_trace_and_a_letter(
    session: Session, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-21T03:00:00Z")
    first, second = a_certificate(), a_certificate()
    assert [c.number for c in (first, second)] == ["塩尻市-R8-000001", "塩尻市-R8-000002"]
    assert first.holder_name == "佐藤 花子"
    assert is_unaltered(first)
    assert [(e.action, e.to_status) for e in history_of(first)] == [("certificate.issue", "issued")]
    assert sum("登録証ができました" in s for s in session.exec(select(Letter.subject))) == 2


def test_every_token_has_an_entry_of_its_own_and_stands_in_the_log(session: Session) -> None:
    rows = [c for _ in range(5) for c in [a_certificate()]]
    tokens = list(session.exec(select(CertificateToken)))
    assert {t.form for t in tokens} == {TokenForm.SDJWT, TokenForm.QR_NAME, TokenForm.QR_ANON}
    assert len({(t.status_list_id, t.status_index) for t in tokens}) == len(tokens) == 3 * len(rows)
    indices = [t.status_index for t in tokens]
    assert max(indices) - min(indices) > SIZE // 4, "neighbours in time are no neighbours in the list"
    assert all(was_issued(t.sha256) for t in tokens)
    assert not was_issued("0" * 64)
    assert first_broken(TOWN) is None


def test_a_changed_log_is_found_out(session: Session) -> None:
    a_certificate()
    session.flush()
    for name in ("issuance_log_no_update",):
        session.connection().exec_driver_sql(f"DROP TRIGGER {name}")
    session.connection().exec_driver_sql("UPDATE issuance_log SET token_sha256 = 'x' WHERE seq = 2")
    session.expire_all()
    assert first_broken(TOWN) == 2


def test_the_order_of_entries_is_a_permutation_that_its_key_decides() -> None:
    places = [new_place(b"k" * 32, n, SIZE) for n in range(2000)]
    assert len(set(places)) == 2000
    assert places != [new_place(b"j" * 32, n, SIZE) for n in range(2000)]
    small = [new_place(b"k" * 32, n, 2**17) for n in range(SIZE - DECOYS, SIZE, 7)]
    assert not set(small) & set(places)


def test_a_full_list_is_followed_by_a_new_one(session: Session) -> None:
    a_certificate()
    first = session.exec(select(StatusList)).one()
    first.used = first.capacity - 2
    session.flush()
    places = allocate(TOWN, 5)
    assert [place.number for place in places] == [1, 1, 2, 2, 2]
    assert len({(p.number, p.index) for p in places}) == 5


def test_a_failed_approval_uses_no_number(session: Session) -> None:
    row = a_registration(a_resident_user(), TOWN)
    with pytest.raises(NotAllowed):
        deciding.approve(row, by=actor_of(a_staff_user(Role.PARTNER, TOWN)))
    assert session.exec(select(Certificate)).all() == []
    assert a_certificate().number.endswith("000001")


def test_nothing_is_half_issued_when_the_signer_fails(database: Any) -> None:
    with database.transaction():
        a_certificate()
        row, clerk = a_registration(a_resident_user(), TOWN), a_clerk(TOWN)
    sign, calls = LocalSigner.sign, []

    def failing(self: LocalSigner, data: bytes) -> bytes:
        calls.append(data)
        if len(calls) == 2:
            raise RuntimeError("the module went away")
        return sign(self, data)

    before = _counted(database)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LocalSigner, "sign", failing)
        with pytest.raises(RuntimeError, match="went away"), database.transaction() as s:
            deciding.approve(s.get_one(Registration, row.id), by=actor_of(clerk))
    assert len(calls) == 2
    assert _counted(database) == before
    with database.transaction() as s:
        deciding.approve(s.get_one(Registration, row.id), by=actor_of(clerk))
    numbers = _counted(database)
    assert numbers["last"] == 2, "the failed one left no gap"
    assert numbers["log"] == before["log"] + 3


def _counted(database: Any) -> dict[str, Any]:
    with database.transaction(read_only=True) as s:
        return {
            "certificates": len(s.exec(select(Certificate)).all()),
            "tokens": len(s.exec(select(CertificateToken)).all()),
            "log": len(s.exec(select(IssuanceEntry)).all()),
            "used": s.exec(select(StatusList.used)).one(),
            "last": s.exec(select(CertificateCounter.last_number)).one(),
            "pending": len([r for r in s.exec(select(Registration)) if r.status == "submitted"]),
        }


@pytest.mark.both_databases
def test_two_issues_at_once_share_neither_number_nor_entry(database: Any) -> None:
    with database.transaction():
        clerk = a_clerk(TOWN)
        rows = [a_registration(a_resident_user(), TOWN) for _ in range(2)]
        keys.ensure(TOWN)
    start, trouble = threading.Barrier(2), []

    def approve(row: Registration) -> None:
        start.wait(timeout=10)
        try:
            with database.transaction() as s:
                deciding.approve(s.get_one(Registration, row.id), by=actor_of(clerk))
        except Exception as error:
            trouble.append(error)

    threads = [threading.Thread(target=approve, args=(row,)) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trouble == []
    with database.transaction(read_only=True) as s:
        assert sorted(n[-6:] for n in s.exec(select(Certificate.number))) == ["000001", "000002"]
        places = [(t.status_list_id, t.status_index) for t in s.exec(select(CertificateToken))]
        assert len(set(places)) == 6
        assert first_broken(TOWN) is None


@pytest.mark.postgres
@pytest.mark.parametrize("how", ["derive", "sign_again"])
def test_no_token_made_beside_a_revocation_outlives_it(database: Any, how: str) -> None:
    with database.transaction():
        holder, clerk = actor_of(a_resident_user()), actor_of(a_clerk(TOWN))
        certificate = a_certificate()
        kid = token(certificate, TokenForm.SDJWT).kid
    is_revoked, has_asked, said = threading.Event(), threading.Event(), []

    def make() -> None:
        is_revoked.wait(timeout=10)
        with database.transaction() as s:
            row = s.get_one(Certificate, certificate.id)
            assert row.status is CertificateStatus.ISSUED, "the revocation is not yet kept"
            has_asked.set()
            try:
                if how == "derive":
                    tokens.derive(row, TokenForm.QR_ANON, by=holder)
                else:
                    jobs.sign_again({"kid": kid, "municipality": TOWN})
            except RuleBroken as refused:
                said.append(str(refused))

    thread = threading.Thread(target=make)
    thread.start()
    with database.transaction() as s:
        row = s.get_one(Certificate, certificate.id)
        actions.revoke(row, by=clerk, reason=RevocationReason.LOST, note="紛失の届けがありました。")
        s.flush()
        is_revoked.set()
        assert has_asked.wait(timeout=10)
        time.sleep(0.5)
    thread.join(timeout=20)
    with database.transaction(read_only=True) as s:
        made = s.exec(select(CertificateToken).where(CertificateToken.certificate_id == certificate.id)).all()
        lists = {row.id: StatusBits(row.size, 2, row.bitmap) for row in s.exec(select(StatusList))}
        assert {lists[row.status_list_id].get(row.status_index) for row in made} == {Status.INVALID}
    assert len(said) == (how == "derive")


def a_toy_kind() -> KindSpec:
    """A kind as a new module beside the others would have it."""

    def drafts_of(sources: Any) -> list[Draft]:
        return [
            Draft(TOWN, "toy", source, {"holder_name": "山の会", "issuer": "長野県塩尻市"}, today(), today())
            for source in sources
        ]

    return KindSpec(
        code="toy",
        title="練習証",
        holder_label="名称",
        number_mark="練",
        claims={"holder_name": "名称", "issuer": "発行した市町村"},
        watched=("holder_name",),
        can=("練習ができます。",),
        cannot=("本番には使えません。",),
        drafts_of=drafts_of,
        source_stands=lambda _certificate: True,
        qr_kind=200,
    )


def test_a_new_kind_is_one_description(
    database: Any, client: Any, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    time_machine.move_to("2026-11-21T03:00:00Z")
    registry.all_kinds()
    monkeypatch.setattr(registry, "_registered", dict(registry._registered))
    kind = registry.register(a_toy_kind())
    with database.transaction():
        a_certificate()
        made = actions.issue(kind, "source-1", by=actor_of(a_clerk(TOWN)))
        digits, text = token(made, TokenForm.QR_NAME).body, token(made, TokenForm.SDJWT).body
    assert made.number == "塩尻市-練R8-000001", "each kind counts for itself"
    for typed in (made.public_code, digits, text):
        page = client.submit(client.get("/verify"), "確かめる", {"code": typed}, expect=_expected(typed))
        page = page.follow() if page.status == 303 else page
        assert page.h1 == "有効な練習証です"
        assert "本番には使えません。" in page.text


def _expected(typed: str) -> int:
    return 303 if len(typed) == 12 else 200


def test_two_kinds_cannot_share_a_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    registry.all_kinds()
    monkeypatch.setattr(registry, "_registered", dict(registry._registered))
    registry.register(a_toy_kind())
    with pytest.raises(ValueError, match="share a mark"):
        registry.register(KindSpec(**{**a_toy_kind().__dict__, "code": "other"}))


def test_numbers_begin_again_in_april(session: Session) -> None:
    a_programme(TOWN)
    kind = registry.kind_of("dual_resident")
    assert numbering.take_numbers(kind, TOWN, "塩尻市", date(2027, 3, 31), 2) == [
        "塩尻市-R8-000001",
        "塩尻市-R8-000002",
    ]
    assert numbering.take_numbers(kind, TOWN, "塩尻市", date(2027, 4, 1)) == ["塩尻市-R9-000001"]


def test_a_revoked_certificate_is_not_in_force(session: Session) -> None:
    clerk = a_clerk(TOWN)
    certificate = a_certificate(clerk=clerk)
    assert queries.is_in_force(certificate)
    actions.revoke(certificate, by=actor_of(clerk), reason=RevocationReason.FALSE_STATEMENT, note="申請が虚偽でした。")
    assert certificate.status is CertificateStatus.REVOKED
    assert not queries.is_in_force(certificate)
    assert certificate.valid_until - certificate.valid_from > timedelta(days=300)
