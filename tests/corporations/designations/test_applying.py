"""Applying for a designation: from an account without a role, screen by screen, to the town's desk."""

import io
from datetime import date, timedelta

import pytest
from sqlmodel import select
from werkzeug.datastructures import FileStorage

from tests.corporations.conftest import OTHER, TOWN
from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, a_user, actor_of
from tests.factories.corporations import BODY, OFFICER, PDF, a_corporation, a_designation, a_paper, an_application
from tests.factories.municipalities import a_setting
from webapp.core.actor import Role
from webapp.core.clock import months_later, today
from webapp.core.database import session
from webapp.core.errors import BadFile, NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.corporations import files
from webapp.corporations.designations import actions, own_data, queries, rules
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.documents.models import DesignationDocument
from webapp.corporations.designations.invitations import actions as invitations
from webapp.corporations.designations.models import Designation, DesignationStatus

NUMBER = "8700110005901"
WRITTEN = {**BODY, "number": NUMBER, "established_on": "2020-04-01"}


@pytest.fixture
def founder(making, signed_in):
    """A browser of somebody who signed up and has no role."""
    with making():
        person = a_user(email="founder@example.jp")
    return signed_in(person)


def handed_in(browser, page, name="定款.pdf", data=PDF, **more):
    return browser.submit(page, "この書類を出す", {"file": (io.BytesIO(data), name), **more.pop("fields", {})}, **more)


def test_a_person_without_a_role_applies_screen_by_screen(making, founder, signed_in, client):
    page = founder.get(f"/my/designations/new/{TOWN}")
    assert "登記事項証明書（発行から3か月以内）" in page.text
    page = founder.submit(page, "申請を書きはじめる").follow()
    assert "0と9の取り違え" in page.text
    page = founder.submit(page, "保存して次へ", WRITTEN).follow()
    officer = {"name1": "役員 秘子", "title1": "理事", "address1": "秘密の町1-1", "career1": "教員"}
    more = founder.submit(page, "役員の欄をふやす", officer, expect=200)
    assert 'name="name5"' in more.html
    page = founder.submit(more, "保存して次へ", officer).follow()
    work = {"tasks": ["1"], "plan1": "毎週土曜に相談を受けます。", "area": "市内全域"}
    assert founder.submit(page, "保存して次へ", {**work, "plan1": ""}, expect=422).errors()
    page = founder.submit(page, "保存して次へ", work).follow()
    page = founder.submit(page, "保存して次へ", {"means": "会費", "income": "１，０００，０００"}).follow()
    with making():
        row = session().exec(select(Designation)).one()
        assert row.accounts["income"] == 1_000_000
        keys = [asked.key for asked in checklist.asked_by(TOWN) if asked.is_required]
        for key in keys[1:]:
            a_paper(row, key)
    handed_in(founder, founder.get(f"/my/designations/{row.id}/upload?key=articles"))
    page = founder.submit(founder.get(f"/my/designations/{row.id}/documents"), "次へ").follow()
    page = founder.submit(page, "保存して次へ", {"none_applies": "y"}).follow()
    signs = {"is_true": "y", "number_compared": "y", "may_hand_over": "y"}
    assert founder.submit(page, "申請を送る", {**signs, "number_compared": None}, expect=422).errors()
    assert "まちが審査しています" in founder.submit(page, "申請を送る", signs).follow().text
    with making():
        clerk = a_clerk(TOWN)
        assert session().exec(select(Letter).where(Letter.to_email == "founder@example.jp")).one()
        assert session().get_one(Designation, row.id).due_on == today() + timedelta(days=30)
    desk = signed_in(clerk)
    assert "山里くらし支援" in desk.get("/staff/corporations").text
    assert "秘密の町1-1" in desk.get(f"/staff/designations/{row.id}").text
    founder.post(f"/my/designations/{row.id}/work", work, expect=409)
    assert "山里くらし支援" not in client.get("/corporations").text


def test_a_file_that_is_no_paper_is_refused_with_a_sentence(making, founder):
    page = founder.submit(founder.get(f"/my/designations/new/{TOWN}"), "申請を書きはじめる")
    row_id = page.location.split("/")[3]
    upload = founder.get(f"/my/designations/{row_id}/upload?key=articles")
    for name, data, says in (
        ("定款.pdf", b"<html><script>", "PDFか、写真"),
        ("定款.pdf", PDF[:20], "途中で切れて"),
        ("定款.png", b"\x89PNG\r\n\x1a\nno", "写真を読めません"),
    ):
        assert says in handed_in(founder, upload, name, data, expect=422).errors()[0]
    with making():
        assert session().exec(select(DesignationDocument)).first() is None


def test_a_file_of_more_than_eight_megabytes_is_refused(app):
    big = FileStorage(io.BytesIO(b"%PDF-" + b"0" * (8 * 2**20)), "定款.pdf")
    with app.app_context(), pytest.raises(BadFile, match="8メガバイト"):
        files.keep(big)


