"""What operators and administrators know about tenants; never more of a person than an operator typed."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts import queries as people
from webapp.accounts.models import Membership, OneTimeLink
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.municipalities import queries as towns
from webapp.municipalities.models import Municipality, Programme


@dataclass(frozen=True)
class Tenant:
    """A programme with its town and the number of its people."""

    programme: Programme
    town: Municipality
    staff: int


def tenants() -> list[Tenant]:
    """Every programme there is or was."""
    counts = _staff_counts()
    return [Tenant(programme, town, counts.get(town.code, 0)) for programme, town in towns.all_programmes()]


def _staff_counts() -> dict[str, int]:
    day = today()
    chosen = (
        select(Membership.organisation, sa.func.count())
        .where(
            col(Membership.role).in_(TOWN_ROLES),
            col(Membership.valid_from) <= day,
            sa.or_(col(Membership.valid_until).is_(None), col(Membership.valid_until) >= day),
        )
        .group_by(col(Membership.organisation))
    )
    return {str(code): int(count) for code, count in session().exec(chosen)}


def programme_of(code: str) -> Programme:
    """A municipality's programme for the operator. Raises NotThere."""
    found = towns.programme(code)
    if found is None:
        raise NotThere
    return found


def administered_programme(actor: Actor, code: str) -> Programme:
    """The programme of a town that this actor administers. Raises NotThere."""
    found = towns.programme(code) if code in actor.organisations(Role.MUNICIPALITY_ADMIN) else None
    if found is None:
        raise NotThere
    return found


def open_administrator_invitations(code: str) -> list[OneTimeLink]:
    """Invitations of administrators that nobody has taken up."""
    return [link for link in people.open_invitations(code) if link.role is Role.MUNICIPALITY_ADMIN]
