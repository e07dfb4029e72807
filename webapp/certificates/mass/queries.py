"""Proposals to revoke many certificates: who sees them, and what they would do."""

from sqlmodel import col, select

from webapp.certificates.mass.models import MassRevocation, MassStatus
from webapp.certificates.models import LIVING, Certificate
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere


def waiting_for(actor: Actor) -> list[MassRevocation]:
    """What waits for a second person in the actor's municipalities, oldest first."""
    chosen = select(MassRevocation).where(
        col(MassRevocation.municipality_code).in_(actor.municipalities), MassRevocation.status == MassStatus.PROPOSED
    )
    return list(session().exec(chosen.order_by(col(MassRevocation.id))))


def proposal_for(actor: Actor, proposal_id: str, *, to_change: bool = False) -> MassRevocation:
    """A proposal of the actor's own municipality. Raises NotThere."""
    found = session().get(MassRevocation, proposal_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def certificates_of(proposal: MassRevocation, *, to_change: bool = False) -> list[Certificate]:
    """The certificates that it names, by number."""
    chosen = select(Certificate).where(col(Certificate.id).in_(proposal.certificate_ids))
    chosen = chosen.order_by(col(Certificate.id))
    return list(session().exec(chosen.with_for_update() if to_change else chosen))


def choosable(actor: Actor, certificate_ids: list[str]) -> list[Certificate]:
    """Those of the actor's own municipalities that can still be revoked; others' are not there."""
    chosen = select(Certificate).where(
        col(Certificate.id).in_(certificate_ids),
        col(Certificate.municipality_code).in_(actor.municipalities),
        col(Certificate.status).in_(LIVING),
    )
    return list(session().exec(chosen.order_by(col(Certificate.id))))
