"""Whose desk: assigning, deputies from until, work of who leaves; and the reasons a town writes for itself."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.accounts import a_clerk, a_membership, actor_of
from tests.factories.municipalities import a_programme
from webapp.accounts import transfers
from webapp.accounts.queries import memberships_of, user
from webapp.core.actor import Role
from webapp.core.clock import now, today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.jobs import Job, run_due
from webapp.core.letters import Letter
from webapp.core.trail import TrailEntry
from webapp.desk.reasons import actions as reasons
from webapp.desk.reasons.models import Answer
from webapp.desk.reasons.queries import reasons_of, shown_reasons
from webapp.registrations import deciding
from webapp.registrations.desk import assigning, deputies
from webapp.registrations.models import Registration

TOWN = "202151"


def holder(database: Any, row: Any) -> str | None:
    with database.transaction(read_only=True) as s:
        return s.get_one(Registration, row.id).assigned_to


def test_a_colleague_gets_the_row_a_letter_and_a_line_in_the_history(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    row = handed_in()
    me = signed_in(desk["clerk"])
    page = me.get(f"/staff/registrations/{row.id}")
    page = me.submit(page, "担当を決める", {"to": desk["colleague"].id}).follow()
    assert "担当を決めました" in page.text
    assert "赤羽 千尋" in page.text
    assert holder(database, row) == desk["colleague"].id
    with database.transaction(read_only=True) as s:
        letters = s.exec(select(Letter).where(Letter.to_email == desk["colleague"].email)).all()
    assert "担当になりました" in letters[-1].subject
    assert "佐藤" not in str(letters[-1].content)
    me.submit(page, "担当を決める", {"to": ""})
    assert holder(database, row) is None
    me.post(f"/staff/registrations/{row.id}/assign", {"to": "somebody"}, expect=409)


def test_many_are_assigned_at_once(database: Any, desk: Any, handed_in: Any, signed_in: Any) -> None:
    rows = [handed_in(name) for name in ("青木", "井上")]
    me = signed_in(desk["clerk"])
    page = me.post("/staff/registrations/assign", {"registration": [row.id for row in rows]}, expect=200)
    assert "青木 花子" in page.text
    me.raw.post(
        "/staff/registrations/assign",
        data={
            "registration": [row.id for row in rows],
            "to": desk["colleague"].id,
            "csrf_token": me.csrf_token(),
        },
    )
    assert {holder(database, row) for row in rows} == {desk["colleague"].id}


def test_nobody_from_elsewhere_and_not_the_applicant_gets_a_row(database: Any, desk: Any, handed_in: Any) -> None:
    row = handed_in()
    with database.transaction() as s:
        a_programme("152242")
        stranger, clerk = a_clerk("152242"), actor_of(desk["clerk"])
        here, applicant = s.get_one(Registration, row.id), user(row.user_id)
        with pytest.raises(RuleBroken, match="働いている職員"):
            assigning.assign(here, stranger, by=clerk)
        with pytest.raises(NotAllowed):
            assigning.assign(here, desk["clerk"], by=actor_of(stranger))
        a_membership(applicant, Role.CLERK, TOWN)
        with pytest.raises(RuleBroken, match="申請した本人"):
            assigning.assign(here, applicant, by=clerk)
        deciding.approve(here, by=clerk)
        with pytest.raises(RuleBroken, match="決定した申請"):
            assigning.assign(here, desk["clerk"], by=clerk)


def test_a_deputys_decision_says_for_whom(database: Any, desk: Any, handed_in: Any, signed_in: Any) -> None:
    row = handed_in()
    with database.transaction() as s:
        assigning.assign(s.get_one(Registration, row.id), desk["colleague"], by=actor_of(desk["admin"]))
    boss = signed_in(desk["admin"])
    page = boss.get("/staff/registrations/deputies")
    chosen = {"absent": desk["colleague"].id, "deputy": desk["clerk"].id, "valid_until": today().isoformat()}
    page = boss.submit(page, "代理を決める", chosen).follow()
    assert "赤羽 千尋" in page.text
    with database.transaction() as s:
        deciding.approve(s.get_one(Registration, row.id), by=actor_of(desk["clerk"]))
        s.flush()
        noted = s.exec(select(TrailEntry).where(TrailEntry.action == deputies.DEPUTISED)).one()
        assert (noted.actor_id, noted.to_status) == (desk["clerk"].id, desk["colleague"].id)
        assert "千尋" not in noted.reason
    assert "不在の担当者の代わりに行いました" in signed_in(desk["clerk"]).get(f"/staff/registrations/{row.id}").text
    page = boss.submit(page, "代理を終える").follow()
    assert "いまの代理はありません" in page.text
    with database.transaction(read_only=True):
        assert deputies.absent_for(actor_of(desk["clerk"])) == set()


def test_deputies_are_named_by_the_absent_one_or_the_administrator_for_days_to_come(database: Any, desk: Any) -> None:
    day = today()
    with database.transaction():
        a_programme("152242")
        clerk, colleague, stranger = desk["clerk"], desk["colleague"], a_clerk("152242")
        span = {"since": day, "until": day}
        with pytest.raises(NotAllowed):
            deputies.appoint(colleague, clerk, TOWN, **span, by=actor_of(clerk))
        with pytest.raises(RuleBroken, match="本人以外"):
            deputies.appoint(clerk, clerk, TOWN, **span, by=actor_of(clerk))
        with pytest.raises(RuleBroken, match="働いている職員"):
            deputies.appoint(clerk, stranger, TOWN, **span, by=actor_of(clerk))
        with pytest.raises(RuleBroken, match="おわりの日"):
            deputies.appoint(clerk, colleague, TOWN, since=day, until=day - timedelta(days=1), by=actor_of(clerk))
        later = deputies.appoint(
            clerk, colleague, TOWN, since=day + timedelta(days=1), until=day + timedelta(days=2), by=actor_of(clerk)
        )
        assert deputies.absent_for(actor_of(colleague)) == set()
        with pytest.raises(NotAllowed):
            deputies.end(later, by=actor_of(colleague))


@pytest.mark.parametrize("has_successor", [True, False])
def test_the_work_of_who_leaves_goes_on_the_morning_after(
    app: Any, database: Any, desk: Any, handed_in: Any, time_machine: Any, has_successor: bool
) -> None:
    row = handed_in()
    with database.transaction() as s:
        admin = actor_of(desk["admin"])
        assigning.assign(s.get_one(Registration, row.id), desk["colleague"], by=admin)
        (membership,) = memberships_of(desk["colleague"])
        successor = desk["clerk"] if has_successor else None
        transfers.end_and_hand_over(membership, on=today(), reason="異動", by=admin, successor=successor)
    with app.app_context():
        run_due(database)
    assert holder(database, row) == desk["colleague"].id
    time_machine.move_to(now() + timedelta(days=1), tick=False)
    with app.app_context():
        run_due(database)
    assert holder(database, row) == (desk["clerk"].id if has_successor else None)
    with database.transaction(read_only=True) as s:
        told = select(Letter).where(col(Letter.subject).contains("件の担当になりました"))
        assert len(s.exec(told).all()) == int(has_successor)
        assert s.exec(select(Job).where(Job.kind == assigning.HAND_ON)).one().last_error == ""


def test_who_stays_after_all_keeps_the_work(database: Any, desk: Any, handed_in: Any) -> None:
    row = handed_in()
    with database.transaction() as s:
        assigning.assign(s.get_one(Registration, row.id), desk["colleague"], by=actor_of(desk["admin"]))
        assert assigning.hand_on(desk["colleague"].id, TOWN, desk["clerk"].id) == 0
    assert holder(database, row) == desk["colleague"].id


def test_a_town_writes_its_own_reasons_and_keeps_every_version(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    row, boss = handed_in(), signed_in(desk["admin"])
    page = boss.get("/staff/reasons")
    page = boss.get(page.links()["滞在する場所がない"])
    boss.submit(page, "理由を保存する", {"title": "", "words": "x"}, expect=422)
    boss.submit(page, "理由を保存する", {"title": "場所がない", "words": "空き家バンクの担当につなぎます。"})
    boss.submit(boss.get(page.path), "理由を保存する", {"words": "住まいの担当につなぎます。"})
    versions = boss.get(page.path).text
    for words in ("空き家バンクの担当", "住まいの担当", "はじめから", "上條 正人"):
        assert words in versions
    boss.submit(
        boss.get(f"/staff/reasons/{TOWN}/refuse/new"),
        "理由を保存する",
        {"title": "定員", "words": "今年度の受け入れの数に達しました。"},
    )
    me = signed_in(desk["clerk"])
    page = me.get(f"/staff/registrations/{row.id}/refuse")
    assert "住まいの担当につなぎます。" in page.text
    assert "今年度の受け入れの数" in page.text
    assert "滞在する場所がない" not in page.text
    page = me.submit(page, "登録を断る", {"template": "no_base"}).follow()
    assert "住まいの担当につなぎます。" in page.text


def test_a_hidden_reason_is_not_offered_and_only_administrators_write(database: Any, desk: Any, signed_in: Any) -> None:
    with database.transaction():
        admin = actor_of(desk["admin"])
        with pytest.raises(NotAllowed):
            reasons.write(TOWN, Answer.REFUSE, title="x", words="y", by=actor_of(desk["clerk"]))
        reasons.write(TOWN, Answer.REFUSE, key="untrue", title="x", words="y", is_shown=False, by=admin)
        assert "untrue" not in shown_reasons(TOWN, Answer.REFUSE)
        assert "untrue" in shown_reasons("152242", Answer.REFUSE)
        for n in range(reasons.MOST - len(reasons_of(TOWN, Answer.REFUSE))):
            reasons.write(TOWN, Answer.REFUSE, title=f"{n}", words="y", by=admin)
        with pytest.raises(RuleBroken, match="個まで"):
            reasons.write(TOWN, Answer.REFUSE, title="one more", words="y", by=admin)
    me = signed_in(desk["clerk"])
    me.get(f"/staff/reasons/{TOWN}/refuse/new", expect=403)
    me.get("/staff/reasons/152242", expect=404)
    boss = signed_in(desk["admin"])
    boss.get("/staff/reasons/152242/refuse/new", expect=404)
    boss.get(f"/staff/reasons/{TOWN}/refuse/edit/nothing", expect=404)
