"""What a hub person has taken on, and who of the town could take some of it."""

from dataclasses import dataclass

from sqlmodel import col, select

from webapp.accounts import queries as accounts
from webapp.accounts.models import User
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.database import session
from webapp.hubs import queries as hubs
from webapp.hubs.models import HubPerson
from webapp.hubs.workload import Load, loads
from webapp.inquiries.threads.models import Thread, ThreadStatus, of_town


@dataclass(frozen=True)
class Taker:
    """Somebody who could take more; `load` is None for staff, for whom no limit is set."""

    user: User
    name: str
    load: Load | None


def open_threads_of(person: HubPerson) -> list[Thread]:
    """What was handed to them in their town and goes on, the nearest deadline first."""
    chosen = select(Thread).where(
        Thread.assigned_to == person.user_id,
        Thread.municipality_code == person.municipality_code,
        of_town(Thread),
        Thread.status != ThreadStatus.CLOSED,
    )
    return list(session().exec(chosen.order_by(col(Thread.due_at), col(Thread.id)))) if person.user_id else []


def load_of(person: HubPerson) -> Load:
    """How much they have on their hands."""
    return loads([person])[0]


def takers_besides(person: HubPerson) -> list[Taker]:
    """Other hub persons with an account, those with the least first; then the staff."""
    code = person.municipality_code
    others = [one for one in hubs.people_in(code) if one.user_id and one.user_id != person.user_id]
    found = {load.person.user_id: load for load in sorted(loads(others), key=lambda load: load.total)}
    hub_staff = {user.id: user for user in accounts.staff_of(code, Role.HUB)}
    takers = [Taker(hub_staff[key], load.person.shown_name, load) for key, load in found.items() if key in hub_staff]
    people = accounts.staff_of(code, *TOWN_ROLES)
    staff = [Taker(user, user.display_name, None) for user in people if user.id != person.user_id]
    return [*takers, *staff]
