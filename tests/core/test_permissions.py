"""The guard at the door: who is let in, who is led to sign in, who needs a second factor first."""

from typing import Any

import pytest
from flask import Flask

from tests.factories.accounts import a_clerk, a_resident_user
from tests.support.client import PageClient
from webapp.core.actor import ANONYMOUS, Actor, Grant, Role, system_actor
from webapp.core.permissions import SIGNED_IN, allow, audiences_of, current_actor


@pytest.fixture(autouse=True)
def _views(app: Flask) -> None:
    @allow(Role.CLERK)
    def office() -> str:
        return "office"

    @allow(SIGNED_IN)
    def home() -> str:
        return ",".join(sorted(current_actor().roles))

    for view in (office, home):
        app.add_url_rule(f"/{view.__name__}", view_func=view, endpoint=view.__name__, methods=["GET", "POST"])


def test_a_visitor_is_led_to_sign_in_and_back(client: PageClient) -> None:
    assert client.get("/office?a=1", expect=303).location == "/sign-in?next=/office?a%3D1"
    assert client.post("/office", expect=303).location == "/sign-in"


def test_a_role_opens_its_door_and_no_other(database: Any, signed_in: Any) -> None:
    with database.transaction():
        clerk, resident = a_clerk("202151"), a_resident_user()
    assert signed_in(clerk).get("/office", lint=False).html == "office"
    assert "権限がありません" in signed_in(resident).get("/office", expect=403).text
    assert signed_in(resident).get("/home", lint=False).html == "resident"


@pytest.mark.settings(require_second_factor=True)
def test_staff_without_a_second_factor_are_led_to_set_one_up(database: Any, signed_in: Any) -> None:
    with database.transaction():
        clerk, resident = a_clerk("202151"), a_resident_user()
    browser = signed_in(clerk, second_factor=False)
    for path in ("/office", "/home"):
        assert "second-factor" in browser.get(path, expect=303).location
    browser.get("/help")
    assert signed_in(clerk).get("/office", lint=False).html == "office"
    assert signed_in(resident, second_factor=False).get("/home", lint=False).html == "resident"


def test_a_view_names_at_least_one_audience() -> None:
    with pytest.raises(ValueError, match="at least one"):
        allow()
    assert audiences_of(lambda: "") == frozenset()


def test_an_actor_knows_where_a_role_holds() -> None:
    actor = Actor(
        "01", "", frozenset({Grant(Role.CLERK, "202151"), Grant(Role.CORPORATION, "c1"), Grant(Role.RESIDENT)})
    )
    assert (actor.municipalities, actor.corporations) == (frozenset({"202151"}), frozenset({"c1"}))
    assert actor.may_act_for("202151")
    assert not actor.may_act_for("372081")
    assert actor.is_staff
    assert not Actor("01", "", frozenset({Grant(Role.RESIDENT)})).is_staff
    assert not ANONYMOUS.is_signed_in
    assert not system_actor("x").is_signed_in
