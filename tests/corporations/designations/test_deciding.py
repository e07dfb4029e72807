"""The town decides: papers ticked, sent back, designated, declined, by two where it wants; never about one's own."""

import pytest
import sqlalchemy as sa
from sqlmodel import select

from tests.corporations.conftest import OTHER, TOWN
from tests.factories.accounts import a_clerk, a_membership, a_user, actor_of
from tests.factories.corporations import BODY, a_corporation, an_application, in_review
from tests.factories.municipalities import a_setting
from webapp.accounts import queries as people
from webapp.core.actor import Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.corporations import queries as corporations
from webapp.corporations.designations import actions, deciding, ending, following, queries
from webapp.corporations.designations.documents import actions as papers
from webapp.corporations.designations.documents import checklist
from webapp.corporations.designations.documents.models import Verdict
from webapp.corporations.designations.models import Designation, DesignationStatus
from webapp.corporations.designations.notices import queries as notices
from webapp.listings.models import ListingKind
from webapp.listings.rules import may_start

TERMS = deciding.Terms(today(), ["1"], "市内全域")


def test_an_application_is_examined_and_designated_on_the_pages(making, signed_in, client):
    with making():
        founder, clerk = a_user(email="founder@example.jp"), a_clerk(TOWN)
        row = an_application(founder)
        actions.submit(row, by=actor_of(founder))
    desk, path = signed_in(clerk), f"/staff/designations/{row.id}"
    page = desk.submit(desk.get(path), "審査を始める").follow()
    assert "まだ確かめていない書類" in page.text
    granted = {"number_compared": "y"}
    desk.submit(desk.get(f"{path}/designate"), "指定する", granted, expect=409)
    with making():
        keys = [document.id for document in checklist.documents_of(session().get_one(Designation, row.id))]
    check = desk.get(f"/staff/designations/documents/{keys[0]}")
    desk.submit(check, "確認を記録する", {"verdict": "bad", "note": ""}, expect=409)
    for key in keys:
        desk.post(f"/staff/designations/documents/{key}/good")
    assert desk.submit(desk.get(f"{path}/designate"), "指定する", {}, expect=422).errors()
    page = desk.submit(desk.get(f"{path}/designate"), "指定する", granted).follow()
    assert "塩尻市支援法人第1号" in page.text
    own = signed_in(founder)
    own.get("/desk/listings")
    assert "支援法人に指定されています" in own.get(f"/my/designations/{row.id}").text
    register = client.get("/corporations")
    shown = client.get(register.links()["山里くらし支援"])
    assert "秘密の町1-1" not in shown.text
    assert "役員 秘子" not in shown.text
    with making():
        stored = session().get_one(Designation, row.id)
        assert stored.status is DesignationStatus.DESIGNATED
        assert [m.role for m in people.memberships_of(founder)] == [Role.CORPORATION]
        subjects = session().exec(select(Letter.subject).where(Letter.to_email == "founder@example.jp")).all()
    assert any("指定を受けました" in subject for subject in subjects)


def test_a_correction_names_screens_stops_the_clock_and_comes_back(making, signed_in):
    with making():
        founder, clerk = a_user(), a_clerk(TOWN)
        row = in_review(founder)
    desk, path = signed_in(clerk), f"/staff/designations/{row.id}/correction"
    asked = {"template": "plan", "reason": "曜日も。", "about_work": "曜日を書いてください。"}
    assert desk.submit(desk.get(path), "補正をお願いする", {"template": "", "reason": ""}, expect=422).errors()
    desk.submit(desk.get(path), "補正をお願いする", asked)
    own = signed_in(founder)
    page = own.get(f"/my/designations/{row.id}")
    assert "もう少しくわしく" in page.text
    page = own.get(page.links()["業務と計画を直す"])
    assert "曜日を書いてください。" in page.text
    with making():
        assert session().get_one(Designation, row.id).due_on is None
        actions.submit(queries.by_id(row.id), by=actor_of(founder))
        stored = session().get_one(Designation, row.id)
        assert stored.status is DesignationStatus.APPLIED
        assert stored.due_on is not None


def test_a_refusal_carries_its_ready_sentence(making, signed_in):
    with making():
        founder, clerk = a_user(email="founder@example.jp"), a_clerk(TOWN)
        row = in_review(founder)
    desk = signed_in(clerk)
    page = desk.get(f"/staff/designations/{row.id}/decline")
    desk.submit(page, "指定しないと決める", {"template": "means", "reason": "会費の見込みを示してください。"})
    text = signed_in(founder).get(f"/my/designations/{row.id}").text
    assert "経理の基礎" in text
    assert "会費の見込み" in text


def test_where_two_decide_the_second_is_another_person(towns):
    a_setting("designation_second_look", "yes", today(), TOWN)
    first, second = actor_of(a_clerk(TOWN)), actor_of(a_clerk(TOWN))
    row, refused = in_review(a_user()), in_review(a_user())
    for act in (lambda: deciding.designate(row, TERMS, by=first), lambda: deciding.decline(row, reason="x", by=first)):
        with pytest.raises(RuleBroken, match="二人で"):
            act()
    deciding.propose(row, terms=TERMS, by=first)
    with pytest.raises(RuleBroken, match="別の人"):
        deciding.confirm(row, by=first)
    deciding.send_back(row, reason="区域を確かめて", by=second)
    assert (row.status, row.proposal) == (DesignationStatus.REVIEW, {})
    deciding.propose(row, terms=TERMS, by=second)
    deciding.confirm(row, by=first)
    assert row.status is DesignationStatus.DESIGNATED
    deciding.propose(refused, reason="体制を確かめられません。", by=first)
    deciding.confirm(refused, by=second)
    assert (refused.status, refused.decision_reason) == (DesignationStatus.DECLINED, "体制を確かめられません。")
    recorded = deciding.record(a_corporation(), TERMS, municipality_code=TOWN, by=first)
    assert recorded.status is DesignationStatus.PROPOSED


