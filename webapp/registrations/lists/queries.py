"""Who sees which list: the staff of its town; an entry is also seen by who holds its link."""

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts.links import hash_token
from webapp.accounts.models import User
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.municipalities.models import Municipality
from webapp.registrations.lists.models import DisclosedPerson, Disclosure, RegistrantEntry, RegistrantList
from webapp.registrations.models import OPEN, Registration

PAGE_SIZE = 50


def lists_for(actor: Actor) -> list[RegistrantList]:
    """The lists of the actor's towns, newest first."""
    chosen = select(RegistrantList).where(col(RegistrantList.municipality_code).in_(actor.municipalities))
    return list(session().exec(chosen.order_by(col(RegistrantList.id).desc())))


def list_for(actor: Actor, list_id: str, *, to_change: bool = False) -> RegistrantList:
    """A list of one of the actor's towns, locked if it is to change. Raises NotThere."""
    found = session().get(RegistrantList, list_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def entries_of(source: RegistrantList, *, page: int = 1) -> list[RegistrantEntry]:
    """One page of the people who have not answered, in the order of the file."""
    chosen = select(RegistrantEntry).where(RegistrantEntry.registrant_list_id == source.id)
    shown = chosen.order_by(col(RegistrantEntry.line)).offset((max(page, 1) - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    return list(session().exec(shown))


def count_entries(source: RegistrantList) -> int:
    """How many people have not answered."""
    chosen = select(sa.func.count()).where(RegistrantEntry.registrant_list_id == source.id)
    return session().exec(chosen).one()


def by_token(token: str, *, to_change: bool = False) -> RegistrantEntry | None:
    """The person of a link, as long as there was no answer; locked if it is to change."""
    chosen = select(RegistrantEntry).where(RegistrantEntry.token_hash == hash_token(token))
    return session().exec(chosen.with_for_update() if to_change else chosen).first()


def registered_at(code: str) -> frozenset[str]:
    """Mail addresses of everybody who stands on the town's register or has applied."""
    chosen = (
        select(User.email)
        .join(Registration, col(Registration.user_id) == User.id)
        .where(Registration.municipality_code == code, col(Registration.status).in_(OPEN))
    )
    return frozenset(session().exec(chosen))


def waiting_at(code: str) -> frozenset[str]:
    """Mail addresses of everybody on the town's lists who has not answered."""
    return frozenset(session().exec(select(RegistrantEntry.email).where(RegistrantEntry.municipality_code == code)))


def disclosures_for(actor: Actor) -> list[Disclosure]:
    """Every file of registrants that left the actor's towns, newest first."""
    chosen = select(Disclosure).where(col(Disclosure.municipality_code).in_(actor.municipalities))
    return list(session().exec(chosen.order_by(col(Disclosure.id).desc()).limit(200)))


def disclosures_about(actor: Actor) -> list[tuple[Disclosure, Municipality]]:
    """Every file the actor was in, newest first."""
    chosen = (
        select(Disclosure, Municipality)
        .join(DisclosedPerson, col(DisclosedPerson.disclosure_id) == Disclosure.id)
        .join(Municipality, col(Municipality.code) == Disclosure.municipality_code)
        .where(DisclosedPerson.user_id == actor.user_id)
    )
    return list(session().exec(chosen.order_by(col(Disclosure.id).desc())))
