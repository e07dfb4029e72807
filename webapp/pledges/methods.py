"""Which ways to pay are open for a donation today, and why another is not."""

from datetime import timedelta

from webapp.core.clock import in_tokyo, now
from webapp.core.i18n import gettext as _
from webapp.municipalities import queries as municipalities
from webapp.pledges.models import ONLINE, PaymentMethod
from webapp.projects.models import Project

#: what convenience stores take at one go, whole yen, as the provider states it
KONBINI_LOWEST, KONBINI_HIGHEST = 120, 300_000
#: a slip can be paid until the last second, in Japan, of this many days after it was issued
SLIP_DAYS = 3
#: so long may the payment page stay open before a slip is issued there
PAGE_OPEN = timedelta(hours=1)
DECEMBER = 12


def closed_methods(project: Project, amount: int) -> dict[PaymentMethod, str]:
    """Methods of the payment page that cannot be used for so much today, each with the reason in words."""
    reason = _why_no_slip(project, amount)
    return {PaymentMethod.KONBINI: reason} if reason else {}


def open_methods(project: Project, amount: int) -> list[PaymentMethod]:
    """Methods of the payment page that can be used for so much today."""
    return [method for method in ONLINE if method not in closed_methods(project, amount)]


def _why_no_slip(project: Project, amount: int) -> str:
    if not KONBINI_LOWEST <= amount <= KONBINI_HIGHEST:
        return _(
            "コンビニで払えるのは、%(low)s円から%(high)s円までです。",
            low=f"{KONBINI_LOWEST:,}",
            high=f"{KONBINI_HIGHEST:,}",
        )
    issued_by = in_tokyo(now() + PAGE_OPEN).date()
    if issued_by + timedelta(days=SLIP_DAYS) > project.closes_on:
        return _("払込票の期限（%(days)s日後）が、受付の最終日を過ぎるため使えません。", days=SLIP_DAYS)
    last = int(municipalities.setting("konbini_last_december_day", project.municipality_code))
    if issued_by.month == DECEMBER and issued_by.day > last:
        return _("12月%(day)s日より後は、年内に払い終えられないことがあるため使えません。", day=last)
    return ""
