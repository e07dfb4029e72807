"""Designating: what counts, who may attest, occasions, ending; the town's overview and the public page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.activities import a_desk, an_activity, an_occasion, attested_records
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.listings import a_listing
from tests.factories.residents import SHIOJIRI
from tests.support.client import PageClient
from webapp.activities import actions, leaving
from webapp.activities.capacity import corporations_of
from webapp.activities.models import Activity, ActivityStatus
from webapp.activities.occasions import actions as occasions
from webapp.activities.occasions.models import ActivityOccasion
from webapp.core.clock import in_tokyo, now, today
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.listings.models import ListingKind

Visit = Callable[..., PageClient]
SADO = "152242"


def test_a_town_designates_an_activity_with_its_event_and_corporation(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk, corporation = a_desk(), a_corporation(name="木曽の会")
        a_designation(corporation, SHIOJIRI)
        event = a_listing(kind=ListingKind.EVENT, title="花壇の日")
    desk = signed_in(clerk)
    page = desk.get(f"/staff/activities/new/{SHIOJIRI}")
    wrong = {"title": "花壇", "what_counts": "", "ends_on": "2020-01-01"}
    assert len(desk.submit(page, "この活動を指定する", wrong, expect=422).errors()) == 2
    values = {
        "title": "花壇",
        "what_counts": "半日",
        "listing_id": event.id,
        "attesters": corporation.id,
        "minutes": "90",
    }
    page = desk.submit(page, "この活動を指定する", values).follow()
    assert page.h1 == "花壇"
    with database.transaction(read_only=True) as s:
        (row,) = s.exec(select(Activity))
        assert (row.listing_id, row.minutes, corporations_of(row)) == (event.id, 90, {corporation.id})
    public = desk.get(f"/activities/{SHIOJIRI}")
    assert "半日" in public.text
    assert "イベントの掲載を見る" in public.links()


def test_only_the_towns_own_staff_its_own_events_and_its_own_corporations(session: Any) -> None:
    clerk, stranger, corporation = a_desk(), a_desk(SADO), a_corporation()
    event = a_listing(SADO, kind=ListingKind.EVENT)
    with pytest.raises(NotAllowed):
        actions.designate(an_activity(), [], by=actor_of(stranger))
    with pytest.raises(RuleBroken, match="イベントの掲載だけ"):
        actions.revise(an_activity(), {"listing_id": event.id}, [], by=actor_of(clerk))
    with pytest.raises(RuleBroken, match="指定している支援法人だけ"):
        actions.revise(an_activity(), {}, [corporation.id], by=actor_of(clerk))


def test_a_corporation_is_taken_off_and_what_was_attested_stays(session: Any) -> None:
    clerk, corporation = a_desk(), a_corporation()
    activity = an_activity(corporations=(corporation.id,))
    actions.revise(activity, {"title": "花壇と植木"}, [], by=actor_of(clerk))
    assert (activity.title, corporations_of(activity)) == ("花壇と植木", set())


def test_an_ended_activity_is_off_the_public_page_and_can_be_taken_up_again(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk, activity = a_desk(), an_activity()
        an_occasion(activity)
    desk = signed_in(clerk)
    assert activity.title in desk.get(f"/activities/{SHIOJIRI}").text
    desk.submit(desk.get(f"/staff/activities/{activity.id}/end"), "指定を終える", {"reason": "来年度の見直しのため"})
    page = desk.get(f"/activities/{SHIOJIRI}")
    assert activity.title not in page.text
    page = desk.get("/staff/activities")
    desk.submit(page, f"「{activity.title}」をもう一度指定する")
    assert activity.title in desk.get(f"/activities/{SHIOJIRI}").text


def test_an_occasion_is_planned_in_japanese_time(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk, activity = a_desk(), an_activity()
    desk = signed_in(clerk)
    page = desk.get(f"/desk/activities/{activity.id}/occasions/new")
    wrong = {"place": "広場", "starts": "25:00", "ends": "x"}
    assert len(desk.submit(page, "この日時に決める", wrong, expect=422).errors()) == 2
    backwards = {"place": "広場", "starts": "12:00", "ends": "09:00"}
    assert desk.submit(page, "この日時に決める", backwards, expect=422).errors()
    desk.submit(page, "この日時に決める", {"place": "広場", "starts": "09:00", "ends": "12:00"})
    with database.transaction(read_only=True) as s:
        (row,) = s.exec(select(ActivityOccasion))
        assert f"{in_tokyo(row.starts_at):%H:%M}" == "09:00"
        assert row.ends_at - row.starts_at == timedelta(hours=3)


@pytest.mark.parametrize(
    ("begins", "lasts", "words"),
    [(timedelta(0), timedelta(0), "前になっています"), (timedelta(0), timedelta(days=4), "3日まで"),
     (timedelta(days=20), timedelta(hours=1), "指定の期間")],
)  # fmt: skip
def test_times_that_cannot_be_are_refused(session: Any, begins: timedelta, lasts: timedelta, words: str) -> None:
    clerk, activity = a_desk(), an_activity(ends_on=today() + timedelta(days=10))
    start = now() + begins
    with pytest.raises(RuleBroken, match=words):
        occasions.plan(activity, place="x", starts_at=start, ends_at=start + lasts, minutes=60, by=actor_of(clerk))


def test_a_cancelled_occasion_says_so(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk, row = a_desk(), an_occasion()
    desk = signed_in(clerk)
    desk.submit(desk.get(f"/desk/activities/occasions/{row.id}/cancel"), "中止にする", {"reason": "大雨"})
    assert "中止になりました" in desk.get(f"/desk/activities/occasions/{row.id}").text
    desk.post(f"/desk/activities/occasions/{row.id}/open", expect=409)


def test_the_overview_counts_what_was_attested_month_by_month(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk, activity = a_desk(), an_activity()
        attested_records(a_resident_user(), 3, activity=activity)
        attested_records(a_resident_user(), 2, last=today() - timedelta(days=500), activity=activity)
    page = signed_in(clerk).get("/staff/activities")
    assert [tag.text for tag in page.tree.select(".stat__value strong")] == ["3", "1", "0"]
    cells = [cell.text for cell in page.tree.select("#by-month td")]
    assert sum(int(cell.removesuffix("回")) for cell in cells) == 3


def test_empty_desks_say_what_comes_next(database: Any, signed_in: Visit) -> None:
    with database.transaction():
        clerk = a_desk()
    desk = signed_in(clerk)
    assert "まだ指定していません" in desk.get("/staff/activities").text
    assert "まだありません" in desk.get("/desk/activities").text
    assert "まだ決まっていません" in desk.get(f"/activities/{SHIOJIRI}").text
    desk.get("/activities/011002", expect=404)


def test_a_town_that_leaves_ends_its_activities(session: Any) -> None:
    clerk, activity = a_desk(), an_activity()
    leaving.end_all_in(SHIOJIRI, by=actor_of(clerk), reason="参加の終了")
    assert (activity.status, activity.ends_on) == (ActivityStatus.ENDED, today())
