"""The ledger: what a holder used, what a counter recorded, what a town's benefits were used for."""

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.certificates.benefits.models import Benefit
from webapp.certificates.benefits.queries import may_record
from webapp.certificates.benefits.uses.models import BenefitPass, Redemption
from webapp.certificates.kinds.dual_resident import CODE
from webapp.certificates.models import Certificate, CertificateStatus
from webapp.certificates.queries import is_in_force
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere


def openers_of(actor: Actor) -> list[Certificate]:
    """The person's certificates that open benefits now."""
    chosen = select(Certificate).where(
        Certificate.user_id == actor.user_id, Certificate.kind == CODE, Certificate.status == CertificateStatus.ISSUED
    )
    found = session().exec(chosen.order_by(col(Certificate.id))) if actor.user_id else ()
    return [certificate for certificate in found if is_in_force(certificate)]


def opener_of(actor: Actor, benefit_id: str) -> tuple[Benefit, Certificate]:
    """A benefit on offer, and the person's own certificate that opens its town's benefits. Raises NotThere."""
    benefit = session().get(Benefit, benefit_id)
    found = next((c for c in openers_of(actor) if benefit and c.municipality_code == benefit.municipality_code), None)
    if benefit is None or found is None or not benefit.is_on_offer:
        raise NotThere
    return benefit, found


def pass_for(actor: Actor, benefit_pass_id: str) -> tuple[BenefitPass, Benefit, Certificate]:
    """The holder's own pass. Raises NotThere."""
    found = session().get(BenefitPass, benefit_pass_id)
    certificate = session().get(Certificate, found.certificate_id) if found else None
    if found is None or certificate is None or actor.user_id is None or certificate.user_id != actor.user_id:
        raise NotThere
    return found, session().get_one(Benefit, found.benefit_id), certificate


def uses_of(actor: Actor, limit: int = 100) -> list[tuple[Redemption, Benefit]]:
    """What this person used, the newest first."""
    return _uses(col(Redemption.user_id) == actor.user_id, limit) if actor.user_id else []


def uses_recorded_by(actor: Actor, limit: int = 20) -> list[tuple[Redemption, Benefit]]:
    """The last uses this person recorded; of whom is not said."""
    return _uses(col(Redemption.recorded_by) == actor.user_id, limit)


def uses_of_benefit(benefit: Benefit, limit: int = 50) -> list[tuple[Redemption, str]]:
    """The last uses of a benefit, each with the certificate's number while it is known."""
    chosen = (
        select(Redemption, Certificate.number)
        .outerjoin(Certificate, col(Certificate.id) == Redemption.certificate_id)
        .where(Redemption.benefit_id == benefit.id)
        .order_by(col(Redemption.id).desc())
        .limit(limit)
    )
    return [(redemption, number or "") for redemption, number in session().exec(chosen)]


def use_for(actor: Actor, redemption_id: str, *, to_change: bool = False) -> tuple[Redemption, Benefit]:
    """A use that this person recorded, or one of the actor's municipality. Raises NotThere."""
    found = session().get(Redemption, redemption_id, with_for_update=to_change or None)
    if found is None:
        raise NotThere
    benefit = session().get_one(Benefit, found.benefit_id)
    is_own = found.recorded_by == actor.user_id and may_record(actor, benefit)
    if not (is_own or actor.may_act_for(found.municipality_code)):
        raise NotThere
    return found, benefit


def _uses(condition: sa.ColumnElement[bool], limit: int) -> list[tuple[Redemption, Benefit]]:
    chosen = select(Redemption, Benefit).join(Benefit, col(Benefit.id) == Redemption.benefit_id).where(condition)
    return [(use, benefit) for use, benefit in session().exec(chosen.order_by(col(Redemption.id).desc()).limit(limit))]
