"""What is done with designations; what was announced is never rewritten, it ends and another begins."""

from datetime import date

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.payments.trustees.models import PaymentTrustee

trail.ACTION_LABELS |= {
    "payment_trustee.add": _l("指定納付受託者を記録した"),
    "payment_trustee.end": _l("指定納付受託者の最後の日を記録した"),
}


def add(row: PaymentTrustee, *, by: Actor) -> PaymentTrustee:
    """Write down a designation as it was announced."""
    if not (by.is_system or by.may_act_for(row.municipality_code)):
        raise NotThere
    if row.announced_on > today():
        raise RuleBroken(_("告示の日が先の日付です。告示してから記録してください。"))
    if row.starts_on < row.announced_on:
        raise RuleBroken(_("指定の始まる日が、告示の日より前です。告示の内容を確かめてください。"))
    if row.ends_on is not None and row.ends_on < row.starts_on:
        raise RuleBroken(_("指定の最後の日が、始まる日より前です。"))
    row.created_by = by.user_id
    session().add(row)
    session().flush()
    trail.record(row, "payment_trustee.add", by=by)
    return row


def end(row: PaymentTrustee, *, last_day: date, by: Actor) -> None:
    """Write down the last day of a designation."""
    if row.ends_on is not None:
        raise RuleBroken(_("最後の日は、もう記録されています。"))
    if last_day < row.starts_on:
        raise RuleBroken(_("指定の最後の日が、始まる日より前です。"))
    row.ends_on = last_day
    trail.record(row, "payment_trustee.end", by=by)
