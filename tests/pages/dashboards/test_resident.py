"""A resident's dashboard: what waits for them, what they wait for, what they gave."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.factories.accounts import a_clerk, a_membership, a_resident_user, a_user, actor_of
from tests.factories.activities import attested_records
from tests.factories.corporations import a_corporation, a_designation
from tests.factories.inquiries import a_thread
from tests.factories.listings import a_listing
from tests.factories.municipalities import a_programme
from tests.factories.receipts import a_paid_pledge
from tests.factories.registrations import a_draft, a_registration, a_standing_registration
from tests.support.client import PageClient
from tests.support.pagelint import words_of
from webapp.core.actor import Role
from webapp.core.clock import now, today
from webapp.onestop.limit import reminding
from webapp.pages.dashboards.resident.facts import Mine
from webapp.pages.dashboards.resident.giving import by_year, limit
from webapp.pages.dashboards.resident.next_step import step
from webapp.pages.dashboards.resident.plans import plans
from webapp.pages.dashboards.resident.towns import activities, towns
from webapp.pages.dashboards.resident.waiting import waiting
from webapp.registrations import deciding
from webapp.registrations.desk import second_look

SignedIn = Callable[..., PageClient]


@pytest.fixture
def japanese(app: Any, session: Any) -> Any:
    """Words need a request: addresses and the reader's language."""
    with app.test_request_context():
        yield session


def test_what_a_town_asks_to_be_corrected_comes_before_everything(japanese: Any) -> None:
    user = a_resident_user()
    a_draft(user, "212172")
    row = a_registration(user)
    assert "送る" in step(Mine(actor_of(user))).title
    deciding.ask_correction(
        row, reason="候補を教えてください。", comments={"bases": "地区"}, by=actor_of(a_clerk("202151"))
    )
    found = step(Mine(actor_of(user)))
    assert (found.href, "直す" in found.title) == (f"/my/registrations/{row.id}", True)


def test_who_has_no_profile_is_asked_for_it(japanese: Any) -> None:
    assert step(Mine(actor_of(a_resident_user()))).href == "/my/profile"


def test_a_person_without_a_role_reads_no_panel_of_residents(japanese: Any) -> None:
    mine = Mine(actor_of(a_user()))
    assert (towns(mine), activities(mine), plans(mine), waiting(mine), by_year(mine)) == (None,) * 5


def test_activities_count_towards_what_the_town_asks_for(japanese: Any) -> None:
    user = a_resident_user()
    a_standing_registration(user)
    attested_records(user, 2)
    found = activities(Mine(actor_of(user)))
    assert found is not None
    assert (found.rows[0][1:3], "あと1回" in found.says) == ([2, 3], True)


def test_the_second_look_of_a_town_is_not_told(japanese: Any) -> None:
    user = a_resident_user()
    row = a_registration(user)
    second_look.propose(row, "approve", by=actor_of(a_clerk("202151")))
    found = towns(Mine(actor_of(user)))
    assert found is not None
    assert found.rows[0][1] == "審査中"


def test_what_is_waited_for_stands_with_days_and_deadline(japanese: Any) -> None:
    user = a_resident_user()
    row = a_registration(user)
    row.submitted_at, row.due_on = now() - timedelta(days=9), today() - timedelta(days=1)
    found = waiting(Mine(actor_of(user)))
    assert found is not None
    assert found.rows == [[found.rows[0][0], (today() - timedelta(days=9)).isoformat(), 9, row.due_on.isoformat()]]
    assert "期限" in str(found.plot)


def test_a_file_runs_no_formula(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme("202151")
        corporation = a_corporation()
        a_designation(corporation, "202151")
        user = a_resident_user()
        a_thread(a_listing(corporation_id=corporation.id), user, subject="=1+1")
    text = signed_in(user).raw.get("/my/boards/resident/waiting.csv").get_data(as_text=True)
    assert "'=1+1," in text


def test_donations_are_added_up_by_the_year_of_their_payment_in_japan(japanese: Any) -> None:
    user = a_resident_user()
    a_paid_pledge(user, at=datetime(2025, 12, 31, 14, 59, tzinfo=UTC), amount=10_000)
    a_paid_pledge(user, at=datetime(2025, 12, 31, 15, 0, tzinfo=UTC), amount=20_000)
    found = by_year(Mine(actor_of(user)))
    assert found is not None
    assert found.rows == [[2026, 20_000], [2025, 10_000]]


def test_the_estimated_limit_is_shown_only_to_who_reckoned_it(japanese: Any) -> None:
    user = a_resident_user()
    assert limit(Mine(actor_of(user))) is None
    reminding.remember(today().year, 60_000, 15_000)
    found = limit(Mine(actor_of(user)))
    assert found is not None
    assert [row[1] for row in found.rows] == [0, 15_000, 45_000]


def test_staff_land_on_their_work_and_find_their_own_page_in_a_tab(database: Any, signed_in: SignedIn) -> None:
    with database.transaction():
        a_programme("202151")
        both = a_clerk("202151")
        a_membership(both, Role.RESIDENT)
    page = signed_in(both).get("/my")
    tabs = {words_of(tab): str(tab.attrs["href"]) for tab in page.tree.select(".board-tabs a")}
    assert (page.h1, tabs) == ("まちの仕事", {"まちの仕事": "/my/boards/town", "わたしの暮らし": "/my/boards/resident"})
    assert page.client.get("/my/boards/resident").h1 == "マイページ"
