"""Who may take donations for a municipality, on a day, and what donors are told about it."""

from datetime import date

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.templating import show_date
from webapp.payments.accounts.queries import is_ready
from webapp.payments.trustees.models import PaymentTrustee


def of_town(municipality_code: str) -> list[PaymentTrustee]:
    """Every designation of a municipality, newest first."""
    chosen = select(PaymentTrustee).where(PaymentTrustee.municipality_code == municipality_code)
    return list(session().exec(chosen.order_by(col(PaymentTrustee.starts_on).desc(), col(PaymentTrustee.id).desc())))


def in_force(municipality_code: str, day: date | None = None) -> PaymentTrustee | None:
    """The one that holds on a day (today); the newest where several do."""
    return next((row for row in of_town(municipality_code) if row.holds_on(day or today())), None)


def trustee_for(actor: Actor, trustee_id: str) -> PaymentTrustee:
    """A designation of the actor's own municipality. Raises NotThere."""
    found = session().get(PaymentTrustee, trustee_id)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def notice_to_donors(municipality_code: str) -> list[str]:
    """Who takes the payment for the municipality, in the words of the announcement; nothing where nobody is designated."""
    row = in_force(municipality_code)
    if row is None:
        return []
    told = _(
        "お支払いは、まちが指定した納付受託者「%(name)s」（%(address)s）が、まちのために受け取ります。"
        "告示：%(day)s %(number)s。対象：%(revenues)s。",
        name=row.name,
        address=row.address,
        day=show_date(row.announced_on),
        number=row.announcement,
        revenues=row.revenues,
    )
    return [told, *(line for line in row.notice_text.splitlines() if line.strip())]


def why_not_designated(municipality_code: str) -> str:
    """Why a municipality cannot collect donations online for want of a designation; empty when it can."""
    if in_force(municipality_code) is not None:
        return ""
    return _(
        "寄附の支払いを受け取る「指定納付受託者」の告示が記録されていません。まちの管理者が、先に記録してください。"
    )


def why_no_account(municipality_code: str) -> str:
    """Why there is no account that money could go to; empty when there is one."""
    if is_ready(municipality_code):
        return ""
    return _("寄附を受け取る決済の口座が登録されていません。まちの管理者が、先に登録してください。")
