"""What is done at the counter: a use is recorded exactly once, or voided on the same day."""

from sqlmodel import select

from webapp.certificates.benefits import terms
from webapp.certificates.benefits.models import Benefit
from webapp.certificates.benefits.queries import may_record
from webapp.certificates.benefits.uses import rules
from webapp.certificates.benefits.uses.models import REDEMPTION, BenefitPass, Redemption
from webapp.certificates.models import Certificate
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l

trail.ACTION_LABELS |= {
    "redemption.use": _l("特典の利用を記録した"),
    "redemption.erase": _l("特典の利用の記録から、だれのものかを消した"),
}


def use(benefit: Benefit, certificate: Certificate, *, by: Actor, key: str | None = None) -> Redemption:
    """Record one use. The same key again gives the same record, so that a double click or a reload counts once.

    Raises RuleBroken when the certificate does not open the benefit, or no use is left; NotThere for another's counter.
    """
    _lock(benefit, by)
    return _known(key, benefit, certificate, by) or _record(benefit, certificate, key, by)


def use_pass(opened: BenefitPass, *, by: Actor, key: str | None = None) -> Redemption:
    """Record the use of a pass, which is spent by it. Raises RuleBroken, NotThere."""
    benefit = session().get_one(Benefit, opened.benefit_id)
    certificate = session().get_one(Certificate, opened.certificate_id)
    _lock(benefit, by)
    session().refresh(opened, with_for_update=True)
    if found := _known(key, benefit, certificate, by):
        return found
    must_be_open(opened)
    redemption = _record(benefit, certificate, key, by)
    opened.redemption_id = redemption.id
    return redemption


def must_be_open(opened: BenefitPass) -> None:
    """Raises RuleBroken for a pass that was used or is too old."""
    if opened.redemption_id is not None:
        raise RuleBroken(_("このパスは、もう使われています。記録は増えていません。"))
    if not opened.is_open:
        raise RuleBroken(_("このパスは、開いてから10分が過ぎました。お客さまに、開き直してもらってください。"))


def void(redemption: Redemption, *, by: Actor, reason: str) -> None:
    """Take a use back on its own day; it stays in the ledger. Raises RuleBroken on later days."""
    if redemption.used_on != today():
        raise RuleBroken(_("取り消せるのは、利用した日のうちだけです。市町村の担当に連絡してください。"))
    REDEMPTION.apply(redemption, "void", by=by, reason=reason)


def _lock(benefit: Benefit, by: Actor) -> None:
    """Uses of one benefit take turns, so that what is left is counted right."""
    if not may_record(by, benefit):
        raise NotThere
    session().refresh(benefit, with_for_update=True)


def _known(key: str | None, benefit: Benefit, certificate: Certificate, by: Actor) -> Redemption | None:
    found = session().exec(select(Redemption).where(Redemption.form_key == key)).first() if key else None
    if found is None:
        return None
    if (found.benefit_id, found.certificate_id, found.recorded_by) != (benefit.id, certificate.id, by.user_id):
        raise RuleBroken(_("この画面は、前の記録に使い終わっています。画面を開き直してから、記録してください。"))
    return found


def _record(benefit: Benefit, certificate: Certificate, key: str | None, by: Actor) -> Redemption:
    session().refresh(certificate, with_for_update=True)
    rules.must_open(benefit, certificate)
    redemption = Redemption(
        benefit_id=benefit.id,
        certificate_id=certificate.id,
        user_id=certificate.user_id,
        municipality_code=benefit.municipality_code,
        used_on=today(),
        version=terms.version_now(benefit),
        value_yen=benefit.value_yen,
        form_key=key,
        recorded_by=by.user_id,
        is_demo=benefit.is_demo,
    )
    session().add(redemption)
    session().flush()
    trail.record(redemption, "redemption.use", by=by)
    return redemption
