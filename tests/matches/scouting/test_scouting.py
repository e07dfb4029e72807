"""Scouting: asked with a reason of its own, answered freely, nothing told before a yes, time that runs out."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_setting
from tests.factories.residents import SHIOJIRI
from tests.factories.scouting import a_findable, a_scout
from tests.support.client import Page, PageClient
from webapp.accounts.own_account import close_account
from webapp.core import tenant_data
from webapp.core.actor import Role, system_actor
from webapp.core.clock import now, today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.jobs import run_due
from webapp.core.letters import Letter
from webapp.core.trail import TrailEntry, history_of
from webapp.listings.models import ListingKind, ListingStatus
from webapp.matches import store
from webapp.matches.scouting import actions, own_data, queries
from webapp.matches.scouting.models import DeclineReason, Scout, ScoutBlock, ScoutStatus
from webapp.residents.models import Consent, ConsentPurpose
from webapp.residents.queries import profile_of_user

SignedIn = Callable[..., PageClient]
MESSAGE = "秋祭りの太鼓の打ち手が足りません。一緒に始めてみませんか。"
FILLED = {"message": MESSAGE, "next_step": "3日以内にメールを送ります。", "signed": "企画課 中村"}


@pytest.fixture(autouse=True)
def _look_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOOK_AGAIN_SECONDS", 0.0)


def a_need(**changes: Any) -> Any:
    values = {"title": "祭りの担ぎ手", "themes": ["festivals"], "body": "秋祭りの神輿です。"}
    return a_listing(SHIOJIRI, ListingKind.NEED, **{**values, **changes})


@pytest.fixture
def world(database: Any, signed_in: SignedIn) -> dict[str, Any]:
    """A need, somebody who fits it, a clerk; a browser for each."""
    with database.transaction():
        user = a_findable()
        need = a_need()
        clerk = a_clerk(SHIOJIRI)
    return {"need": need, "user": user, "clerk": clerk, "desk": signed_in(clerk), "person": signed_in(user)}


def ask(world: dict[str, Any], **changes: Any) -> Page:
    desk, need = world["desk"], world["need"]
    page = desk.get(f"/desk/candidates/{need.id}")
    page = desk.get(page.links()["お声かけを書く"])
    return desk.submit(page, "お声かけを送る", {**FILLED, **changes}).follow()


def letters_to(database: Any, person: Any) -> list[Letter]:
    with database.transaction(read_only=True) as s:
        return list(s.exec(select(Letter).where(Letter.to_email == person.email).order_by(Letter.id)))


def the_scout(database: Any) -> Scout:
    with database.transaction(read_only=True) as s:
        return s.exec(select(Scout)).one()


def test_a_clerk_asks_and_the_person_reads_who_why_and_what_next(database: Any, world: dict[str, Any]) -> None:
    sent = ask(world)
    assert "返事待ち" in sent.text
    listed = world["person"].get("/my/scouts")
    assert "長野県塩尻市" in listed.text
    page = world["person"].get(f"/my/scouts/{the_scout(database).id}")
    assert page.h1 == "長野県塩尻市からのお声かけ"
    for words in (MESSAGE, "3日以内にメールを送ります。", "企画課 中村", "あなたのしてみたいこと「", "祭りの担ぎ手"):
        assert words in page.text
    letter = letters_to(database, world["user"])[-1]
    assert letter.subject == "長野県塩尻市からお声かけが届きました"
    assert letter.content["link"] == f"/my/scouts/{the_scout(database).id}"


def test_nothing_is_told_before_a_yes_and_only_name_and_address_after_it(database: Any, world: dict[str, Any]) -> None:
    before = ask(world).html
    scout = the_scout(database)
    assert [word for word in ("佐藤", "花子", world["user"].email, world["user"].id) if word in before] == []
    page = world["person"].get(f"/my/scouts/{scout.id}")
    refused = world["person"].submit(page, "/accept", {}, expect=422)
    assert refused.errors()
    assert the_scout(database).contact == {}
    world["person"].submit(page, "/accept", {"agreed": "y", "answer": "平日の夜なら話せます。"})
    after = world["desk"].get(f"/desk/scouts/{scout.id}")
    assert "佐藤 花子" in after.text
    assert world["user"].email in after.text
    assert "平日の夜なら話せます。" in after.text
    assert "新宿" not in after.html
    with database.transaction(read_only=True) as s:
        given = s.exec(select(Consent).where(Consent.purpose == ConsentPurpose.CONTACT)).one()
    assert (given.is_given, given.given_to) == (True, SHIOJIRI)
    assert not any(world["user"].email in str(letter.content) for letter in letters_to(database, world["clerk"]))


def test_opening_a_scout_changes_and_tells_nothing(database: Any, world: dict[str, Any]) -> None:
    ask(world)
    world["person"].get(f"/my/scouts/{the_scout(database).id}")
    assert the_scout(database).status is ScoutStatus.SENT
    page = world["person"].get(f"/my/scouts/{the_scout(database).id}")
    world["person"].submit(page, "/consider")
    assert "検討中" in world["desk"].get("/desk/scouts").text


def test_a_no_needs_no_reason_and_says_nothing_of_the_person(database: Any, world: dict[str, Any]) -> None:
    ask(world)
    scout = the_scout(database)
    page = world["person"].get(f"/my/scouts/{scout.id}")
    world["person"].submit(page, "/decline", {"reason": "far"})
    seen = world["desk"].get(f"/desk/scouts/{scout.id}")
    assert "場所が遠い" in seen.text
    assert world["user"].email not in seen.html
    assert letters_to(database, world["clerk"])[-1].subject.startswith("お声かけは見送られました")
    world["person"].post(f"/my/scouts/{scout.id}/accept", {"agreed": "y"}, expect=409)


def test_a_yes_can_be_taken_back(database: Any, world: dict[str, Any]) -> None:
    ask(world)
    scout = the_scout(database)
    world["person"].post(f"/my/scouts/{scout.id}/accept", {"agreed": "y"})
    page = world["person"].get(f"/my/scouts/{scout.id}")
    world["person"].submit(page, "/retract")
    seen = world["desk"].get(f"/desk/scouts/{scout.id}")
    assert world["user"].email not in seen.html
    assert letters_to(database, world["clerk"])[-1].subject.startswith("連絡先の提供が取りやめられました")
    with database.transaction(read_only=True) as s:
        rows = s.exec(select(Consent).where(Consent.purpose == ConsentPurpose.CONTACT).order_by(Consent.id)).all()
    assert [row.is_given for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"message": "ぜひ来てください"}, "20字以上"),
        ({"message": ""}, "この人に声をかける理由"),
        ({"facts": None}, "合うと考えた理由"),
        ({"next_step": ""}, "受けてもらったあと"),
        ({"signed": ""}, "担当者の名前"),
    ],
)
def test_a_scout_without_a_reason_of_its_own_keeps_what_was_typed(
    world: dict[str, Any], changes: dict[str, Any], says: str
) -> None:
    desk, need = world["desk"], world["need"]
    page = desk.get(desk.get(f"/desk/candidates/{need.id}").links()["お声かけを書く"])
    refused = desk.submit(page, "お声かけを送る", {**FILLED, **changes}, expect=422)
    assert any(says in error for error in refused.errors())
    kept = {**FILLED, **changes}
    assert refused.form("お声かけを送る").select_one("[name=signed]").attrs["value"] == kept["signed"]


def test_an_unknown_candidate_is_not_found_and_none_leads_back(world: dict[str, Any]) -> None:
    desk, need = world["desk"], world["need"]
    desk.get(f"/desk/scouts/new/{need.id}?to=0000-0000", expect=404)
    desk.post(f"/desk/scouts/new/{need.id}", {**FILLED, "to": "0000-0000"}, expect=404)
    assert desk.get(f"/desk/scouts/new/{need.id}", expect=303).location == f"/desk/candidates/{need.id}"


def test_scouts_are_the_senders_and_the_persons_alone(
    database: Any, world: dict[str, Any], signed_in: SignedIn
) -> None:
    ask(world)
    scout = the_scout(database)
    with database.transaction():
        corporation = a_corporation()
        a_designation(corporation, SHIOJIRI)
        others = [a_staff_user(Role.CORPORATION, corporation.id), a_staff_user(Role.HUB, SHIOJIRI)]
        stranger = a_resident_user()
    for other in others:
        signed_in(other).get(f"/desk/scouts/{scout.id}", expect=404)
        signed_in(other).post(f"/desk/scouts/{scout.id}/withdraw", {"reason": "x"}, expect=404)
    for deed in ("accept", "decline", "consider", "retract", "block"):
        signed_in(stranger).post(f"/my/scouts/{scout.id}/{deed}", {"agreed": "y"}, expect=404)
    signed_in(stranger).get(f"/my/scouts/{scout.id}", expect=404)
    world["desk"].get("/my/scouts", expect=403)


def test_a_corporation_asks_in_its_own_name(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        user, corporation = a_findable(), a_corporation(name="山里くらし支援")
        a_designation(corporation, SHIOJIRI)
        need, person = a_need(corporation_id=corporation.id), a_staff_user(Role.CORPORATION, corporation.id)
        clerk = a_clerk(SHIOJIRI)
    ask({"desk": signed_in(person), "need": need})
    scout = the_scout(database)
    assert (scout.sender, scout.corporation_id) == (corporation.id, corporation.id)
    assert "山里くらし支援" in signed_in(user).get("/my/scouts").text
    signed_in(clerk).get(f"/desk/scouts/{scout.id}", expect=404)


def test_a_person_blocks_a_sender_and_is_found_no_more(database: Any, world: dict[str, Any]) -> None:
    ask(world)
    scout = the_scout(database)
    page = world["person"].get(f"/my/scouts/{scout.id}")
    world["person"].submit(page, "/block")
    assert the_scout(database).status is ScoutStatus.DECLINED
    assert "候補 " not in world["desk"].get(f"/desk/candidates/{world['need'].id}").text.replace("候補 の", "")
    page = world["person"].get("/my/scouts")
    world["person"].submit(page, "また受け取る")
    with database.transaction(read_only=True) as s:
        assert s.exec(select(ScoutBlock)).all() == []
    assert "候補 " in world["desk"].get(f"/desk/candidates/{world['need'].id}").text


def test_a_block_is_its_owners_alone(database: Any, world: dict[str, Any], signed_in: SignedIn) -> None:
    with database.transaction() as s:
        row = ScoutBlock(user_id=world["user"].id, sender=SHIOJIRI)
        s.add(row)
        stranger = a_resident_user()
    signed_in(stranger).post(f"/my/scouts/blocks/{row.id}/remove", expect=404)


def test_the_town_takes_a_question_back_with_a_reason(database: Any, world: dict[str, Any]) -> None:
    page = ask(world)
    scout = the_scout(database)
    world["desk"].submit(page, "/withdraw", {"reason": ""}, expect=422)
    world["desk"].submit(page, "/withdraw", {"reason": "催しが中止になりました。"})
    assert the_scout(database).status is ScoutStatus.WITHDRAWN
    assert letters_to(database, world["user"])[-1].subject.startswith("お声かけが取り下げられました")
    assert "催しが中止" not in world["person"].get(f"/my/scouts/{scout.id}").text


def test_one_reminder_after_seven_days_and_the_end_after_fourteen(
    database: Any, world: dict[str, Any], time_machine: Any
) -> None:
    ask(world)
    begin = now()
    time_machine.move_to(begin + timedelta(days=7, minutes=1))
    run_due(database)
    assert letters_to(database, world["user"])[-1].subject.startswith("お声かけの返事を待っています")
    assert the_scout(database).status is ScoutStatus.SENT
    time_machine.move_to(begin + timedelta(days=14, minutes=1))
    run_due(database)
    assert the_scout(database).status is ScoutStatus.EXPIRED
    assert len([one for one in letters_to(database, world["user"]) if "返事を待って" in one.subject]) == 1
    assert letters_to(database, world["clerk"])[-1].subject.startswith("返事の期限が過ぎました")


def test_who_answered_is_not_reminded(database: Any, world: dict[str, Any], time_machine: Any) -> None:
    ask(world)
    world["person"].post(f"/my/scouts/{the_scout(database).id}/decline", {})
    time_machine.move_to(now() + timedelta(days=15))
    run_due(database)
    assert the_scout(database).status is ScoutStatus.DECLINED
    assert not any("返事を待って" in letter.subject for letter in letters_to(database, world["user"]))


def test_the_towns_own_number_of_days_counts(session: Any) -> None:
    user, need = a_findable(), a_need()
    a_setting("scout_reply_days", 21, today() - timedelta(days=1))
    scout = a_scout(need, user)
    assert (scout.reply_by - scout.sent_at).days in (20, 21)


def test_a_listing_that_ended_gets_no_contact(session: Any) -> None:
    user, need = a_findable(), a_need()
    scout = a_scout(need, user)
    need.status = ListingStatus.CLOSED
    with pytest.raises(RuleBroken, match="名前と連絡先は伝えていません"):
        actions.accept(scout, by=actor_of(user))
    assert scout.contact == {}


def test_a_scout_outlives_its_listing(database: Any, world: dict[str, Any]) -> None:
    ask(world)
    with database.transaction() as s:
        s.get_one(type(world["need"]), world["need"].id).status = ListingStatus.CLOSED
    page = world["person"].get(f"/my/scouts/{the_scout(database).id}")
    assert "この掲載は、いまは公開されていません。" in page.text
    assert "掲載を見る" not in page.links()
    world["person"].submit(page, "/accept", {"agreed": "y"}, expect=409)


def test_later_secrecy_closes_every_way_to_the_contact(session: Any) -> None:
    user, need = a_findable(), a_need()
    scout, waiting = a_scout(need, user), a_need(title="別の手伝い")
    actions.accept(scout, by=actor_of(user))
    profile = profile_of_user(user.id)
    assert profile is not None
    profile.is_confidential = True
    session.flush()
    assert queries.contact_of(scout) == {}
    other = Scout(
        sender="x", municipality_code=SHIOJIRI, listing_id=waiting.id, user_id=user.id, candidate="A", reply_by=now()
    )
    session.add(other)
    session.flush()
    with pytest.raises(RuleBroken, match="秘匿"):
        actions.accept(other, by=actor_of(user))


def test_only_the_person_answers(session: Any) -> None:
    user, need = a_findable(), a_need()
    scout = a_scout(need, user)
    with pytest.raises(NotAllowed):
        actions.decline(scout, by=actor_of(a_resident_user()))


def test_the_trail_of_a_town_does_not_name_the_person(session: Any) -> None:
    user, need = a_findable(), a_need()
    scout = a_scout(need, user)
    actions.consider(scout, by=actor_of(user))
    actions.decline(scout, by=actor_of(user), reason=DeclineReason.TIME)
    session.flush()
    entries = history_of(scout)
    assert [entry.action for entry in entries] == ["scout.send", "scout.consider", "scout.decline"]
    assert [entry.actor_id for entry in entries[1:]] == [None, None]
    towns = select(TrailEntry).where(TrailEntry.municipality_code == SHIOJIRI, TrailEntry.actor_id == user.id)
    assert session.exec(towns).all() == []


def test_a_towns_export_holds_its_scouts_without_the_person(session: Any) -> None:
    user = a_findable()
    a_scout(a_need(), user)
    exported = {tenant.table.name: tenant for tenant in tenant_data.tenant_tables(SHIOJIRI)}
    assert "scout_block" not in exported
    names = [column.name for column in exported["scout"].columns]
    assert "candidate" in names
    assert "user_id" not in names


def test_a_person_takes_the_scouts_along_and_has_them_erased(database: Any, world: dict[str, Any]) -> None:
    ask(world)
    world["person"].post(f"/my/scouts/{the_scout(database).id}/accept", {"agreed": "y", "answer": "ぜひ。"})
    data = world["person"].get("/my/data/futamachi.json").response.json
    assert data["scouts"][0]["message"] == MESSAGE
    assert data["scouts"][0]["sender"] == "長野県塩尻市"
    assert "user_id" not in data["scouts"][0]
    with database.transaction():
        own_data.erase(world["user"].id, by=actor_of(world["user"]))
    left = the_scout(database)
    assert (left.user_id, left.contact, left.message, left.answer) == (None, {}, "", "")
    assert world["person"].get("/my/data/futamachi.json").response.json["scouts"] == []
    assert "消しました" in world["desk"].get(f"/desk/scouts/{left.id}").text


def test_closing_an_account_ends_its_scouts(session: Any) -> None:
    user, need = a_findable(), a_need()
    scout = a_scout(need, user)
    close_account(user, by=actor_of(user))
    assert (scout.status, scout.user_id, scout.message) == (ScoutStatus.DECLINED, None, "")


def test_when_a_town_leaves_its_questions_are_taken_back(session: Any) -> None:
    user = a_findable()
    scout = a_scout(a_need(), user)
    own_data.withdraw_all_in(SHIOJIRI, by=system_actor("tests"), reason="参加を終えたため")
    assert scout.status is ScoutStatus.WITHDRAWN
    assert session.get(Scout, scout.id) is scout
