"""What comes round by itself: the janitor every hour, the check of the books every night."""

from typing import Any

import structlog

from webapp.accounts.queries import operators
from webapp.core.clock import in_tokyo, now
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue, handler
from webapp.core.letters import Draft, queue
from webapp.payments import checks, janitor

log = structlog.get_logger(__name__)
CHECK = "ledger_check"
NIGHT_HOUR = 2  # in Japan
TOLD = 20


def plan() -> None:
    """Queue what is due, in the open transaction; the worker calls it every hour."""
    here = in_tokyo(now())
    enqueue(janitor.JOB, {}, key=f"{janitor.JOB}:{here:%Y%m%d%H}")
    if here.hour >= NIGHT_HOUR:
        enqueue(CHECK, {}, key=f"{CHECK}:{here:%Y%m%d}")


@handler(CHECK, title=_l("寄附の帳簿を確かめる"))
def check_books(_payload: dict[str, Any]) -> None:
    """Look for broken invariants and tell the operator of every one."""
    faults = checks.find_faults()
    if not faults:
        return
    log.error("the books are not in order", faults=len(faults))
    for operator in operators():
        queue(operator, _not_in_order, faults=faults)


def _not_in_order(faults: list[str]) -> Draft:
    return Draft(
        _("寄附の帳簿が合いません：%(count)s件", count=len(faults)),
        [
            _("毎晩の確認で、帳簿の決まりに反するところが見つかりました。お金を動かす前に、原因を確かめてください。"),
            _("サーバーで futamachi ledger check を実行すると、同じ一覧が表示されます。"),
        ],
        [(str(number), fault) for number, fault in enumerate(faults[:TOLD], start=1)],
    )
