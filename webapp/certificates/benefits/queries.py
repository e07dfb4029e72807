"""Which benefits there are, for whom, and how they were used."""

from typing import Any

from sqlmodel import col, select

from webapp.certificates.benefits.models import Benefit, Redemption
from webapp.certificates.models import Certificate
from webapp.core.actor import Actor, Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere


def partner_benefits_for(actor: Actor) -> list[Benefit]:
    """The benefits that are offered where the actor is a partner."""
    return _benefits(actor.organisations(Role.PARTNER))


def town_benefits_for(actor: Actor) -> list[Benefit]:
    """The benefits of the actor's municipalities."""
    return _benefits(actor.municipalities)


def _benefits(codes: frozenset[str]) -> list[Benefit]:
    day = today()
    chosen = select(Benefit).where(
        col(Benefit.municipality_code).in_(codes), col(Benefit.ends_on).is_(None) | (col(Benefit.ends_on) >= day)
    )
    return list(session().exec(chosen.order_by(col(Benefit.id))))


def partner_benefit_for(actor: Actor, benefit_id: str) -> Benefit:
    """A benefit that the actor may record uses of. Raises NotThere."""
    found = next((b for b in partner_benefits_for(actor) if b.id == benefit_id), None)
    if found is None:
        raise NotThere
    return found


def uses_recorded_by(actor: Actor, limit: int = 20) -> list[tuple[Redemption, Benefit, Certificate]]:
    """The last uses this person recorded."""
    chosen = (
        select(Redemption, Benefit, Certificate)
        .join(Benefit, col(Benefit.id) == Redemption.benefit_id)
        .join(Certificate, col(Certificate.id) == Redemption.certificate_id)
        .where(Redemption.recorded_by == actor.user_id)
        .order_by(col(Redemption.id).desc())
        .limit(limit)
    )
    return list(session().exec(chosen))


def exported(actor: Actor) -> dict[str, Any]:
    """What a person takes along of the benefits they used."""
    chosen = (
        select(Redemption, Benefit, Certificate)
        .join(Benefit, col(Benefit.id) == Redemption.benefit_id)
        .join(Certificate, col(Certificate.id) == Redemption.certificate_id)
        .where(Certificate.user_id == actor.user_id)
        .order_by(col(Redemption.id))
    )
    uses = session().exec(chosen)
    return {
        "benefits_used": [
            {"benefit": b.title, "partner": b.partner_name, "certificate": c.number, "used_on": r.used_on.isoformat()}
            for r, b, c in uses
        ]
    }
