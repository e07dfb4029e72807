"""First steps: real tasks of each role, ticked by what the person did, gone when finished or put away."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.registrations import a_registration
from tests.support.client import PageClient
from webapp.accounts import own_account
from webapp.accounts.queries import actor_of, user
from webapp.core.actor import Role
from webapp.pages.first_steps.steps import steps_for
from webapp.pages.first_steps.tours import TOURS

WEBAPP = Path(__file__).parents[2] / "webapp"


def test_every_action_that_ticks_a_task_is_one_that_the_service_records() -> None:
    source = "\n".join(path.read_text() for path in WEBAPP.rglob("*.py") if "first_steps" not in path.parts)
    written = set(re.findall(r'"(\w+\.\w+)"', source))
    flows = set(re.findall(r'Workflow\(\s*"(\w+)"', source))
    moves = set(re.findall(r'move\(\s*"(\w+)"', source))
    for action in (action for tour in TOURS for task in tour.tasks for action in task.actions):
        subject, _dot, verb = action.partition(".")
        assert action in written or (subject in flows and verb in moves), action


def test_each_role_that_works_here_has_three_to_five_tasks_and_places_to_do_them(app: Any) -> None:
    roles = {tour.role for tour in TOURS}
    assert roles == set(Role) - {Role.OWNER, Role.PREFECTURE}
    assert [tour.role for tour in TOURS if not 3 <= len(tour.tasks) <= 5] == []
    asked = {task.endpoint for tour in TOURS for task in tour.tasks}
    assert asked <= set(app.view_functions)


def test_a_task_is_ticked_by_what_the_person_did_and_by_nothing_else(database: Any) -> None:
    with database.transaction():
        fresh, applied = a_resident_user(), a_resident_user()
        a_registration(applied)
        ticked = [[step.is_done for step in steps_for(actor_of(one)).steps] for one in (fresh, applied)]
    assert ticked == [[False, False, False, False], [True, False, True, False]]


def test_a_tour_stands_on_its_own_dashboard_until_it_is_put_away(
    database: Any, signed_in: Callable[[Any], PageClient]
) -> None:
    with database.transaction():
        clerk = a_clerk("202151")
    tab = signed_in(clerk)
    page = tab.get("/my")
    assert "登録の申請を一件読む" in page.text
    tab.submit(page, "この案内をしまう", expect=303)
    assert "はじめの一歩" not in tab.get("/my").text
    tab.post("/my/first-steps/operator/put-away", expect=404)
    tab.post("/my/first-steps/bring-back", expect=303)
    assert "はじめの一歩" in tab.get("/my").text
    with database.transaction():
        person = user(clerk.id)
        assert steps_for(actor_of(person), "corporation") is None
        own_account.put_away(person, "clerk")
        own_account.close_account(person, by=actor_of(person))
        assert person.put_away == []
