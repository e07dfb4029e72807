"""Paid donations and applications for the one-stop exception, for tests."""

from datetime import date, datetime
from typing import Any

from tests.factories.accounts import a_resident_user, actor_of
from tests.factories.municipalities import a_municipality, a_programme
from tests.factories.pledges import TOKYO_SHINJUKU
from tests.factories.projects import a_project
from webapp.accounts.models import User
from webapp.core.actor import ANONYMOUS, system_actor
from webapp.core.clock import now
from webapp.onestop import actions, telling
from webapp.onestop.actions import Details
from webapp.onestop.donations import Donation, donation
from webapp.onestop.models import OneStopApplication, OneStopElsewhere
from webapp.pledges import actions as pledges
from webapp.pledges.models import Pledge

#: of the six, the first five may be applied to
TOWNS = ("202151", "372081", "152242", "202061", "202096", "202070")
DETAILS = Details("サトウ ハナコ", date(1990, 5, 1), "03-0000-0000")


def a_paid_pledge(
    user: User | None = None, town: str = "202151", *, at: datetime | None = None, amount: int = 30_000, email: str = ""
) -> Pledge:
    """A donation that the town holds; with `email`, of somebody without an account."""
    a_programme(town)
    a_municipality(TOKYO_SHINJUKU)
    donor: dict[str, Any] = {
        "donor_name": "佐藤 花子",
        "donor_address": "東京都新宿区西新宿1-1-1",
        "home_code": TOKYO_SHINJUKU,
        "shows_name": False,
        "message": "",
    }
    by = ANONYMOUS if email else actor_of(user or a_resident_user())
    pledge = pledges.offer(a_project(town), amount=amount, donor=donor | ({"email": email} if email else {}), by=by)
    pledges.mark_paid(pledge, at or now(), by=system_actor("test"))
    return pledge


def a_donation(user: User | None = None, town: str = "202151", **told: Any) -> Donation:
    """The same as its donor sees it."""
    found = donation(a_paid_pledge(user, town, **told))
    assert found is not None
    return found


def an_application(user: User | None = None, town: str = "202151", **told: Any) -> OneStopApplication:
    """A sheet that was made and has not arrived."""
    user = user or a_resident_user()
    return actions.apply(a_donation(user, town, **told), DETAILS, by=actor_of(user))


def told_elsewhere(user: User, town: str, amount: int = 10_000, *, uses_onestop: bool = True) -> OneStopElsewhere:
    """A donation made on another site, in 2026."""
    a_municipality(town)
    return telling.tell_elsewhere(2026, town, amount, uses_onestop=uses_onestop, by=actor_of(user))
