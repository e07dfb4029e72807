"""Which municipalities have an account of their own at the provider."""

from sqlmodel import col, func, select

from webapp.core.database import session
from webapp.core.services import services
from webapp.payments.accounts.models import PaymentAccount
from webapp.payments.models import PaymentAttempt, PaymentRefund
from webapp.payments.states import ENDED, WAITING_REFUNDS


def of_town(municipality_code: str) -> PaymentAccount | None:
    """A municipality's account, if something of it was ever registered."""
    return session().get(PaymentAccount, municipality_code)


def every() -> list[PaymentAccount]:
    """All of them."""
    return list(session().exec(select(PaymentAccount).order_by(col(PaymentAccount.municipality_code))))


def is_ready(municipality_code: str) -> bool:
    """Whether donations to a municipality can be paid: by its own account, or by that of the settings."""
    row = of_town(municipality_code)
    if row is not None and row.wrapped_key is not None and row.takes_notices:
        return True
    return bool(services().settings.stripe_webhook_secret.get_secret_value())


def under_way(account: str) -> int:
    """How many payments at an account have not come to an end: pages that are open, refunds that are not there yet."""
    attempts = select(func.count()).where(PaymentAttempt.account == account, col(PaymentAttempt.state).not_in(ENDED))
    refunds = (
        select(func.count())
        .select_from(PaymentRefund)
        .join(PaymentAttempt, col(PaymentAttempt.id) == PaymentRefund.attempt_id)
        .where(PaymentAttempt.account == account, col(PaymentRefund.status).in_(WAITING_REFUNDS))
    )
    return int(session().exec(attempts).one()) + int(session().exec(refunds).one())