def test_nobody_decides_about_their_own_corporation(making, signed_in):
    with making():
        founder, worker, corporation = a_user(), a_user(), a_corporation()
        for person in (founder, worker):
            a_membership(person, Role.CLERK, TOWN)
        a_membership(worker, Role.CORPORATION, corporation.id)
        row = in_review(founder, corporate_number=corporation.number)
        for person in (founder, worker):
            for act in (
                lambda by: deciding.designate(row, TERMS, by=by),
                lambda by: deciding.decline(row, reason="x", by=by),
                lambda by: papers.check(row, checklist.documents_of(row)[0], Verdict.GOOD, "", by=by),
            ):
                with pytest.raises(RuleBroken, match="自分の関わる"):
                    act(actor_of(person))
    page = signed_in(founder).get(f"/staff/designations/{row.id}")
    assert "あなたが関わる法人" in page.text
    assert "指定する" not in page.links()


def test_a_reviewer_of_another_town_finds_nothing(making, signed_in):
    with making():
        row, far = in_review(a_user()), a_clerk(OTHER)
        with pytest.raises(NotAllowed):
            deciding.designate(row, TERMS, by=actor_of(far))
        with pytest.raises(NotThere):
            queries.review_for(actor_of(far), row.id)
    browser = signed_in(far)
    for page in ("", "/designate", "/decline", "/correction", "/revoke", "/end", "/demand/improvement"):
        browser.get(f"/staff/designations/{row.id}{page}", expect=404)
    browser.post(f"/staff/designations/{row.id}/start", expect=404)
    assert "山里くらし支援" not in browser.get("/staff/corporations").text


def test_a_decision_overtaken_by_a_withdrawal_changes_nothing(towns):
    clerk, row = actor_of(a_clerk(TOWN)), in_review(a_user())
    table = Designation.__table__  # type: ignore[attr-defined]
    towns.connection().execute(sa.update(table).where(table.c.id == row.id).values(status=DesignationStatus.WITHDRAWN))
    with pytest.raises(RuleBroken, match="ほかの人が先に"):
        deciding.designate(row, TERMS, by=clerk)
    assert corporations.by_number(row.corporate_number) is None
    assert notices.of(row) == []


def test_each_town_counts_its_own_numbers_and_a_number_is_used_once(towns):
    clerk, far = actor_of(a_clerk(TOWN)), actor_of(a_clerk(OTHER))
    rows = [in_review(a_user()), in_review(a_user()), in_review(a_user(), OTHER)]
    for row, by in zip(rows, (clerk, clerk, far), strict=True):
        deciding.designate(row, TERMS, by=by)
    assert [row.number for row in rows] == ["塩尻市支援法人第1号", "塩尻市支援法人第2号", "宇和島市支援法人第1号"]
    with pytest.raises(RuleBroken, match="番号"):
        deciding.designate(in_review(a_user()), deciding.Terms(today(), ["1"], number=rows[0].number), by=clerk)


def test_one_corporation_in_two_towns_is_one_row_of_the_register(towns):
    clerk, far, person = actor_of(a_clerk(TOWN)), actor_of(a_clerk(OTHER)), a_user()
    first = in_review(person)
    deciding.designate(first, TERMS, by=clerk)
    changed = {**BODY, "name": "別の名前", "website": "https://example.jp/"}
    second = in_review(person, OTHER, corporate_number=first.corporate_number, body=changed)
    deciding.designate(second, TERMS, by=far)
    known = corporations.by_id(second.corporation_id)
    assert first.corporation_id == second.corporation_id
    assert (known.name, known.website) == (BODY["name"], "https://example.jp/")
    held = [m for m in people.memberships_of(person) if m.role is Role.CORPORATION]
    assert len(held) == 1


def test_only_a_designated_corporation_lists_each_kind_in_that_town(towns):
    person, clerk = a_user(), actor_of(a_clerk(TOWN))
    row = in_review(person)
    corporation = a_corporation(number=row.corporate_number)
    a_membership(person, Role.CORPORATION, corporation.id)

    def refuses_every_kind(town):
        for kind in ListingKind:
            with pytest.raises(RuleBroken, match="指定を受けていません"):
                may_start(kind, town, corporation.id, by=actor_of(person))

    refuses_every_kind(TOWN)
    deciding.designate(row, TERMS, by=clerk)
    for kind in ListingKind:
        may_start(kind, TOWN, corporation.id, by=actor_of(person))
    refuses_every_kind(OTHER)
    ending.end(row, reason="解散", by=clerk)
    refuses_every_kind(TOWN)


def test_followers_hear_of_a_designation_in_the_same_transaction(app, towns):
    heard = []
    app.extensions["futamachi"].extras[following.FOLLOWERS] = (lambda row, *, by: heard.append((row.status, by)),)
    clerk, row = actor_of(a_clerk(TOWN)), in_review(a_user(), submitted_at=now())
    deciding.designate(row, TERMS, by=clerk)
    assert heard == [(DesignationStatus.DESIGNATED, clerk)]