def test_a_paper_is_a_download_for_the_applicant_and_the_town_only(making, founder, signed_in, client):
    page = founder.submit(founder.get(f"/my/designations/new/{TOWN}"), "申請を書きはじめる")
    row_id = page.location.split("/")[3]
    day = today().isoformat()
    handed_in(
        founder,
        founder.get(f"/my/designations/{row_id}/upload?key=register"),
        "登記<b>.exe.pdf",
        fields={"issued_on": day},
    )
    with making():
        paper = session().exec(select(DesignationDocument)).one()
        session().get_one(Designation, row_id).status = DesignationStatus.APPLIED
        session().get_one(Designation, row_id).corporate_number = NUMBER
        clerk, stranger, far = a_clerk(TOWN), a_user(), a_clerk(OTHER)
    own, theirs = (f"/{side}/designations/documents/{paper.id}/file" for side in ("my", "staff"))
    for browser, path in ((founder, own), (signed_in(clerk), theirs)):
        got = browser.get(path).response
        assert got.data == PDF
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in got.headers["Content-Security-Policy"]
    signed_in(stranger).get(own, expect=404)
    signed_in(far).get(theirs, expect=404)
    client.get(own, expect=303)


def test_each_gap_is_named_before_sending(towns):
    person = a_user()
    row = an_application(person)
    assert list(rules.broken(row)) == []
    gaps = {
        "corporate_number": ("8700110005902", "法人番号"),
        "body": ({**BODY, "seat": ""}, "住所"),
        "officers": ([], "役員"),
        "plans": ({}, "計画"),
        "area": ("", "区域"),
        "accounts": ({}, "費用"),
        "stated_at": (None, "欠格事由"),
    }
    for name, (value, says) in gaps.items():
        before = getattr(row, name)
        setattr(row, name, value)
        assert says in "".join(rules.broken(row)), name
        setattr(row, name, before)
    paper = next(document for document in checklist.documents_of(row) if document.key == "register")
    paper.issued_on = months_later(today(), -3) - timedelta(days=1)
    assert "登記事項証明書" in "".join(rules.broken(row))
    paper.issued_on = months_later(today(), -3)
    assert list(rules.broken(row)) == []
    towns.delete(paper)
    with pytest.raises(RuleBroken, match="登記事項証明書"):
        actions.submit(row, by=actor_of(person))
    assert row.status is DesignationStatus.DRAFT


def test_a_town_narrows_the_legal_forms_from_a_day_on(towns):
    row = an_application(a_user())
    a_setting("designation_legal_forms", ["company"], today() + timedelta(days=1), TOWN)
    assert list(rules.broken(row)) == []
    a_setting("designation_legal_forms", ["company"], today(), TOWN)
    assert "会社" in "".join(rules.broken(row))
    assert "特定非営利活動法人" in "".join(rules.broken(row))


def test_a_closed_town_says_why_and_takes_no_application(making, founder, client):
    with making():
        a_setting("designation_policy", "closed", date(2026, 4, 1), TOWN)
        a_setting("designation_policy_reason", "窓口だけで足りています。", date(2026, 4, 1), TOWN)
        a_setting("designation_policy_url", "https://example.jp/why", date(2026, 4, 1), TOWN)
    page = founder.get(f"/my/designations/new/{TOWN}")
    assert "窓口だけで足りています。" in page.text
    assert "https://example.jp/why" in page.html
    assert "申請を書きはじめる" not in page.text
    founder.post(f"/my/designations/new/{TOWN}", expect=409)
    public = client.get("/corporations")
    assert "窓口だけで足りています。" in public.text
    assert "https://example.jp/why" in public.html


def test_by_invitation_only_the_invited_apply(towns):
    a_setting("designation_policy", "invitation", date(2026, 4, 1), TOWN)
    person, clerk = a_user(), actor_of(a_clerk(TOWN))
    row = an_application(person)
    with pytest.raises(RuleBroken, match="招待されていません"):
        actions.submit(row, by=actor_of(person))
    with pytest.raises(RuleBroken, match="招待されていません"):
        actions.consult(row, "申請できますか", by=actor_of(person))
    asked = invitations.invite(TOWN, row.corporate_number, name="x", email="body@example.jp", by=clerk)
    assert towns.exec(select(Letter).where(Letter.to_email == "body@example.jp")).one()
    with pytest.raises(RuleBroken, match="すでに"):
        invitations.invite(TOWN, row.corporate_number, name="x", by=clerk)
    invitations.withdraw(asked, by=clerk)
    assert any("招待" in sentence for sentence in rules.broken(row))
    invitations.invite(TOWN, row.corporate_number, name="x", by=clerk)
    with pytest.raises(NotAllowed):
        invitations.invite(OTHER, row.corporate_number, name="x", by=clerk)
    actions.submit(row, by=actor_of(person))
    assert row.status is DesignationStatus.APPLIED


