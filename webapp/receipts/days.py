"""The day of receipt: it decides the tax year, and each way of paying has its own."""

from datetime import date
from typing import Any, Final

from webapp.core.clock import in_tokyo
from webapp.core.i18n import lazy as _l
from webapp.municipalities import queries as municipalities
from webapp.pledges.models import PaymentMethod, Pledge

#: of a bank transfer, a municipality takes the day on which the money arrived or the day on which it was sent
TRANSFER_DAY: Final = "transfer_day"
_RULES: Final = {
    PaymentMethod.CARD: _l("決済が完了した日"),
    PaymentMethod.PAYPAY: _l("決済が完了した日"),
    PaymentMethod.KONBINI: _l("お店で支払った日"),
    PaymentMethod.REGISTERED_MAIL: _l("現金書留がまちに届いた日"),
    PaymentMethod.CASH: _l("窓口で受け取った日"),
    PaymentMethod.PORTAL: _l("寄附サイトで支払いが完了した日"),
}
_TRANSFER: Final = {"credited": _l("まちの口座に入った日"), "sent": _l("振り込んだ日")}


def received_on(pledge: Pledge) -> date:
    """The day in Japan on which a paid pledge counts as received."""
    assert pledge.paid_at is not None
    return in_tokyo(pledge.paid_at).date()


def of_transfer(municipality_code: str, *, sent_on: date, credited_on: date) -> date:
    """Which of the two days of a bank transfer counts in this municipality."""
    rule = municipalities.setting(TRANSFER_DAY, municipality_code, credited_on)
    return sent_on if rule == "sent" else credited_on


def rule_of(pledge: Pledge) -> Any:
    """In words, which day it is; empty where the way of paying is not known."""
    if pledge.method is PaymentMethod.BANK_TRANSFER:
        return _TRANSFER[str(municipalities.setting(TRANSFER_DAY, pledge.municipality_code, received_on(pledge)))]
    return _RULES.get(pledge.method, "") if pledge.method else ""
