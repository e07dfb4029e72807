"""At the counter: the person confirms what stands there now, the clerk notes whether a document was seen, nothing stays."""

from typing import Any

from sqlmodel import select

from tests.factories.accounts import a_clerk, actor_of
from tests.registrations.desk.test_entry import ENTRY, filled
from webapp.registrations.desk import entering
from webapp.registrations.desk.models import EntryRecord, Manner
from webapp.registrations.models import Registration, RegistrationStatus

START = "/staff/registrations/counter"


def begun(signed_in: Any, person: Any) -> Any:
    browser = signed_in(person)
    browser.submit(browser.get(START), "窓口モードを始める")
    return browser


def test_the_person_says_yes_on_the_turned_screen_then_the_clerk_finishes(
    database: Any, desk: Any, signed_in: Any
) -> None:
    row = filled(database, desk)
    me = begun(signed_in, desk["clerk"])
    turned = me.get(f"{ENTRY}/{row.id}/confirm")
    assert "is-counter" in turned.tree.find("body").attrs["class"]
    assert turned.tree.select(".side-nav, [data-desk-search]") == []
    assert "丸山 トメ" in turned.text
    assert turned.response.headers["Cache-Control"] == "no-store"
    finish = me.submit(turned, "まちがいありません。同意します").follow()
    me.submit(finish, "この内容で受け付ける", {}, expect=422)
    start = me.submit(finish, "この内容で受け付ける", {"saw_document": "no"}).follow()
    assert (start.path, "丸山" in start.html) == (START, False)
    assert row.reference in start.text
    with database.transaction(read_only=True) as s:
        record = s.exec(select(EntryRecord)).one()
        assert s.get_one(Registration, row.id).status is RegistrationStatus.SUBMITTED
        assert (record.manner, record.saw_document) == (Manner.SCREEN, False)
        assert record.recorded_by == desk["clerk"].id
    assert "本人確認の書類は見ていない" in me.get(f"/staff/registrations/{row.id}").text


def test_nobody_finishes_without_the_yes_and_a_change_asks_for_it_anew(
    database: Any, desk: Any, signed_in: Any
) -> None:
    row = filled(database, desk)
    me = begun(signed_in, desk["clerk"])
    finish = f"{ENTRY}/{row.id}/finish"
    assert me.post(finish, {"saw_document": "yes"}).location == f"{ENTRY}/{row.id}/confirm"
    me.post(f"{ENTRY}/{row.id}/confirm")
    me.get(finish)
    with database.transaction() as s:
        here = entering.entry_for(actor_of(desk["clerk"]), row.id, to_change=True)[0]
        here.purpose = "月に一度、畑を手伝います。"
        s.flush()
    assert me.post(finish, {"saw_document": "yes"}).location == f"{ENTRY}/{row.id}/confirm"
    with database.transaction(read_only=True) as s:
        assert s.get_one(Registration, row.id).status is RegistrationStatus.DRAFT


def test_the_next_person_meets_nothing_of_the_last_and_another_town_nothing_at_all(
    database: Any, desk: Any, signed_in: Any
) -> None:
    row = filled(database, desk)
    me = begun(signed_in, desk["clerk"])
    me.post(f"{ENTRY}/{row.id}/confirm")
    me.post(START, {"do": "start"})
    me.get(f"{ENTRY}/{row.id}/finish", expect=303)
    assert row.reference not in me.get(ENTRY).text
    me.post(START, {"do": "end"})
    page = me.get(ENTRY)
    assert "is-counter" not in page.html
    assert row.reference in page.text
    with database.transaction():
        stranger = a_clerk("152242")
    for path in ("confirm", "finish"):
        signed_in(stranger).get(f"{ENTRY}/{row.id}/{path}", expect=404)
