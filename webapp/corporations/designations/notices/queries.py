"""Announcements: those of one designation, those that still have to be published, the published ones."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations.designations.models import Designation
from webapp.corporations.designations.notices.models import DesignationNotice


def of(designation: Designation) -> list[DesignationNotice]:
    """Every announcement of a designation, newest first."""
    chosen = select(DesignationNotice).where(DesignationNotice.designation_id == designation.id)
    return list(session().exec(chosen.order_by(col(DesignationNotice.id).desc())))


def open_of(designation: Designation) -> list[DesignationNotice]:
    """Those that are drawn up and not published, oldest first."""
    return [notice for notice in reversed(of(designation)) if notice.published_on is None]


def published_of(designation: Designation) -> list[DesignationNotice]:
    """Those that everybody may read, newest first."""
    return [notice for notice in of(designation) if notice.published_on is not None]


def notice_for(actor: Actor, notice_id: str, *, to_change: bool = False) -> DesignationNotice:
    """One of the actor's municipalities. Raises NotThere."""
    found = session().get(DesignationNotice, notice_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def public(notice_id: str) -> DesignationNotice:
    """A published one. Raises NotThere."""
    found = session().get(DesignationNotice, notice_id)
    if found is None or found.published_on is None:
        raise NotThere
    return found
