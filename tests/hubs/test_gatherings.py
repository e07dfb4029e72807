"""Gatherings: announced, signed up for, pitched at in order, written about on a board, called off."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_resident_user, a_staff_user, actor_of
from tests.factories.hubs import SHIOJIRI, a_hub
from tests.factories.municipalities import a_programme
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.core.actor import Actor, Role, system_actor
from webapp.core.clock import now
from webapp.core.errors import NotAllowed, NotThere, RuleBroken
from webapp.core.letters import Letter
from webapp.hubs import actions as hubs
from webapp.hubs import leaving
from webapp.hubs.communities import actions as communities
from webapp.hubs.gatherings import actions, own_data, queries
from webapp.hubs.gatherings.models import Coming, Gathering, GatheringStatus, Idea
from webapp.municipalities.models import Programme, ProgrammeStatus
from webapp.projects.models import Project


@pytest.fixture
def town(database: Any) -> Any:
    with database.transaction():
        a_programme(SHIOJIRI)
    return database


def a_person() -> Actor:
    return actor_of(a_resident_user())


def a_gathering(by: Actor | None = None, **changes: Any) -> Gathering:
    """One that begins in a week."""
    starts = now() + timedelta(days=7)
    values = {
        "title": "ピッチの夜",
        "about": "話す夜",
        "place": "寄り合い所",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=2),
        "question": "何ができる？",
        **changes,
    }
    return actions.plan(SHIOJIRI, values, by=by or actor_of(a_staff_user(Role.HUB, SHIOJIRI)))


def test_an_organiser_plans_for_the_own_community_and_for_nothing_else(town: Any) -> None:
    with town.transaction():
        organiser = a_person()
        values = {"name": "花の会", "about": "花壇"}
        community = communities.propose(SHIOJIRI, values, shown_name="世話人", by=organiser)
        with pytest.raises(NotAllowed):
            a_gathering(organiser, community_id=community.id)  # not let in yet
        communities.approve(community, by=actor_of(a_clerk(SHIOJIRI)))
        mine = a_gathering(organiser, community_id=community.id)
        with pytest.raises(NotAllowed):
            a_gathering(organiser)
        with pytest.raises(NotThere):
            queries.led_for(a_person(), mine.id)
        assert queries.led_for(organiser, mine.id) is mine


def test_one_signs_up_once_and_no_further_than_the_places(town: Any) -> None:
    with town.transaction():
        found = a_gathering(capacity=1)
        guest = a_person()
        first = actions.sign_up(found, shown_name="客", by=guest)
        assert actions.sign_up(found, shown_name="客2", pitch="話す", by=guest) is first
        with pytest.raises(RuleBroken):
            actions.sign_up(found, shown_name="次", by=a_person())
        with pytest.raises(NotAllowed):
            actions.call_off(first, by=a_person())
        actions.call_off(first, by=guest)
        actions.sign_up(found, shown_name="次", by=a_person())
        assert queries.count_of(found) == 1


def test_the_running_order_is_moved_and_hides_who_asks_for_secrecy(town: Any, client: PageClient) -> None:
    with town.transaction():
        hub = actor_of(a_staff_user(Role.HUB, SHIOJIRI))
        found, hidden = a_gathering(hub), a_resident_user()
        a_resident(hidden, is_confidential=True)
        actions.sign_up(found, shown_name="聞くだけ", by=a_person())
        rows = [actions.sign_up(found, shown_name=n, pitch=f"題{n}", by=a_person()) for n in "ABC"]
        actions.sign_up(found, shown_name="かくれた人", pitch="秘密の題", by=actor_of(hidden))
        actions.move_pitch(found, rows[2].id, earlier=True, by=hub)
        actions.move_pitch(found, rows[0].id, earlier=True, by=hub)
        with pytest.raises(NotAllowed):
            actions.move_pitch(found, rows[0].id, earlier=True, by=a_person())
        assert [row.shown_name for row in queries.pitches_of(found)] == ["A", "C", "B", "かくれた人"]
    page = client.get(f"/gatherings/{found.id}")
    assert [
        item.text.split()[0] for item in page.tree.select("#pitches ~ ol li, section[aria-labelledby=pitches] li")
    ] == [
        "題A",
        "題C",
        "題B",
    ]
    assert "秘密の題" not in page.text


def test_who_wanted_to_come_is_told_of_another_day_and_of_the_end(town: Any) -> None:
    with town.transaction() as session:
        hub = actor_of(a_staff_user(Role.HUB, SHIOJIRI))
        found = a_gathering(hub)
        actions.sign_up(found, shown_name="客", by=a_person())
        actions.revise(found, {"title": "別の題"}, by=hub)
        assert session.exec(select(Letter)).all() == []
        actions.revise(found, {"place": "公民館"}, by=hub)
        actions.cancel(found, reason="大雪のため", by=hub)
        assert ["変わりました" in one.subject for one in session.exec(select(Letter).order_by(Letter.created_at))] == [
            True,
            False,
        ]
        with pytest.raises(RuleBroken):
            actions.sign_up(found, shown_name="x", by=a_person())
        with pytest.raises(RuleBroken):
            actions.write_idea(found, "遅い", shown_name="x", by=a_person())
        late = a_gathering(hub)
        with pytest.raises(RuleBroken):
            actions.hold(late, by=hub)
        late.starts_at, late.ends_at = now() - timedelta(hours=3), now() - timedelta(hours=1)
        actions.hold(late, by=hub)
        assert late.status is GatheringStatus.HELD
        actions.write_idea(late, "次は昼に", shown_name="x", by=a_person())


def test_an_idea_becomes_a_projects_draft_once(town: Any, signed_in: Any) -> None:
    with town.transaction():
        clerk = a_clerk(SHIOJIRI)
        found = a_gathering(actor_of(clerk))
        idea = actions.write_idea(found, "空き店舗で貸し本屋", shown_name="はな", by=a_person())
    desk = signed_in(clerk)
    page = desk.get(f"/staff/projects/new?idea={idea.id}")
    assert page.tree.select_one("#story").text.strip() == "空き店舗で貸し本屋"
    with town.transaction() as session:
        project = Project(
            municipality_code=SHIOJIRI, title="貸し本屋", summary="x", story="y", goal_yen=1, budget=[],
            below_goal="a", above_goal="b", opens_on=now().date(), closes_on=now().date(),
        )  # fmt: skip
        session.add(project)
        session.flush()
        known = session.get_one(Idea, idea.id)
        actions.become_project(known, project.id, by=actor_of(clerk))
        with pytest.raises(RuleBroken):
            actions.become_project(known, project.id, by=actor_of(clerk))
    assert "取り組みの下書きになりました" in desk.get(f"/gatherings/{found.id}").text


def test_a_person_takes_along_and_erases_their_part(town: Any) -> None:
    with town.transaction() as session:
        found, guest = a_gathering(), a_person()
        actions.sign_up(found, shown_name="客", pitch="題", by=guest)
        actions.write_idea(found, "案", shown_name="客", by=guest)
        assert {key: len(rows) for key, rows in own_data.exported(guest).items()} == {"gatherings": 1, "ideas": 1}
        own_data.erase(str(guest.user_id), by=guest)
        assert [(row.user_id, row.shown_name, row.pitch) for row in session.exec(select(Coming))] == [(None, "", "")]
        assert [(row.user_id, row.shown_name, row.text) for row in session.exec(select(Idea))] == [(None, "", "案")]


def test_from_planning_to_the_clock_and_who_came_in_pages(town: Any, signed_in: Any) -> None:
    with town.transaction():
        hub, guest = a_staff_user(Role.HUB, SHIOJIRI), a_resident_user()
    desk, other = signed_in(hub), signed_in(guest)
    form = desk.get(f"/desk/gatherings/new/{SHIOJIRI}")
    day = (now() + timedelta(days=5)).date().isoformat()
    filled = {
        "title": "夜",
        "about": "話す",
        "place": "家",
        "day": day,
        "starts": "18:00",
        "ends": "17:00",
        "question": "何を？",
    }
    assert desk.submit(form, "公開する", filled, expect=422).errors()
    made = desk.submit(form, "公開する", {**filled, "ends": "20:00"}).follow()
    where = made.response.request.path
    coming = other.submit(other.get(where), "行きます", {"shown_name": "客", "pitch": "やりたいこと"}).follow()
    assert "やりたいこと" in coming.text
    wrong = other.submit(coming, "ボードに出す", {"text": "", "author": "客"}, expect=422)
    assert wrong.errors()
    board = other.submit(coming, "ボードに出す", {"text": "本棚を置く", "author": "客"}).follow()
    assert "本棚を置く" in board.text
    stage = desk.get(f"/desk{where}/stage")
    assert stage.tree.select_one("[data-pitch]").attrs["data-pitch"] == "客：やりたいこと"
    people = desk.get(f"/desk{where}/people")
    ticked = people.tree.select_one("input[name=came]").attrs["value"]
    assert (
        desk.submit(people, "来た人を記録する", {"came": [ticked]})
        .follow()
        .tree.select_one("input[name=came][checked]")
    )
    other.get(f"/desk{where}/stage", expect=404)


@pytest.mark.parametrize("odd", [{"day": "0001-01-01"}, {"starts": "21:00+09:00"}, {"day": "9999-12-31"}])
def test_an_odd_day_or_clock_is_a_mistake_of_the_form(town: Any, signed_in: Any, odd: dict[str, str]) -> None:
    with town.transaction():
        hub = a_staff_user(Role.HUB, SHIOJIRI)
    desk = signed_in(hub)
    filled = {"title": "夜", "about": "話", "place": "家", "day": "2030-01-01", "starts": "18:00", "ends": "20:00"}
    wrong = desk.submit(desk.get(f"/desk/gatherings/new/{SHIOJIRI}"), "公開する", {**filled, **odd}, expect=422)
    assert wrong.tree.select_one("#title").attrs["value"] == "夜"
    assert wrong.errors()


def test_who_asks_for_secrecy_is_named_neither_on_the_board_nor_in_the_room(town: Any, signed_in: Any) -> None:
    with town.transaction():
        hub, hidden = a_staff_user(Role.HUB, SHIOJIRI), a_resident_user()
        a_resident(hidden, is_confidential=True)
        found = a_gathering(actor_of(hub))
        actions.write_idea(found, "本棚", shown_name="かくれた人", by=actor_of(hidden))
        actions.sign_up(found, shown_name="かくれた人", pitch="題", by=actor_of(hidden))
    desk = signed_in(hub)
    board, stage = desk.get(f"/gatherings/{found.id}"), desk.get(f"/desk/gatherings/{found.id}/stage")
    assert "本棚" in board.text
    assert "題" in stage.text
    people = desk.get(f"/desk/gatherings/{found.id}/people")
    assert "お名前は伏せています" in people.text
    assert "かくれた人" not in board.html + stage.html + people.html
    own = signed_in(hidden).get(f"/gatherings/{found.id}")
    assert own.tree.select_one("#author").attrs["value"] == "かくれた人"  # chosen before; a new form suggests no name


def test_what_was_called_off_is_not_announced_anew(town: Any) -> None:
    with town.transaction() as session:
        hub = actor_of(a_staff_user(Role.HUB, SHIOJIRI))
        found = a_gathering(hub)
        actions.sign_up(found, shown_name="客", by=a_person())
        actions.cancel(found, reason="大雪", by=hub)
        with pytest.raises(RuleBroken):
            actions.revise(found, {"place": "公民館"}, by=hub)
        assert len(session.exec(select(Letter)).all()) == 1


def test_a_wrong_idea_keeps_its_own_field_and_a_full_evening_asks_nobody(town: Any, signed_in: Any) -> None:
    with town.transaction():
        found = a_gathering(capacity=1)
        actions.sign_up(found, shown_name="先客", by=a_person())
    guest = signed_in(a_resident_in(town))
    page = guest.get(f"/gatherings/{found.id}")
    assert "定員に達しました" in page.text
    assert "行きます" not in page.text
    wrong = guest.submit(page, "ボードに出す", {"text": "本棚を置く", "author": ""}, expect=422)
    target = wrong.tree.select_one(".error-summary a").attrs["href"]
    assert wrong.tree.select_one(target).attrs["aria-invalid"] == "true"
    assert wrong.tree.select_one("#text").text.strip() == "本棚を置く"


def test_a_town_that_left_shows_no_gathering_and_who_wanted_to_come_is_told(town: Any, client: PageClient) -> None:
    with town.transaction() as session:
        found = a_gathering()
        actions.sign_up(found, shown_name="客", by=a_person())
        leaving.end_all_in(SHIOJIRI, by=system_actor("leaving"), reason="参加を終えるため")
        assert ["中止" in one.subject for one in session.exec(select(Letter))] == [True]
        session.get_one(Programme, SHIOJIRI).status = ProgrammeStatus.LEFT
    client.get(f"/gatherings/{found.id}", expect=404)


def a_resident_in(town: Any) -> Any:
    """Somebody made in a transaction of their own."""
    with town.transaction():
        return a_resident_user()


def test_a_full_gathering_says_so_and_keeps_what_was_typed(town: Any, signed_in: Any) -> None:
    with town.transaction():
        found, guest = a_gathering(capacity=1), a_resident_user()
    browser = signed_in(guest)
    browser.get(f"/gatherings/{found.id}")
    with town.transaction():
        actions.sign_up(found, shown_name="先の客", by=a_person())
    typed = {"shown_name": "客", "pitch": "空き店舗で朝市"}
    page = browser.post(f"/gatherings/{found.id}/coming", typed, expect=422)
    assert "定員に達しました。" in page.text
    assert page.tree.select_one("[name=pitch]").attrs["value"] == "空き店舗で朝市"


def test_editing_keeps_a_hub_and_a_community_that_have_ended(town: Any, signed_in: Any) -> None:
    with town.transaction():
        clerk = a_clerk(SHIOJIRI)
        by = actor_of(clerk)
        community = communities.propose(SHIOJIRI, {"name": "花の会", "about": "花壇"}, shown_name="世話人", by=by)
        hub = a_hub(name="寄り合い所")
        found = a_gathering(by, community_id=community.id, hub_id=hub.id)
        communities.end(community, reason="終わり", by=by)
        hubs.move_hub(hub, "close", reason="終わり", by=by)
    browser = signed_in(clerk)
    page = browser.get(f"/desk/gatherings/{found.id}")
    assert "花の会（終わりました）" in page.html
    page = browser.submit(page, "保存する", {"title": "夜の会"}, expect=303)
    with town.transaction() as s:
        row = s.get_one(Gathering, found.id)
        assert (row.title, row.community_id, row.hub_id) == ("夜の会", community.id, hub.id)


def test_the_letter_of_a_gathering_in_a_town_that_left_leads_somewhere(town: Any, client: PageClient) -> None:
    with town.transaction() as s:
        found, guest = a_gathering(), a_resident_user()
        actions.sign_up(found, shown_name="客", by=actor_of(guest))
        leaving.end_all_in(SHIOJIRI, by=system_actor("test"), reason="まちの参加が終わったため")
        s.get_one(Programme, SHIOJIRI).status = ProgrammeStatus.LEFT
    with town.transaction() as s:
        link = s.exec(select(Letter).where(Letter.to_email == guest.email)).one().content["link"]
    assert client.get(link).status == 200
