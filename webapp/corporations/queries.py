"""What is known about support corporations and their designations."""

from datetime import date

from sqlmodel import col, select

from webapp.accounts.models import LinkPurpose, Membership, OneTimeLink, User
from webapp.core.actor import Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations.designations.models import STANDING, Designation, DesignationStatus
from webapp.corporations.models import Corporation
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality

Designated = tuple[Designation, Corporation, Municipality]
#: what the public may know of: a designation that stands or stood
EVER = (*STANDING, DesignationStatus.REVOKED, DesignationStatus.ENDED)


def by_id(corporation_id: str) -> Corporation:
    """The corporation with this id. Raises NotThere."""
    found = session().get(Corporation, corporation_id)
    if found is None:
        raise NotThere
    return found


def by_number(number: str) -> Corporation | None:
    """The corporation with this 13-digit number, if it is known."""
    return session().exec(select(Corporation).where(Corporation.number == number)).first()


def names_of_places(keys: set[str]) -> dict[str, str]:
    """Names of towns and corporations, by a town's code or a corporation's id."""
    bodies = session().exec(select(Corporation).where(col(Corporation.id).in_(keys)))
    return {code: town.full_name for code, town in municipalities.by_codes(keys).items()} | {
        one.id: one.name for one in bodies
    }


def of_actor(actor: Actor) -> list[Corporation]:
    """The corporations this person works for."""
    chosen = select(Corporation).where(col(Corporation.id).in_(actor.corporations))
    return list(session().exec(chosen.order_by(col(Corporation.name))))


def register() -> list[Designated]:
    """Every designation in force with its corporation and municipality, by municipality: the public register."""
    chosen = (
        select(Designation, Corporation, Municipality)
        .join(Corporation, col(Corporation.id) == Designation.corporation_id)
        .join(Municipality, col(Municipality.code) == Designation.municipality_code)
        .where(col(Designation.status).in_(STANDING))
        .order_by(col(Municipality.code), col(Corporation.kana), col(Corporation.name))
    )
    return list(session().exec(chosen))


def designations_of(corporation: Corporation) -> list[tuple[Designation, Municipality]]:
    """All designations of a corporation, newest first; those that ended too."""
    chosen = (
        select(Designation, Municipality)
        .join(Municipality, col(Municipality.code) == Designation.municipality_code)
        .where(Designation.corporation_id == corporation.id, col(Designation.status).in_(EVER))
        .order_by(col(Designation.designated_on).desc(), col(Designation.id).desc())
    )
    return list(session().exec(chosen))


def designation_in(corporation_id: str, municipality_code: str, on: date) -> Designation | None:
    """The designation that holds in a municipality on a day."""
    chosen = select(Designation).where(
        Designation.corporation_id == corporation_id,
        Designation.municipality_code == municipality_code,
        col(Designation.status).in_(STANDING),
        col(Designation.designated_on) <= on,
    )
    return session().exec(chosen).first()


def last_designation_in(corporation_id: str, municipality_code: str) -> Designation | None:
    """The newest designation of a corporation in a municipality: the one that holds, else the one that ended last."""
    chosen = select(Designation).where(
        Designation.corporation_id == corporation_id,
        Designation.municipality_code == municipality_code,
        col(Designation.status).in_(EVER),
    )
    rows = session().exec(chosen.order_by(col(Designation.ended_on).desc(), col(Designation.id).desc())).all()
    return next((row for row in rows if row.is_in_force), rows[0] if rows else None)


def designating_towns(corporation_id: str) -> list[Municipality]:
    """The municipalities that designate a corporation now."""
    chosen = (
        select(Municipality)
        .join(Designation, col(Designation.municipality_code) == Municipality.code)
        .where(Designation.corporation_id == corporation_id, col(Designation.status).in_(STANDING))
        .order_by(col(Municipality.code))
    )
    return list(session().exec(chosen))


def designated_in(municipality_code: str, on: date) -> list[Corporation]:
    """The corporations that a municipality designates on a day, by name."""
    chosen = (
        select(Corporation)
        .join(Designation, col(Designation.corporation_id) == Corporation.id)
        .where(
            Designation.municipality_code == municipality_code,
            col(Designation.status).in_(STANDING),
            col(Designation.designated_on) <= on,
        )
        .order_by(col(Corporation.kana), col(Corporation.name))
    )
    return list(session().exec(chosen))


def colleague_for(actor: Actor, membership_id: str) -> tuple[Membership, User]:
    """A role in one of the actor's own corporations and who holds it. Raises NotThere."""
    found = session().get(Membership, membership_id)
    if found is None or found.role is not Role.CORPORATION or found.organisation not in actor.corporations:
        raise NotThere
    return found, session().get_one(User, found.user_id)


def invitation_for(actor: Actor, link_id: str) -> OneTimeLink:
    """An open invitation into one of the actor's own corporations. Raises NotThere."""
    found = session().get(OneTimeLink, link_id)
    is_theirs = found is not None and found.role is Role.CORPORATION and found.organisation in actor.corporations
    if found is None or not is_theirs or found.purpose is not LinkPurpose.INVITATION or not found.is_usable:
        raise NotThere
    return found


def corporation_for(actor: Actor, corporation_id: str) -> Corporation:
    """A corporation that one of the actor's municipalities designates now. Raises NotThere."""
    corporation = by_id(corporation_id)
    if not {town.code for town in designating_towns(corporation.id)} & actor.municipalities:
        raise NotThere
    return corporation


def towns_of(actor: Actor) -> list[str]:
    """Codes of the municipalities that designate the actor's corporations now."""
    chosen = select(Designation.municipality_code).where(
        col(Designation.corporation_id).in_(actor.corporations), col(Designation.status).in_(STANDING)
    )
    return sorted(set(session().exec(chosen)))