def test_two_tabs_make_one_draft_and_two_people_one_application(towns):
    person, second = a_user(), a_user()
    assert actions.start(TOWN, by=actor_of(person)) is actions.start(TOWN, by=actor_of(person))
    first = an_application(person)
    copy = an_application(second, corporate_number=first.corporate_number)
    elsewhere = an_application(person, OTHER, corporate_number=first.corporate_number)
    actions.submit(first, by=actor_of(person))
    with pytest.raises(RuleBroken, match="すでに申請"):
        actions.submit(copy, by=actor_of(second))
    actions.submit(elsewhere, by=actor_of(person))
    with pytest.raises(RuleBroken, match="送ったあと"):
        actions.edit(first, {"area": "x"}, by=actor_of(person))


@pytest.mark.both_databases
def test_the_database_decides_between_two_who_send_at_once(towns, monkeypatch):
    person, second = a_user(), a_user()
    first = an_application(person)
    copy = an_application(second, corporate_number=first.corporate_number)
    actions.submit(first, by=actor_of(person))
    monkeypatch.setattr(rules, "BEFORE_SUBMIT", ())  # as if the first one had not been there when it was looked up
    with pytest.raises(RuleBroken, match="たったいま"):
        actions.submit(copy, by=actor_of(second))


def test_nobody_applies_again_within_a_year_of_a_revocation(towns):
    person, corporation = a_user(), a_corporation()
    lost = {"status": DesignationStatus.REVOKED, "ended_on": months_later(today(), -12) + timedelta(days=1)}
    before = a_designation(corporation, TOWN, **lost)
    row = an_application(person, corporate_number=corporation.number)
    assert any("取り消されています" in sentence for sentence in rules.broken(row))
    before.ended_on = months_later(today(), -12)
    assert list(rules.broken(row)) == []


def test_where_a_corporation_has_people_only_they_apply(towns):
    corporation, stranger = a_corporation(), a_user()
    worker = a_staff_user(Role.CORPORATION, corporation.id)
    row = an_application(stranger, corporate_number=corporation.number)
    with pytest.raises(RuleBroken, match="職員"):
        actions.submit(row, by=actor_of(stranger))
    own = an_application(worker, corporate_number=corporation.number)
    actions.submit(own, by=actor_of(worker))
    assert own.status is DesignationStatus.APPLIED


def test_a_question_before_applying_is_answered_and_a_draft_is_nobodys_business(making, founder, signed_in):
    page = founder.submit(founder.get(f"/my/designations/new/{TOWN}"), "申請を書きはじめる")
    row_id = page.location.split("/")[3]
    with making():
        clerk, other = a_clerk(TOWN), a_resident_user()
    desk = signed_in(clerk)
    desk.get(f"/staff/designations/{row_id}", expect=404)
    signed_in(other).get(f"/my/designations/{row_id}", expect=404)
    page = founder.get(f"/my/designations/{row_id}/consult")
    founder.submit(page, "相談を送る", {"question": "どの業務にあたりますか。"})
    page = desk.get(f"/staff/designations/{row_id}")
    assert "どの業務にあたりますか。" in page.text
    desk.submit(desk.get(page.links()["相談に答える"]), "答えを送る", {"answer": "1にあたります。"})
    assert "1にあたります。" in founder.get(f"/my/designations/{row_id}").text
    founder.submit(founder.get(f"/my/designations/{row_id}/withdraw"), "取り下げる")
    assert "取り下げました" in founder.get(f"/my/designations/{row_id}").text
    founder.post(f"/my/designations/{row_id}/withdraw", expect=409)


def test_what_a_person_wrote_goes_out_with_them_and_is_blanked(towns):
    person, corporation = a_user(), a_corporation()
    open_, mine = an_application(person), actor_of(person)
    actions.submit(open_, by=mine)
    standing = a_designation(corporation, TOWN, applicant_id=person.id, officers=[OFFICER])
    told = own_data.exported(mine)["designations"]
    assert [row["officers"] for row in told] == [[OFFICER], [OFFICER]]
    assert "articles.pdf" in told[0]["documents"]
    own_data.erase(person.id, by=mine)
    assert (open_.status, open_.officers) == (DesignationStatus.WITHDRAWN, [])
    assert checklist.documents_of(open_, replaced_too=True) == []
    assert standing.officers == [OFFICER]
    assert standing.is_in_force


def test_another_persons_application_cannot_be_written_on(towns):
    row, stranger = an_application(a_user()), actor_of(a_user())
    for act in (actions.state, actions.submit, actions.withdraw):
        with pytest.raises(NotAllowed):
            act(row, by=stranger)
    with pytest.raises(NotThere):
        queries.own_for(stranger, row.id)
