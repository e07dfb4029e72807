"""Corporations for the staff's search: whom the actor's towns have to do with, by name or 法人番号."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.core.textnorm import normalise
from webapp.corporations.designations import queries
from webapp.corporations.designations.models import DesignationStatus
from webapp.corporations.models import Corporation
from webapp.desk.finding.groups import Group, Hit, Words, group

_SENT = tuple(status for status in DesignationStatus if status is not DesignationStatus.DRAFT)


def find_for(actor: Actor, words: Words) -> Group | None:
    """Every matter between a corporation and a town of the actor's; a town has tens of them, not thousands."""
    if not actor.municipalities:
        return None
    number = "".join(words.parts).upper()
    rows = [row for row, _town in queries.queue_for(actor, _SENT)]
    ids = {row.corporation_id for row in rows if row.corporation_id}
    known = list(session().exec(select(Corporation).where(col(Corporation.id).in_(ids))))
    names = {one.id: one.name for one in known}
    hits = [
        Hit(
            names.get(row.corporation_id or "") or row.name or row.corporate_number,
            link("designations_staff.review", designation_id=row.id),
            f"{row.corporate_number}　{row.reference}　{row.status.label}",
            is_exact=row.reference == number,
        )
        for row in rows
        if number in (row.reference, row.corporate_number)
        or all(part in normalise(names.get(row.corporation_id or "", row.name)) for part in words.parts)
    ]
    return group("corporations", _l("支援法人"), hits, words)
