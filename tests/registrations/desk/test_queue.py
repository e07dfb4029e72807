"""The queue is narrowed by whose, how, what is late and what came back; nobody sees another town's."""

from datetime import timedelta
from typing import Any

from sqlmodel import select

from tests.factories.accounts import a_clerk, a_user, actor_of
from tests.registrations.desk.conftest import titles
from webapp.accounts.models import Membership
from webapp.core.clock import now, today
from webapp.registrations.desk import assigning, deputies
from webapp.registrations.models import Channel, Registration, Tier

QUEUE = "/staff/registrations"


def change(database: Any, row: Any, **values: Any) -> None:
    with database.transaction() as s:
        stored = s.get_one(Registration, row.id)
        for name, value in values.items():
            setattr(stored, name, value)


def test_filters_narrow_rows_and_counts_and_can_be_taken_off(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    paper, late, again, premium = (handed_in(name) for name in ("青木", "井上", "上野", "江口"))
    change(database, paper, channel=Channel.PAPER)
    change(database, late, due_on=today() - timedelta(days=2))
    change(database, again, resubmitted_at=now())
    change(database, premium, tier=Tier.PREMIUM)
    me = signed_in(desk["clerk"])
    for query, name in (
        ({"channel": "paper"}, "青木"),
        ({"overdue": "1"}, "井上"),
        ({"resubmitted": "1"}, "上野"),
        ({"wish": "premium"}, "江口"),
    ):
        page = me.get(QUEUE, query_string=query)
        assert titles(page) == [f"{name} 花子"], query
        assert "これから対応するもの 1件" in page.text
        assert "すべて外す" in page.links()
    assert "再提出" in me.get(QUEUE, query_string={"resubmitted": "1"}).text
    assert titles(me.get(QUEUE, query_string={"channel": "paper", "overdue": "1"})) == []
    assert len(titles(me.get(QUEUE, query_string={"channel": "x", "who": "y", "sort": "z", "wish": "w"}))) == 4


def test_the_newest_or_the_oldest_comes_first_when_asked(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    first, second = handed_in("青木"), handed_in("井上")
    change(database, first, submitted_at=now() - timedelta(days=3), due_on=today() + timedelta(days=30))
    me = signed_in(desk["clerk"])
    assert titles(me.get(QUEUE)) == ["井上 花子", "青木 花子"]
    assert titles(me.get(QUEUE, query_string={"sort": "old"})) == ["青木 花子", "井上 花子"]
    change(database, second, resubmitted_at=now() - timedelta(days=9))
    assert titles(me.get(QUEUE, query_string={"sort": "new"})) == ["青木 花子", "井上 花子"]


def test_mine_is_mine_and_the_absent_colleagues_and_nobodys_is_also_who_left(
    database: Any, desk: Any, handed_in: Any, signed_in: Any
) -> None:
    mine, theirs, free, left = (handed_in(name) for name in ("青木", "井上", "上野", "江口"))
    with database.transaction() as s:
        admin = actor_of(desk["admin"])
        leaver = a_clerk("202151")
        for row, person in ((mine, desk["clerk"]), (theirs, desk["colleague"]), (left, leaver)):
            assigning.assign(s.get_one(Registration, row.id), person, by=admin)
        held = s.exec(select(Membership).where(Membership.user_id == leaver.id)).one()
        held.valid_from = held.valid_until = today() - timedelta(days=1)
    me = signed_in(desk["clerk"])
    assert titles(me.get(QUEUE, query_string={"who": "mine"})) == ["青木 花子"]
    assert titles(me.get(QUEUE, query_string={"who": desk["colleague"].id})) == ["井上 花子"]
    assert sorted(titles(me.get(QUEUE, query_string={"who": "nobody"}))) == ["上野 花子", "江口 花子"]
    with database.transaction():
        colleague = desk["colleague"]
        deputies.appoint(
            colleague, desk["clerk"], "202151", since=today(), until=today(), by=actor_of(colleague)
        )  # fmt: skip
    page = me.get(QUEUE, query_string={"who": "mine"})
    assert sorted(titles(page)) == ["井上 花子", "青木 花子"]
    assert "代理をしています" in page.text
    assert free.id not in page.html


def test_a_page_holds_fifty_and_keeps_the_filters(database: Any, desk: Any, handed_in: Any, signed_in: Any) -> None:
    row = handed_in("青木")
    with database.transaction() as s:
        stored = s.get_one(Registration, row.id)
        for n in range(51):
            copy = Registration(**{**stored.model_dump(exclude={"id"}), "user_id": a_user().id})
            copy.snapshot = {"family_name": f"番号{n}"}
            s.add(copy)
    page = signed_in(desk["clerk"]).get(QUEUE, query_string={"channel": "online"})
    assert len(titles(page)) == 50
    following = page.tree.select_one("a[rel=next]")
    assert following is not None
    assert "channel=online" in str(following.attrs["href"])
    assert len(titles(signed_in(desk["clerk"]).get(str(following.attrs["href"])))) == 2
