"""The desk: find, stop, let go on, revoke; many at once only with a second person; another town's is not there."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.factories.accounts import a_clerk, a_resident_user, actor_of
from tests.factories.certificates import TOWN, a_certificate, registration_of
from tests.support.client import PageClient
from webapp.certificates import actions, following, queries
from webapp.certificates.mass import actions as mass
from webapp.certificates.mass.models import MassRevocation, MassStatus
from webapp.certificates.models import Certificate, CertificateStatus, RevocationReason
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.core.trail import history_of
from webapp.registrations.consents.actions import change
from webapp.registrations.models import RegistrationStatus
from webapp.residents.models import ConsentPurpose
from webapp.residents.queries import profile_of_user

SignedIn = Callable[..., PageClient]
FAR = "372081"


def test_staff_revoke_with_reason_and_words_and_the_holder_reads_them(
    database: Any, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        clerk = a_clerk(TOWN)
        certificate = a_certificate(clerk=clerk)
    desk = signed_in(clerk)
    page = desk.get(f"/staff/certificates/{certificate.id}")
    assert desk.submit(page, "理由を残して取り消す", {"revoke-note": ""}, expect=422).errors()
    values = {"revoke-reason": "false_statement", "revoke-note": "申請の内容が事実と違いました。"}
    desk.submit(page, "理由を残して取り消す", values)
    public = client.get(f"/v/{certificate.public_code}")
    assert public.h1.startswith("取り消された")
    assert "事実" not in public.text
    desk.post(f"/staff/certificates/{certificate.id}/revoke", values, expect=409)
    with database.transaction() as s:
        assert any("取り消されました" in subject for subject in s.exec(select(Letter.subject)))
        stored = s.get_one(Certificate, certificate.id)
        assert stored.revoked_for is RevocationReason.FALSE_STATEMENT
        assert [e.to_status for e in history_of(stored)] == ["issued", "revoked"]


def test_staff_stop_one_and_let_it_go_on(database: Any, signed_in: SignedIn, client: PageClient) -> None:
    with database.transaction():
        clerk = a_clerk(TOWN)
        certificate = a_certificate(clerk=clerk)
    desk, here = signed_in(clerk), f"/staff/certificates/{certificate.id}"
    assert desk.submit(desk.get(here), "理由を残して一時停止する", expect=422).errors()
    desk.submit(desk.get(here), "理由を残して一時停止する", {"suspend-note": "紛失の届けがありました。"})
    assert client.get(f"/v/{certificate.public_code}").h1.startswith("一時停止中")
    desk.submit(desk.get(here), "理由を残して再開する", {"resume-note": "見つかりました。"})
    assert client.get(f"/v/{certificate.public_code}").h1.startswith("有効な")
    desk.post(f"{here}/resume", {"resume-note": "もう一度"}, expect=409)


def test_another_towns_clerk_finds_nothing(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        certificate = a_certificate()
        row = mass.propose([certificate], reason=RevocationReason.OFFICE, note="職権", by=actor_of(a_clerk(TOWN)))
        elsewhere = a_clerk(FAR)
        a_certificate(code=FAR)
    desk, here = signed_in(elsewhere), f"/staff/certificates/{certificate.id}"
    desk.get(here, expect=404)
    for move, values in (("suspend", {"suspend-note": "x"}), ("revoke", {"revoke-note": "x"})):
        desk.post(f"{here}/{move}", values, expect=404)
    proposal = f"/staff/certificates/mass-revocations/{row.id}"
    desk.get(proposal, expect=404)
    desk.post(f"{proposal}/confirm", expect=404)
    assert certificate.number not in desk.get("/staff/certificates").text
    taken = desk.get("/staff/certificates/mass-revocations/new", query_string={"certificate": certificate.id})
    assert certificate.number not in taken.text


def test_the_list_is_filtered_by_kind_state_and_number_and_not_by_name(session: Session) -> None:
    clerk = a_clerk(TOWN)
    rows = [a_certificate() for _ in range(3)]
    mass_actor = actor_of(clerk)
    actions.revoke(rows[0], by=mass_actor, reason=RevocationReason.ERROR, note="誤記")
    session.flush()
    assert queries.desk_for(mass_actor, state="revoked").rows == [rows[0]]
    assert queries.desk_for(mass_actor, state="issued").total == 2
    assert queries.desk_for(mass_actor, kind="designation").rows == []
    assert queries.desk_for(mass_actor, word="000002").rows == [rows[1]]
    assert queries.desk_for(mass_actor, word=rows[2].shown_code).rows == [rows[2]]
    assert queries.desk_for(mass_actor, word="佐藤").rows == []


def test_many_are_revoked_only_by_a_second_person(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        first, second = a_clerk(TOWN), a_clerk(TOWN)
        rows = [a_certificate() for _ in range(3)]
    desk = signed_in(first)
    page = desk.get("/staff/certificates")
    new = desk.submit(page, "選んだものをまとめて取り消す準備をする", {"certificate": [c.id for c in rows[:2]]})
    assert rows[2].number not in new.text
    made = desk.submit(new, "二人目に確認を頼む", {"reason": "office", "note": "職権で取り消します。"}).follow()
    assert "提案した本人は確認できません" in made.text
    desk.post(f"{made.path}/confirm", expect=409)
    with database.transaction(read_only=True) as s:
        assert all(s.get_one(Certificate, c.id).status is CertificateStatus.ISSUED for c in rows)
    other = signed_in(second)
    other.submit(other.get("/staff/certificates").client.get(made.path), "確認して、すべて取り消す")
    with database.transaction(read_only=True) as s:
        found = [s.get_one(Certificate, c.id).status for c in rows]
        assert found == [CertificateStatus.REVOKED, CertificateStatus.REVOKED, CertificateStatus.ISSUED]
    other.post(f"{made.path}/confirm", expect=409)


def test_a_proposal_can_be_dropped_and_has_limits(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk, far = actor_of(a_clerk(TOWN)), actor_of(a_clerk(FAR))
    rows = [a_certificate() for _ in range(2)]
    with pytest.raises(NotThere):
        mass.propose(rows, reason=RevocationReason.OFFICE, note="職権", by=far)
    with pytest.raises(RuleBroken, match="説明"):
        mass.propose(rows, reason=RevocationReason.OFFICE, note=" ", by=clerk)
    with pytest.raises(RuleBroken, match="選んで"):
        mass.propose([], reason=RevocationReason.OFFICE, note="職権", by=clerk)
    monkeypatch.setattr(mass, "MOST", 1)
    with pytest.raises(RuleBroken, match="1件まで"):
        mass.propose(rows, reason=RevocationReason.OFFICE, note="職権", by=clerk)
    made = mass.propose(rows[:1], reason=RevocationReason.OFFICE, note="職権", by=clerk)
    with pytest.raises(NotThere):
        mass.confirm(made, by=far)
    mass.drop(made, reason="まちがいでした。", by=clerk)
    assert session.get_one(MassRevocation, made.id).status is MassStatus.DROPPED
    with pytest.raises(RuleBroken):
        mass.confirm(made, by=actor_of(a_clerk(TOWN)))
    assert rows[0].status is CertificateStatus.ISSUED


def test_secrecy_hides_the_name_from_the_desk(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        holder, clerk = a_resident_user(), a_clerk(TOWN)
        certificate = a_certificate(holder)
        profile = profile_of_user(holder.id)
        assert profile is not None
        profile.is_confidential = True
    desk = signed_in(clerk)
    for path in (
        "/staff/certificates",
        f"/staff/certificates/{certificate.id}",
        f"/my/certificates/{certificate.id}",
        f"/staff/certificates/mass-revocations/new?certificate={certificate.id}",
    ):
        assert "佐藤" not in desk.get(path).html
    desk.get(f"/my/certificates/{certificate.id}/certificate.pdf", expect=409)
    assert "佐藤 花子" in signed_in(holder).get(f"/my/certificates/{certificate.id}").text


def test_after_a_loss_the_desk_issues_another_and_after_an_end_it_cannot(
    database: Any, signed_in: SignedIn, client: PageClient
) -> None:
    with database.transaction():
        clerk, elsewhere = a_clerk(TOWN), a_clerk(FAR)
        certificate = a_certificate(clerk=clerk)
        actions.revoke(certificate, by=actor_of(clerk), reason=RevocationReason.LOST, note="紛失の届けがありました。")
    desk, here = signed_in(clerk), f"/staff/certificates/{certificate.id}"
    signed_in(elsewhere).post(f"{here}/issue-again", expect=404)
    again = desk.submit(desk.get(here), "新しい番号で発行し直す").follow()
    assert again.h1.endswith("000002")
    assert client.get(f"/v/{certificate.public_code}").h1.startswith("取り消された")
    desk.post(f"{here}/issue-again", expect=409)
    with database.transaction() as s:
        newer = s.exec(select(Certificate).where(Certificate.id != certificate.id)).one()
        assert len(s.exec(select(Letter.subject).where(col(Letter.subject).contains("できました"))).all()) == 2
        row = registration_of(newer)
        row.status = RegistrationStatus.ENDED
        following.follow(row, by=actions.FOLLOWING)
    there = f"/staff/certificates/{newer.id}"
    assert "発行し直す" not in desk.get(there).text
    desk.post(f"{there}/issue-again", expect=409)


def test_no_desk_issues_again_what_its_holder_gave_up(session: Session) -> None:
    holder, clerk = a_resident_user(), actor_of(a_clerk(TOWN))
    old = a_certificate(holder)
    change(registration_of(old), ConsentPurpose.CERTIFICATE, is_given=False, by=actor_of(holder))
    assert old.status is CertificateStatus.REVOKED
    with pytest.raises(RuleBroken, match="発行し直せるのは"):
        following.issue_again(old, by=clerk)
