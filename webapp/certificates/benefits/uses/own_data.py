"""A person's uses as their own data: to take along, and to be cut off from them."""

from typing import Any

from sqlmodel import col, select

from webapp.certificates.benefits.models import Benefit
from webapp.certificates.benefits.uses.models import BenefitPass, Redemption
from webapp.certificates.models import Certificate
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.database import session


def exported(actor: Actor) -> dict[str, Any]:
    """What a person takes along of the benefits they used, and of the passes they opened."""
    uses = (
        select(Redemption, Benefit)
        .join(Benefit, col(Benefit.id) == Redemption.benefit_id)
        .where(Redemption.user_id == actor.user_id)
        .order_by(col(Redemption.id))
    )
    passes = select(BenefitPass, Benefit).join(Benefit, col(Benefit.id) == BenefitPass.benefit_id)
    own = select(Certificate.id).where(Certificate.user_id == actor.user_id)
    return {
        "benefits_used": [
            {
                "benefit": benefit.title,
                "partner": benefit.partner_name,
                "used_on": use.used_on.isoformat(),
                "recorded_at": use.recorded_at.isoformat(),
                "status": use.status.value,
                "value_yen": use.value_yen,
            }
            for use, benefit in session().exec(uses)
        ],
        "benefit_passes": [
            {"benefit": benefit.title, "opened_at": row.opened_at.isoformat(), "is_used": row.redemption_id is not None}
            for row, benefit in session().exec(passes.where(col(BenefitPass.certificate_id).in_(own)))
        ],
    }


def erase(user_id: str, *, by: Actor) -> None:
    """That somebody used something stays in the town's ledger; who it was goes, and with it the passes."""
    own = select(Certificate.id).where(Certificate.user_id == user_id)
    for row in session().exec(select(BenefitPass).where(col(BenefitPass.certificate_id).in_(own))):
        session().delete(row)
    for use in session().exec(select(Redemption).where(Redemption.user_id == user_id).with_for_update()):
        use.user_id = use.certificate_id = None
        trail.record(use, "redemption.erase", by=by)
    session().flush()
