"""Which gifts a project has, and which of them a donor gets."""

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.projects import lent
from webapp.projects.gifts.models import Gift
from webapp.projects.gifts.rules import Answer, is_own_resident
from webapp.projects.models import Project
from webapp.projects.proposals.queries import writable_for


def gifts_of(project: Project) -> list[Gift]:
    """The gifts that are offered, the smallest amount first."""
    chosen = select(Gift).where(Gift.project_id == project.id, col(Gift.withdrawn_at).is_(None))
    return list(session().exec(chosen.order_by(col(Gift.from_yen), col(Gift.id))))


def gift_for(actor: Actor, gift_id: str) -> tuple[Gift, Project]:
    """A gift of a project that the actor writes. Raises NotThere."""
    found = session().get(Gift, gift_id)
    if found is None or found.withdrawn_at is not None:
        raise NotThere
    return found, writable_for(actor, found.project_id)


def left_of(gift: Gift) -> int | None:
    """How many are left; None where there is no end to them."""
    return None if gift.stock is None else max(0, gift.stock - lent.taken(gift.id))


def for_donor(project: Project, amount: int, home_code: str) -> Answer:
    """The best gift that this amount gets a donor from there, or why there is none."""
    offered = gifts_of(project)
    if not offered:
        return Answer(why_none=_("この取り組みに、返礼品はありません。"))
    if is_own_resident(project.municipality_code, home_code):
        return Answer(why_none=_("お住まいのまちへの寄附には、法律により返礼品をお送りできません。寄附はできます。"))
    reached = [gift for gift in offered if gift.from_yen <= amount]
    if not reached:
        return Answer(why_none=_("返礼品は、%(least)s以上の寄附からです。", least=show_yen(offered[0].from_yen)))
    there = next((gift for gift in reversed(reached) if left_of(gift) != 0), None)
    return Answer(there) if there else Answer(why_none=_("この金額の返礼品は、すべてなくなりました。"))
