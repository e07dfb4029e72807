"""Which benefits there are, for whom."""

from typing import Any

from sqlmodel import col, select

from webapp.certificates.benefits.models import Benefit, BenefitStatus
from webapp.core.actor import TOWN_ROLES, Actor, Role
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere


def on_offer_in(codes: frozenset[str] | set[str]) -> list[Benefit]:
    """What these towns offer now or soon, in the order in which it began."""
    return list(session().exec(_in(codes).where(Benefit.status == BenefitStatus.ACTIVE, _not_over())))


def town_benefits_for(actor: Actor) -> list[Benefit]:
    """Every benefit of the actor's municipalities, also what is over."""
    return list(session().exec(_in(actor.municipalities)))


def counter_benefits_for(actor: Actor) -> list[Benefit]:
    """What this person may record a use of: as a partner who is named, or as the town's own staff."""
    return [row for row in on_offer_in(actor.organisations(Role.PARTNER, *TOWN_ROLES)) if may_record(actor, row)]


def may_record(actor: Actor, benefit: Benefit) -> bool:
    """Whether uses of this benefit are recorded at this person's counter."""
    if actor.may_act_for(benefit.municipality_code):
        return True
    is_partner = benefit.municipality_code in actor.organisations(Role.PARTNER)
    return is_partner and (not benefit.partner_ids or actor.user_id in benefit.partner_ids)


def proposals_of(actor: Actor) -> list[Benefit]:
    """What this partner proposed, the newest first."""
    chosen = select(Benefit).where(Benefit.proposed_by == actor.user_id)
    return list(session().exec(chosen.order_by(col(Benefit.id).desc()))) if actor.user_id else []


def waiting_for(actor: Actor) -> int:
    """How many proposals wait for the actor's municipalities."""
    return sum(1 for row in town_benefits_for(actor) if row.status is BenefitStatus.PROPOSED)


def town_benefit_for(actor: Actor, benefit_id: str, *, to_change: bool = False) -> Benefit:
    """A benefit of the actor's own municipality. Raises NotThere."""
    found = session().get(Benefit, benefit_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def proposal_for(actor: Actor, benefit_id: str, *, to_change: bool = False) -> Benefit:
    """What this partner proposed. Raises NotThere."""
    found = session().get(Benefit, benefit_id, with_for_update=to_change or None)
    is_partner = found is not None and found.municipality_code in actor.organisations(Role.PARTNER)
    if found is None or not is_partner or found.proposed_by != actor.user_id:
        raise NotThere
    return found


def counter_benefit_for(actor: Actor, benefit_id: str) -> Benefit:
    """A benefit that the actor may record uses of. Raises NotThere."""
    found = session().get(Benefit, benefit_id)
    if found is None or not may_record(actor, found):
        raise NotThere
    return found


def _in(codes: frozenset[str] | set[str]) -> Any:
    return select(Benefit).where(col(Benefit.municipality_code).in_(codes)).order_by(col(Benefit.id))


def _not_over() -> Any:
    return col(Benefit.ends_on).is_(None) | (col(Benefit.ends_on) >= today())
