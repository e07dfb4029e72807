"""Many at once: a summary first, every row looked at again, each whole or not at all, every outcome named."""

from typing import Any

import pytest
from sqlmodel import col, select

from tests.factories.accounts import a_clerk, a_membership, actor_of
from tests.factories.municipalities import a_programme
from webapp.core.actor import Role
from webapp.core.errors import RuleBroken
from webapp.core.letters import Letter
from webapp.core.services import services
from webapp.registrations import applying
from webapp.registrations.desk import bulk, second_look
from webapp.registrations.following import FOLLOWERS
from webapp.registrations.models import Registration, RegistrationStatus

QUEUE = "/staff/registrations"
_S = RegistrationStatus


def status_of(database: Any, row: Any) -> RegistrationStatus:
    with database.transaction(read_only=True) as s:
        return s.get_one(Registration, row.id).status


def test_the_summary_says_what_will_happen_and_what_cannot_and_changes_nothing(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    good, secret, short = handed_in("青木"), handed_in("井上", is_confidential=True), handed_in("上野")
    twin, decided = handed_in("上野"), handed_in("江口")
    me = signed_in(desk["clerk"])
    me.post(f"{QUEUE}/{decided.id}/refuse", {"template": "no_base"})
    rows = (good, secret, short, twin, decided)
    page = me.post(f"{QUEUE}/bulk", {"registration": [row.id for row in rows]}, expect=200)
    assert "認める申請 1件" in page.text
    assert "まとめては認めない申請 4件" in page.text
    for words in (
        "青木 花子",
        "秘匿希望の方",
        "別の申請か登録があります",
        "（登録できませんでした）では認められません",
    ):
        assert words in page.text, words
    assert "井上" not in page.html
    assert status_of(database, good) is _S.SUBMITTED


def test_after_the_summary_each_row_is_looked_at_again(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    good, gone = handed_in("青木"), handed_in("井上")
    me = signed_in(desk["clerk"])
    summary = me.post(f"{QUEUE}/bulk", {"registration": [good.id, gone.id]}, expect=200)
    with database.transaction() as s:
        row = s.get_one(Registration, gone.id)
        applying.withdraw(row, by=actor_of(s.get_one(type(desk["clerk"]), row.user_id)))
    page = me.submit(summary, "この2件を認める", {"reason": "ようこそ。"}).follow()
    assert "1件を決めました。1件には何も起こっていません。" in page.text
    assert "画面を開いたあとに変わりました" in page.text
    assert (status_of(database, good), status_of(database, gone)) == (_S.APPROVED, _S.WITHDRAWN)
    again = me.submit(summary, "この2件を認める").follow()
    assert "0件を決めました" in again.text


@pytest.mark.both_databases
def test_a_row_that_fails_half_way_leaves_nothing_and_stops_no_other(database: Any, desk: Any, handed_in: Any) -> None:
    rows = [handed_in(name) for name in ("青木", "井上", "上野")]

    def fails_for_one(registration: Any, *, by: Any) -> None:
        if registration.id == rows[1].id:
            raise RuleBroken("証明書の鍵がありません。")

    with database.transaction() as s:
        services().extras[FOLLOWERS] = (fails_for_one,)
        actor = actor_of(desk["clerk"])
        run = bulk.decide(actor, {row.id: "submitted-1" for row in rows})
        assert [line["outcome"] for line in run.outcomes] == ["done", "kept", "done"]
        assert run.outcomes[1]["sentence"] == "証明書の鍵がありません。"
        assert s.exec(select(Registration.status).order_by(col(Registration.id))).all() == [
            _S.APPROVED,
            _S.SUBMITTED,
            _S.APPROVED,
        ]
        told = select(Letter.id).where(col(Letter.subject).contains("として登録されました"))
        assert len(s.exec(told).all()) == 2


@pytest.mark.usefixtures("four_eyes")
def test_with_four_eyes_many_are_proposed_then_confirmed_by_another(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    rows = [handed_in(name) for name in ("青木", "井上")]
    ids = {"registration": [row.id for row in rows]}
    first, second = signed_in(desk["clerk"]), signed_in(desk["colleague"])
    summary = first.post(f"{QUEUE}/bulk", ids, expect=200)
    assert "二人目に確認を頼みます" in summary.text
    first.submit(summary, "この2件を認める案を出す", {"reason": "確かめました。"})
    assert {status_of(database, row) for row in rows} == {_S.PROPOSED}
    with database.transaction(read_only=True) as s:
        wanted = select(Letter.subject).where(Letter.to_email == desk["colleague"].email)
        assert [x for x in s.exec(wanted) if "二人目" in x] == ["登録の決定2件が、二人目の確認を待っています"]
    own = first.post(f"{QUEUE}/bulk", ids, expect=200)
    assert "あなたが出した案です" in own.text
    second.submit(second.post(f"{QUEUE}/bulk", ids, expect=200), "この2件を認める")
    with database.transaction(read_only=True) as s:
        decided = s.exec(select(Registration)).all()
        assert {(row.status, row.decided_by, row.decision_reason) for row in decided} == {
            (_S.APPROVED, desk["colleague"].id, "確かめました。")
        }


def test_a_refusal_is_never_confirmed_in_bulk(database: Any, desk: Any, handed_in: Any) -> None:
    row = handed_in()
    with database.transaction() as s:
        here = s.get_one(Registration, row.id)
        second_look.propose(here, "refuse", reason="場所がない", by=actor_of(desk["clerk"]))
        (plan,) = bulk.plans_for(actor_of(desk["colleague"]), [here])
    assert (plan.move, plan.why_not) == ("", "断る案が出ています。一件ずつ確かめてください。")


def test_another_towns_rows_and_empty_or_endless_selections_go_nowhere(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    row = handed_in()
    with database.transaction():
        a_programme("152242")
        stranger = a_clerk("152242")
        a_membership(desk["clerk"], Role.RESIDENT)
    them, me = signed_in(stranger), signed_in(desk["clerk"])
    them.post(f"{QUEUE}/bulk", {"registration": row.id}, expect=404)
    them.post(f"{QUEUE}/bulk/confirm", {f"seen-{row.id}": "submitted-1"}, expect=404)
    me.post(f"{QUEUE}/bulk", {}, expect=409)
    me.post(f"{QUEUE}/bulk", {"registration": [f"{n:026}" for n in range(201)]}, expect=409)
    summary = me.post(f"{QUEUE}/bulk", {"registration": row.id}, expect=200)
    result = me.submit(summary, "この1件を認める").location
    them.get(result, expect=404)
