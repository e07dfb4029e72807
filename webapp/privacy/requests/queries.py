"""Who sees which request: the person their own, administrators those of their town."""

from dataclasses import dataclass

from sqlmodel import col, select

from webapp.core.actor import Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.privacy.requests.models import OPEN, UNFINISHED, PrivacyRequest

PAGE_SIZE = 200


@dataclass(frozen=True)
class Own:
    """A request with its town."""

    request: PrivacyRequest
    town: Municipality


def own(actor: Actor) -> list[Own]:
    """Everything the person asked, newest first."""
    chosen = select(PrivacyRequest).where(PrivacyRequest.user_id == actor.user_id)
    rows = list(session().exec(chosen.order_by(col(PrivacyRequest.id).desc()))) if actor.user_id else []
    towns = municipalities.by_codes({row.municipality_code for row in rows})
    return [Own(row, towns[row.municipality_code]) for row in rows]


def own_request(actor: Actor, privacy_request_id: str, *, to_change: bool = False) -> PrivacyRequest:
    """One of the person's own. Raises NotThere."""
    found = session().get(PrivacyRequest, privacy_request_id, with_for_update=to_change or None)
    if found is None or actor.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def queue_for(actor: Actor, *, all_of_them: bool = False) -> list[PrivacyRequest]:
    """What is not done in the towns that this person administers, the nearest last day first; or all, the newest first."""
    codes = actor.organisations(Role.MUNICIPALITY_ADMIN)
    chosen = select(PrivacyRequest).where(col(PrivacyRequest.municipality_code).in_(codes))
    if all_of_them:
        chosen = chosen.order_by(col(PrivacyRequest.received_on).desc(), col(PrivacyRequest.id).desc())
    else:
        waits = col(PrivacyRequest.status).in_(UNFINISHED)
        chosen = chosen.where(waits).order_by(col(PrivacyRequest.due_on), col(PrivacyRequest.id))
    return list(session().exec(chosen.limit(PAGE_SIZE)))


def owed_by(actor: Actor) -> list[PrivacyRequest]:
    """Every request to which a town that this person administers still owes an answer."""
    codes = actor.organisations(Role.MUNICIPALITY_ADMIN)
    mine = col(PrivacyRequest.municipality_code).in_(codes), col(PrivacyRequest.status).in_(OPEN)
    return list(session().exec(select(PrivacyRequest).where(*mine)))


def request_for(actor: Actor, privacy_request_id: str, *, to_change: bool = False) -> PrivacyRequest:
    """One of a town that this person administers, locked if it is to change. Raises NotThere."""
    found = session().get(PrivacyRequest, privacy_request_id, with_for_update=to_change or None)
    if found is None or found.municipality_code not in actor.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotThere
    return found


def towns_of(actor: Actor) -> list[Municipality]:
    """The towns whose requests this person handles."""
    codes = set(actor.organisations(Role.MUNICIPALITY_ADMIN))
    return sorted(municipalities.by_codes(codes).values(), key=lambda town: town.code)


def towns_to_ask() -> list[Municipality]:
    """Towns that take part, to whom a request can be sent."""
    return sorted((town for _programme, town in municipalities.running_programmes()), key=lambda town: town.code)
