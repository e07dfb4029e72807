"""What comes round by itself: every night each account of the provider is compared; light to import."""

from webapp.core.clock import in_tokyo, now
from webapp.core.jobs import enqueue
from webapp.payments.accounts.queries import every
from webapp.payments.models import SHARED

COMPARE = "accounting.compare"
NIGHT_HOUR = 3  # in Japan


def plan() -> None:
    """Queue what is due, in the open transaction; the worker calls it every hour."""
    here = in_tokyo(now())
    if here.hour >= NIGHT_HOUR:
        for account in (SHARED, *(row.municipality_code for row in every())):
            enqueue(COMPARE, {"account": account}, key=f"{COMPARE}:{account}:{here:%Y%m%d}")
