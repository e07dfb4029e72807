"""What is asked about signatures on paper."""

from sqlmodel import col, select

from webapp.certificates.models import Certificate
from webapp.certificates.paper.models import OutsideSignature
from webapp.core.actor import Actor, Role
from webapp.core.database import session
from webapp.core.errors import NotThere

SHOWN = 100


def outside_for(actor: Actor, outside_signature_id: str, *, to_change: bool = False) -> OutsideSignature:
    """A sheet that is or was signed outside, of a town that this person administers. Raises NotThere."""
    row = session().get(OutsideSignature, outside_signature_id, with_for_update=to_change or None)
    if row is None or row.municipality_code not in actor.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotThere
    return row


def outside_in(actor: Actor, municipality_code: str) -> list[tuple[OutsideSignature, Certificate]]:
    """The newest sheets of a town, those that wait first."""
    if municipality_code not in actor.organisations(Role.MUNICIPALITY_ADMIN):
        raise NotThere
    chosen = (
        select(OutsideSignature, Certificate)
        .join(Certificate, col(Certificate.id) == OutsideSignature.certificate_id)
        .where(OutsideSignature.municipality_code == municipality_code)
        .order_by(OutsideSignature.status, col(OutsideSignature.id).desc())
    )
    return list(session().exec(chosen.limit(SHOWN)))
