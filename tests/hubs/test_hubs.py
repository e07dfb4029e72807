"""Hubs and hub persons: who covers which part of a town, for how long, and how much they have on their hands."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_clerk, a_staff_user, actor_of
from tests.factories.hubs import SHIOJIRI, a_hub, a_hub_person
from tests.factories.municipalities import a_programme
from tests.support.client import PageClient
from webapp.core.actor import Role, system_actor
from webapp.core.clock import months_later, today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.letters import Letter
from webapp.core.services import services
from webapp.core.trail import TrailEntry
from webapp.hubs import actions, jobs, leaving, queries
from webapp.hubs.communities import actions as communities
from webapp.hubs.models import HubPerson, PersonStatus
from webapp.hubs.workload import KEY, Work, loads

FAR = "372081"


@pytest.fixture
def town(database: Any) -> Any:
    with database.transaction():
        a_programme(SHIOJIRI)
        a_programme(FAR)
    return database


def test_a_part_without_anybody_is_a_gap(town: Any, client: PageClient) -> None:
    with town.transaction():
        clerk = actor_of(a_clerk(SHIOJIRI))
        actions.name_wards(SHIOJIRI, ["北", "南", "北", " "], by=clerk)
        north, south = queries.wards(SHIOJIRI)
        a_hub_person(ward_id=north.id)
        a_hub(ward_id=south.id)
        assert [(part.ward and part.ward.name, part.is_gap) for part in queries.coverage(SHIOJIRI)] == [
            ("北", False),
            ("南", True),
        ]
        with pytest.raises(RuleBroken):
            actions.name_wards(SHIOJIRI, ["南"], by=clerk)
    page = client.get(f"/municipalities/{SHIOJIRI}/hubs")
    assert "この地区には、いまハブ人材がいません" in page.text
    client.get("/municipalities/382035/hubs", expect=404)


@pytest.mark.parametrize(
    ("kind", "months", "is_possible"), [("cooperator", 36, True), ("cooperator", None, False), ("resident", 90, True)]
)
def test_a_term_is_as_long_as_the_scheme_allows(town: Any, kind: str, months: int | None, is_possible: bool) -> None:
    starts_on = date(2026, 4, 1)
    ends_on = months_later(starts_on, months) - timedelta(days=1) if months else None
    values = {"kind": kind, "starts_on": starts_on, "ends_on": ends_on}
    with town.transaction():
        if is_possible:
            a_hub_person(**values)
            return
        with pytest.raises(RuleBroken):
            a_hub_person(**values)


def test_a_day_more_than_three_years_is_refused_in_words(town: Any) -> None:
    with town.transaction(), pytest.raises(RuleBroken) as broken:
        a_hub_person(kind="cooperator", starts_on=date(2026, 4, 1), ends_on=date(2029, 4, 1))
    assert "2029年3月31日" in broken.value.sentence


def test_the_end_of_a_term_is_announced_once_and_comes_by_itself(town: Any) -> None:
    with town.transaction() as session:
        a_clerk(SHIOJIRI, email="desk@example.jp")
        near = a_hub_person(ends_on=today() + timedelta(days=100))
        far = a_hub_person(ends_on=today() + timedelta(days=181))
        over = a_hub_person(starts_on=today() - timedelta(days=9), ends_on=today() - timedelta(days=1))
        for _twice in range(2):
            jobs.catch_up()
        letters = [one for one in session.exec(select(Letter)) if "任期" in one.subject]
        assert {one.to_email for one in letters} >= {"desk@example.jp"}
        assert len({one.to_email for one in letters}) == len(letters)
        assert (near.noticed_on, far.noticed_on) == (today(), None)
        assert over.status is PersonStatus.ENDED
        assert [person.id for person in queries.people_in(SHIOJIRI)] == sorted([near.id, far.id])


def test_who_has_too_much_is_seen(town: Any, app: Any) -> None:
    with town.transaction(), app.app_context():
        person = a_staff_user(Role.HUB, SHIOJIRI)
        busy, idle = a_hub_person(user_id=person.id, most_work=3), a_hub_person()
        services().extras[KEY] = (Work("a", lambda ids: {person.id: 3}), Work("b", lambda ids: dict.fromkeys(ids, 1)))
        assert [(load.total, load.is_over) for load in loads([busy, idle])] == [(4, True), (0, False)]


def test_hours_that_cannot_be_read_and_foreign_rows_are_refused(town: Any) -> None:
    with town.transaction():
        far = a_hub(FAR)
        stranger = a_staff_user(Role.HUB, FAR)
        for wrong in (
            {"office_days": "火", "office_hours": "お昼ごろ"},
            {"office_days": "火"},
            {"hub_id": far.id},
            {"user_id": stranger.id},
        ):
            with pytest.raises(RuleBroken):
                a_hub_person(**wrong)
        with pytest.raises(NotAllowed):
            actions.open_hub(SHIOJIRI, {"name": "x", "about": "y", "address": "z"}, by=actor_of(stranger))


def test_the_town_sets_up_a_hub_and_the_person_writes_their_own_card(
    town: Any, signed_in: Any, client: PageClient
) -> None:
    with town.transaction():
        clerk, person, other = a_clerk(SHIOJIRI), a_staff_user(Role.HUB, SHIOJIRI), a_staff_user(Role.HUB, SHIOJIRI)
    desk = signed_in(clerk)
    filled = {
        "name": "寄り合い所",
        "about": "寄る所",
        "address": "1丁目",
        "open_days": "火〜土",
        "open_hours": "9時半ごろ",
    }
    wrong = desk.submit(desk.get(f"/staff/hubs/{SHIOJIRI}/new"), "保存する", filled, expect=422)
    assert wrong.tree.select_one("#open_hours").attrs["value"] == "9時半ごろ"
    made = desk.submit(
        desk.get(f"/staff/hubs/{SHIOJIRI}/new"), "保存する", {**filled, "open_hours": "9:00〜17:00"}
    ).follow()
    assert made.h1 == "寄り合い所"
    values = {"shown_name": "みさき", "user_id": person.id, "kind": "resident", "topics": ["fruit"]}
    desk.submit(desk.get(f"/staff/hubs/{SHIOJIRI}/people/new"), "保存する", values).follow()
    own = signed_in(person)
    card = own.submit(
        own.get(own.get("/desk/hub").links()["カードを直す"]),
        "保存する",
        {"about": "よろしく", "office_days": "火", "office_hours": "13:00〜15:00"},
    ).follow()
    assert "13:00〜15:00" in card.text
    with town.transaction() as session:
        row = session.exec(select(HubPerson)).one()
        assert (row.about, row.kind.value) == ("よろしく", "resident")
    assert "ぶどう" in client.get(f"/hubs/people/{row.id}").text
    signed_in(other).get(f"/desk/hub/{row.id}", expect=404)
    ended = desk.submit(desk.get(f"/staff/hubs/people/{row.id}"), "みさきさんの任期を今日で終える").follow()
    assert "任期を終えました" in ended.text
    client.get(f"/hubs/people/{row.id}", expect=404)


def test_nothing_is_shown_any_more_when_the_town_leaves(town: Any, client: PageClient) -> None:
    with town.transaction():
        clerk = actor_of(a_clerk(SHIOJIRI))
        hub, person = a_hub(), a_hub_person()
        community = communities.propose(SHIOJIRI, {"name": "花の会", "about": "花"}, shown_name="x", by=clerk)
        leaving.end_all_in(SHIOJIRI, by=system_actor("leaving"), reason="参加を終えるため")
    for address in (f"/hubs/{hub.id}", f"/hubs/people/{person.id}", f"/communities/{community.id}"):
        client.get(address, expect=404)


def test_rules_that_people_run_into_are_mistakes_of_the_form_and_lose_nothing(town: Any, signed_in: Any) -> None:
    with town.transaction():
        clerk = a_clerk(SHIOJIRI)
        actions.name_wards(SHIOJIRI, ["北"], by=actor_of(clerk))
        a_hub(ward_id=queries.wards(SHIOJIRI)[0].id)
    desk = signed_in(clerk)
    new_person = desk.get(f"/staff/hubs/{SHIOJIRI}/people/new")
    filled = {"shown_name": "みさき", "kind": "cooperator", "starts_on": "2026-04-01", "office_days": "火"}
    for changes, target in (
        ({"office_hours": "昼ごろ"}, "#office_hours"),
        ({"office_hours": "9:00〜10:00"}, "#ends_on"),
        ({"office_hours": "9:00〜10:00", "ends_on": "2029-04-01"}, "#ends_on"),
        ({"kind": "resident", "office_days": "", "ends_on": "2026-03-31"}, "#ends_on"),
    ):
        wrong = desk.submit(new_person, "保存する", {**filled, **changes}, expect=422)
        assert wrong.tree.select_one(".error-summary a").attrs["href"] == target
        assert wrong.tree.select_one("#shown_name").attrs["value"] == "みさき"
    wards = desk.submit(desk.get(f"/staff/hubs/{SHIOJIRI}/wards"), "保存する", {"names": "南"}, expect=422)
    assert wards.tree.select_one("#names").text.strip() == "南"


def test_a_person_stays_reachable_when_their_hub_closes(town: Any, client: PageClient) -> None:
    with town.transaction():
        place = a_hub()
        person = a_hub_person(hub_id=place.id)
        actions.move_hub(place, "close", by=actor_of(a_clerk(SHIOJIRI)), reason="工事")
    assert place.name not in client.get(f"/hubs/people/{person.id}").text


def test_a_card_before_its_term_has_no_dead_link_and_a_dropped_part_leaves_a_trace(town: Any, signed_in: Any) -> None:
    with town.transaction() as session:
        clerk, person = actor_of(a_clerk(SHIOJIRI)), a_staff_user(Role.HUB, SHIOJIRI)
        a_hub_person(user_id=person.id, starts_on=today() + timedelta(days=9))
        actions.name_wards(SHIOJIRI, ["北"], by=clerk)
        actions.name_wards(SHIOJIRI, [], by=clerk)
        assert session.exec(select(TrailEntry).where(TrailEntry.action == "ward.drop")).one()
    assert "利用者からの見え方" not in signed_in(person).get("/desk/hub").links()


@pytest.mark.both_databases
def test_two_clerks_who_name_the_same_ward_at_once_read_a_sentence(database: Any) -> None:
    with database.transaction():
        a_programme(SHIOJIRI)
        clerks = [actor_of(a_clerk(SHIOJIRI)) for _ in range(4)]
    start, said = threading.Barrier(len(clerks)), []

    def name(by: Any) -> None:
        start.wait(timeout=30)
        try:
            with database.transaction():
                actions.name_wards(SHIOJIRI, ["大門", "広丘"], by=by)
            said.append("")
        except RuleBroken as broken:
            said.append(broken.sentence)

    threads = [threading.Thread(target=name, args=(one,)) for one in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(said) == len(clerks)
    assert all(not sentence or "同時に地区を変えました" in sentence for sentence in said)
    with database.transaction(read_only=True):
        assert [ward.name for ward in queries.wards(SHIOJIRI)] == ["大門", "広丘"]
