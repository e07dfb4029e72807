"""The figures behind the dashboards of towns and corporations: right sums, right months, nobody else's rows."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine

from tests.factories.accounts import a_clerk, a_staff_user, actor_of
from tests.factories.certificates import a_certificate
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.inquiries import a_thread
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme, a_setting
from tests.factories.receipts import a_paid_pledge
from tests.factories.registrations import a_registration, a_standing_registration
from tests.factories.scouting import a_findable
from webapp.certificates import actions as certificates
from webapp.certificates.models import Certificate, RevocationReason
from webapp.certificates.over_time import standing_for
from webapp.core import jobs
from webapp.core.actor import Actor, Role
from webapp.core.clock import now, today
from webapp.listings.ageing import ages_for
from webapp.listings.models import ListingKind, ListingStatus
from webapp.matches import opened
from webapp.pages.dashboards.corporation import results, wishes
from webapp.pages.dashboards.corporation.facts import Corporation
from webapp.pages.dashboards.town.facts import Town
from webapp.pages.dashboards.town.queue import waiting_for
from webapp.pages.dashboards.town.work import step
from webapp.pledges.models import PledgeStatus
from webapp.pledges.over_time import kept_for
from webapp.receipts.outstanding import outstanding_for
from webapp.registrations.models import RegistrationStatus
from webapp.registrations.over_time import decided_for, ending_for

TOWN, OTHER = "202151", "212172"
#: a Wednesday; half past midnight of 1 April in Japan is still March in UTC
NOON = datetime(2026, 4, 15, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_april(app: Any, session: Any) -> Iterator[None]:
    with time_machine.travel(NOON, tick=False), app.test_request_context():
        yield


@pytest.fixture
def clerk() -> Actor:
    a_programme(TOWN)
    return actor_of(a_clerk(TOWN))


def a_worker(**designation: Any) -> tuple[Actor, str]:
    """Somebody of a corporation that the town designates."""
    a_programme(TOWN)
    corporation = a_corporation()
    a_designation(corporation, TOWN, **designation)
    return actor_of(a_staff_user(Role.CORPORATION, corporation.id)), corporation.id


@pytest.mark.both_databases
def test_work_stands_by_age_with_its_deadline_and_without_other_towns(clerk: Actor) -> None:
    for days, due in ((1, 5), (6, 1), (20, -1)):
        row = a_registration()
        row.submitted_at, row.due_on = now() - timedelta(days=days), today() + timedelta(days=due)
    a_registration(code=OTHER)
    a_listing(TOWN, status=ListingStatus.SUBMITTED, submitted_at=now() - timedelta(days=2))
    first, second = waiting_for(clerk)
    assert (first.endpoint, first.ages, first.overdue) == ("registrations_staff.queue", (1, 1, 0, 1), 1)
    assert (first.oldest, first.due) == (today() - timedelta(days=20), today() - timedelta(days=1))
    assert (second.endpoint, second.ages, second.due) == ("listings_staff.queue", (1, 0, 0, 0), None)
    assert "登録の審査" in step(Town(clerk)).title


def test_a_town_without_work_is_told_so(clerk: Actor) -> None:
    assert waiting_for(clerk) == []
    assert step(Town(clerk)).href == "/desk/listings"


@pytest.mark.both_databases
def test_months_of_registrations_are_japanese_and_the_towns_own(clerk: Actor) -> None:
    for moment in (datetime(2026, 3, 31, 14, 59, tzinfo=UTC), datetime(2026, 3, 31, 15, 0, tzinfo=UTC)):
        row = a_registration()
        row.submitted_at = moment
        row.status, row.decided_at = RegistrationStatus.REFUSED, now()
    a_registration(code=OTHER)
    a_standing_registration(ends_on=today() + timedelta(days=20))
    found = decided_for(clerk)
    assert (found.months[-1].isoformat(), len(found.months)) == ("2026-04-01", 12)
    assert (found.applied[-2:], found.approved[-1], found.refused[-1]) == ([1, 2], 1, 2)
    ending = ending_for(clerk)
    assert (ending.open[:2], sum(ending.confirmed)) == ([0, 1], 0)


@pytest.mark.both_databases
def test_a_replaced_or_revoked_certificate_is_not_counted_twice(clerk: Actor, session: Any) -> None:
    with time_machine.travel(NOON - timedelta(days=40), tick=False):
        kept, lost = a_certificate(), a_certificate()
    a_certificate(code=OTHER)
    with time_machine.travel(NOON - timedelta(hours=1), tick=False):
        values = {**kept.model_dump(exclude={"id", "public_code", "supersedes_id"}), "number": "見本-2"}
        session.add(Certificate(**{**values, "issued_at": now()}, supersedes_id=kept.id))
        certificates.supersede_all([kept])
        certificates.revoke(lost, by=clerk, reason=RevocationReason.LOST, note="失くした")
        session.flush()
    assert [count for _month, count in standing_for(clerk)][-3:] == [0, 2, 1]


def test_money_is_what_the_town_holds_and_a_receipt_that_is_missing_is_counted(clerk: Actor) -> None:
    a_paid_pledge(at=datetime(2026, 3, 31, 15, 0, tzinfo=UTC), amount=10_000)
    returned = a_paid_pledge(at=now(), amount=5_000)
    returned.refunded_yen, returned.status = 2_000, PledgeStatus.PARTLY_REFUNDED
    assert [yen for _month, yen in kept_for(clerk)][-2:] == [0, 13_000]
    assert outstanding_for(clerk) == 0
    pledge = a_paid_pledge(at=now())
    pledge.status = PledgeStatus.PENDING
    assert sum(yen for _month, yen in kept_for(clerk)) == 13_000
    assert kept_for(actor_of(a_clerk(OTHER)))[-1][1] == 0


def test_a_listing_gets_old_by_its_own_towns_days(clerk: Actor) -> None:
    a_setting("listing_confirm_days", 30, today())
    old = a_listing(TOWN, as_of=today() - timedelta(days=31))
    a_listing(TOWN, as_of=today() - timedelta(days=29))
    a_programme(OTHER)
    a_listing(OTHER, as_of=today() - timedelta(days=90))
    found = ages_for(clerk)
    assert [(one.id == old.id, one.asked_on <= today(), one.days) for one in found] == [
        (True, True, 31),
        (False, False, 29),
    ]


def test_answers_are_in_time_by_working_days_and_a_colleagues_are_not_counted() -> None:
    worker, corporation_id = a_worker()
    listing = a_listing(TOWN, corporation_id=corporation_id)
    asked = now() - timedelta(days=30)
    quick, late, silent = (a_thread(listing, opened_at=asked) for _number in range(3))
    quick.first_reply_at, late.first_reply_at = asked + timedelta(hours=5), asked + timedelta(days=20)
    assert silent.first_reply_at is None
    a_thread(listing, opened_at=asked, handed_on_at=now())
    a_thread(listing, opened_at=now() - timedelta(days=91))
    other = a_corporation()
    a_designation(other, TOWN)
    a_thread(a_listing(TOWN, corporation_id=other.id), opened_at=asked)
    found = Corporation(worker).speed
    assert (found.parts(), len(found.counted)) == ((1, 0, 1, 1), 3)
    assert found.hours == pytest.approx((5 + 20 * 24) / 2)


def test_few_looks_are_not_told_and_a_contract_counts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    worker, corporation_id = a_worker()
    home = a_listing(TOWN, corporation_id=corporation_id, status=ListingStatus.CONTRACTED, ended_at=now())
    a_listing(TOWN, corporation_id=corporation_id, title="海の家")
    a_listing(TOWN, title="まちの家")
    facts = Corporation(worker)
    looks = {home.id: 4}
    monkeypatch.setattr("webapp.pages.dashboards.corporation.facts.views_of", lambda _ids, _since: looks)
    whole, each = results.whole(facts), results.by_listing(facts)
    assert each is not None
    assert [row[1] for row in whole.rows] == ["5人未満", 0, 0, 1]
    assert sorted(str(row[0]) for row in each.rows) == ["山の見える平屋", "海の家"]
    looks[home.id] = 5
    assert results.whole(Corporation(worker)).rows[0][1] == "5"
    assert opened.views_of([], now()) == {}


def test_a_wish_of_fewer_than_five_people_is_not_told() -> None:
    worker, corporation_id = a_worker()
    a_listing(TOWN, ListingKind.NEED, corporation_id=corporation_id, themes=["festivals"])
    for _number in range(4):
        a_findable(wished_areas=[TOWN], themes=["marine"])
    found = wishes.unoffered(Corporation(worker))
    assert found is not None
    assert (list(found.rows), found.plot) == ([], None)
    a_findable(wished_areas=[TOWN], themes=["marine"])
    found = wishes.unoffered(Corporation(worker))
    assert found is not None
    assert [row[1:] for row in found.rows] == [["5", 0]]


def test_work_that_is_late_is_told_from_work_that_waits_for_its_hour(session: Any) -> None:
    before = jobs.work_in_hand()
    for minutes, status in ((-11, "queued"), (-1, "queued"), (5, "queued"), (-60, "failed")):
        job = jobs.enqueue("dashboards", {}, run_at=now() + timedelta(minutes=minutes))
        assert job is not None
        job.status = jobs.JobStatus(status)
    session.flush()
    found = jobs.work_in_hand()
    assert (found.late - before.late, found.due - before.due, found.later - before.later, found.failed) == (1, 1, 1, 1)
    assert jobs.troubled() == [("dashboards", 1)]
