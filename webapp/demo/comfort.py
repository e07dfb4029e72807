"""The demo's desk made comfortable: a kept filter, and a bulk action that was taken back."""

from datetime import timedelta

from webapp.accounts import queries as people
from webapp.core.clock import now
from webapp.core.database import session
from webapp.demo.world import MAIN_TOWN, World
from webapp.desk.kept.actions import keep
from webapp.desk.waiting.actions import take_back
from webapp.desk.waiting.models import WaitingMove
from webapp.registrations.desk.waiting import APPROVE_MANY


def seed(world: World) -> None:
    """Make it once."""
    clerk = people.actor_of(world.users["clerk"])
    keep("registrations_staff.queue", "わたしの担当", {"who": "mine"}, by=clerk)
    row = WaitingMove(
        municipality_code=MAIN_TOWN,
        made_by=clerk.user_id or "",
        kind=APPROVE_MANY,
        count=2,
        takes_effect_at=now() + timedelta(minutes=5),
        is_demo=True,
    )
    session().add(row)
    session().flush()
    take_back(row, by=clerk)
