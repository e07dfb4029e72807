"""Who sees which designation: who applied, the corporation's own people, and the staff of its municipality."""

from collections import Counter

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations import queries as corporations
from webapp.corporations.designations.models import OPEN, PENDING, STANDING, Designation, DesignationStatus
from webapp.corporations.models import Corporation
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality

WAITING = (DesignationStatus.CONSULT, *PENDING)
LONGEST_QUEUE = 500


def by_id(designation_id: str, *, to_change: bool = False) -> Designation:
    """The designation, whoever asks; locked until the end of the transaction if it is to change. Raises NotThere."""
    found = session().get(Designation, designation_id, with_for_update=to_change or None)
    if found is None:
        raise NotThere
    return found


def own_for(actor: Actor, designation_id: str, *, to_change: bool = False) -> Designation:
    """One that this person applied for, or of a corporation this person works for. Raises NotThere."""
    found = by_id(designation_id, to_change=to_change)
    if not (is_applicant(actor, found) or is_of_corporation(actor, found)):
        raise NotThere
    return found


def standing_for(actor: Actor, designation_id: str, *, to_change: bool = False) -> Designation:
    """One of a corporation this person works for now: for notifications, answers and reports. Raises NotThere."""
    found = by_id(designation_id, to_change=to_change)
    if not is_of_corporation(actor, found):
        raise NotThere
    return found


def is_applicant(actor: Actor, designation: Designation) -> bool:
    """Whether this person wrote the application."""
    return actor.is_signed_in and designation.applicant_id == actor.user_id


def is_of_corporation(actor: Actor, designation: Designation) -> bool:
    """Whether this person works for the corporation."""
    return designation.corporation_id is not None and designation.corporation_id in actor.corporations


def review_for(actor: Actor, designation_id: str, *, to_change: bool = False) -> Designation:
    """One that was sent to a municipality this person works for. Raises NotThere; a draft is nobody's business."""
    found = by_id(designation_id, to_change=to_change)
    if found.status is DesignationStatus.DRAFT or not actor.may_act_for(found.municipality_code):
        raise NotThere
    if found.status is DesignationStatus.WITHDRAWN and found.submitted_at is None:
        raise NotThere
    return found


def mine(actor: Actor) -> list[tuple[Designation, Municipality]]:
    """What this person applied for and what their corporations hold, newest first."""
    own = [col(Designation.applicant_id) == actor.user_id, col(Designation.corporation_id).in_(actor.corporations)]
    chosen = (
        select(Designation, Municipality)
        .join(Municipality, col(Municipality.code) == Designation.municipality_code)
        .where(sa.or_(*own))
    )
    return list(session().exec(chosen.order_by(col(Designation.id).desc())))


def draft_of(actor: Actor, municipality_code: str) -> Designation | None:
    """The application to a municipality that this person is writing."""
    chosen = select(Designation).where(
        Designation.applicant_id == actor.user_id,
        Designation.municipality_code == municipality_code,
        Designation.status == DesignationStatus.DRAFT,
    )
    return session().exec(chosen).first()


def open_of(number: str, municipality_code: str) -> Designation | None:
    """What stands or waits for a corporate number in a municipality."""
    chosen = select(Designation).where(
        Designation.corporate_number == number,
        Designation.municipality_code == municipality_code,
        col(Designation.status).in_(OPEN),
    )
    return session().exec(chosen).first()


def standing_of(corporation_id: str) -> list[Designation]:
    """Every designation of a corporation that is in force, in every town."""
    chosen = select(Designation).where(
        Designation.corporation_id == corporation_id, col(Designation.status).in_(STANDING)
    )
    return list(session().exec(chosen.order_by(col(Designation.municipality_code))))


def last_revoked(number: str, municipality_code: str) -> Designation | None:
    """The last revocation of a corporate number in a municipality."""
    chosen = select(Designation).where(
        Designation.corporate_number == number,
        Designation.municipality_code == municipality_code,
        Designation.status == DesignationStatus.REVOKED,
    )
    return session().exec(chosen.order_by(col(Designation.ended_on).desc())).first()


def queue_for(actor: Actor, statuses: tuple[DesignationStatus, ...]) -> list[tuple[Designation, Municipality]]:
    """The designations of the actor's municipalities in these statuses, the nearest deadline first."""
    chosen = (
        select(Designation, Municipality)
        .join(Municipality, col(Municipality.code) == Designation.municipality_code)
        .where(_of_towns(actor), col(Designation.status).in_(statuses))
        .order_by(col(Designation.due_on).is_(None), col(Designation.due_on), col(Designation.id))
    )
    return list(session().exec(chosen.limit(LONGEST_QUEUE)))


def counts_for(actor: Actor) -> Counter[DesignationStatus]:
    """How many there are in each status, in the actor's municipalities."""
    chosen = select(Designation.status, sa.func.count()).where(_of_towns(actor)).group_by(col(Designation.status))
    return Counter({DesignationStatus(status): count for status, count in session().exec(chosen)})


def _of_towns(actor: Actor) -> sa.ColumnElement[bool]:
    sent = sa.or_(col(Designation.status) != DesignationStatus.WITHDRAWN, col(Designation.submitted_at).is_not(None))
    return sa.and_(
        col(Designation.municipality_code).in_(actor.municipalities),
        col(Designation.status) != DesignationStatus.DRAFT,
        sent,
    )


def corporation_of(designation: Designation) -> Corporation | None:
    """The corporation: the designated one, or the one known under the number that was applied for."""
    if designation.corporation_id is not None:
        return corporations.by_id(designation.corporation_id)
    return corporations.by_number(designation.corporate_number)


def name_of(designation: Designation) -> str:
    """What the corporation is called now."""
    known = corporations.by_id(designation.corporation_id) if designation.corporation_id else None
    return known.name if known else designation.name


def town_of(designation: Designation) -> Municipality:
    """The municipality."""
    return municipalities.by_code(designation.municipality_code)


def is_own_matter(actor: Actor, designation: Designation) -> bool:
    """Whether this person applied for it or works for the corporation: then somebody else has to decide."""
    corporation = corporation_of(designation)
    works_there = corporation is not None and corporation.id in actor.corporations
    return is_applicant(actor, designation) or works_there
