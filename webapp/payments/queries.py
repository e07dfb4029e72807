"""Which attempts there are, for whom."""

from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.payments.models import PaymentAttempt
from webapp.pledges.models import Pledge


def attempt_for(actor: Actor, attempt_id: str) -> tuple[PaymentAttempt, Pledge]:
    """An attempt to collect one's own pledge. Raises NotThere."""
    attempt = session().get(PaymentAttempt, attempt_id)
    pledge = session().get(Pledge, attempt.pledge_id) if attempt else None
    if attempt is None or pledge is None or pledge.user_id != actor.user_id:
        raise NotThere
    return attempt, pledge
