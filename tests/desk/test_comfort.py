"""Keys and their switch, kept filters: the reader's own, only what the queue knows."""

from typing import Any

from sqlmodel import select

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.residents import SHIOJIRI
from webapp.accounts import own_account
from webapp.desk.kept import actions
from webapp.desk.kept.models import KeptFilter

QUEUE = "/staff/registrations"
KEEP = "/staff/kept"


def test_the_sheet_says_the_keys_of_this_reader_and_switches_them_off(office: Any, signed_in: Any) -> None:
    clerk = signed_in(office["clerk"])
    page = clerk.get("/my/shortcuts")
    assert "R 登録の審査" in page.text
    assert "shortcuts.js" in page.html
    assert page.tree.select_one('[data-go="r"]').attrs["href"] == QUEUE
    after = clerk.submit(page, "キーボード操作を使わない").follow()
    assert "shortcuts.js" not in after.html
    assert "shortcuts.js" in signed_in(office["colleague"]).get(QUEUE).html
    clerk.submit(after, "キーボード操作を使う")
    assert "shortcuts.js" in clerk.get(QUEUE).html


def test_a_filter_is_kept_under_a_name_and_opens_the_queue(database: Any, office: Any, signed_in: Any) -> None:
    clerk = signed_in(office["clerk"])
    assert "いまの条件を残す" not in clerk.get(QUEUE).text
    page = clerk.get(f"{QUEUE}?show=submitted&who=nobody&q=青木&page=2&next=//evil.example")
    kept = clerk.submit(page, "残す", {"keep-name": "担当なし", "keep-opens": "y"})
    assert kept.location == f"{QUEUE}?show=submitted&who=nobody"
    opened = clerk.get(QUEUE, expect=303)
    assert opened.location == kept.location
    page = opened.follow()
    assert page.tree.select_one(".kept [aria-current]").text == "担当なしはじめ"
    plain = clerk.get(f"{QUEUE}?all=1")
    assert "担当なし" not in signed_in(office["colleague"]).get(QUEUE).text.split("しぼりこむ")[0]
    with database.transaction() as s:
        s.exec(select(KeptFilter)).one().args = {"unknown_by_now": "1"}
    clerk.get(QUEUE)
    clerk.submit(plain, "はじめに使うのをやめる")
    clerk.get(QUEUE)
    clerk.submit(plain, "消す")
    with database.transaction(read_only=True) as s:
        assert s.exec(select(KeptFilter)).all() == []


def test_only_what_the_queue_knows_is_stored_and_only_its_owner_changes_it(
    database: Any, office: Any, signed_in: Any
) -> None:
    clerk = signed_in(office["clerk"])
    clerk.post(KEEP, {"keep-place": "pages.front", "keep-query": "show=x", "keep-name": "x"}, expect=404)
    clerk.post(KEEP, {"keep-place": "registrations_staff.queue", "keep-query": "evil=1", "keep-name": "x"}, expect=409)
    clerk.post(
        KEEP, {"keep-place": "registrations_staff.queue", "keep-query": "show=open", "keep-name": ""}, expect=409
    )
    with database.transaction() as s:
        mine = actor_of(office["clerk"])
        row = actions.keep("receipts_staff.index", "ことし", {"year": "2026", "evil": "1"}, by=mine)
        assert row.args == {"year": "2026"}
        for number in range(actions.MOST):
            actions.keep("certificates_staff.index", f"{number}", {"q": "R8"}, by=mine)
        s.flush()
        assert len(actions.exported(mine)["kept_filters"]) == actions.MOST + 1
    full = {"keep-place": "certificates_staff.index", "keep-query": "q=R7", "keep-name": "もうひとつ"}
    clerk.post(KEEP, full, expect=409)
    signed_in(office["colleague"]).post(f"{KEEP}/{row.id}/drop", expect=404)
    with database.transaction() as s:
        person = s.get_one(type(office["clerk"]), office["clerk"].id)
        person.closed_at = None
        actions.erase(person.id, by=mine)
        assert s.exec(select(KeptFilter)).all() == []


def test_switching_is_the_persons_own(database: Any, office: Any) -> None:
    with database.transaction():
        person = a_clerk(SHIOJIRI)
        assert own_account.switch_shortcuts(person, by=actor_of(person)) is False
        assert own_account.switch_shortcuts(person, by=actor_of(person)) is True
