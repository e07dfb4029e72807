"""What is done with benefits: offer one, record its use."""

from sqlmodel import col, func, select

from webapp.certificates import queries
from webapp.certificates.benefits.models import Benefit, Redemption
from webapp.certificates.checking.by_code import is_authentic
from webapp.certificates.models import Certificate
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l

trail.ACTION_LABELS |= {
    "benefit.offer": _l("特典を加えた"),
    "benefit.use": _l("特典の利用を記録した"),
}


def offer_benefit(benefit: Benefit, *, by: Actor) -> Benefit:
    """Add a benefit of the actor's own municipality."""
    if not by.may_act_for(benefit.municipality_code):
        raise NotThere
    benefit.created_by = by.user_id
    session().add(benefit)
    session().flush()
    trail.record(benefit, "benefit.offer", by=by)
    return benefit


def use_benefit(benefit: Benefit, certificate: Certificate | None, *, by: Actor) -> Redemption:
    """Record one use. Raises RuleBroken for an invalid, altered or foreign certificate, or when no use is left."""
    if certificate is None or certificate.municipality_code != benefit.municipality_code:
        raise RuleBroken(_("このコードの証明書は見つかりません。コードを確かめて、もう一度入力してください。"))
    session().refresh(certificate, with_for_update=True)  # two counters at once take turns, so both count right
    if not is_authentic(certificate):
        raise RuleBroken(_("この証明書は、発行したときの記録と一致しません。特典は使えません。"))
    if not queries.is_in_force(certificate):
        raise RuleBroken(_("この証明書は、いまは有効ではありません。特典は使えません。"))
    day = today()
    used = (
        session()
        .exec(
            select(func.count())
            .select_from(Redemption)
            .where(
                Redemption.benefit_id == benefit.id,
                Redemption.certificate_id == certificate.id,
                col(Redemption.used_on) >= day.replace(day=1),
            )
        )
        .one()
    )
    if used >= benefit.times_a_month:
        raise RuleBroken(_("この特典は、今月の回数（%(times)s回）を使い切っています。", times=benefit.times_a_month))
    redemption = Redemption(
        benefit_id=benefit.id,
        certificate_id=certificate.id,
        municipality_code=benefit.municipality_code,
        used_on=day,
        recorded_by=by.user_id,
    )
    session().add(redemption)
    session().flush()
    trail.record(redemption, "benefit.use", by=by)
    return redemption
