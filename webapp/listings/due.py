"""Last days of listings: what waits for the town, what ends, what goes stale unless somebody says it still holds."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import col, select

from webapp.core.actor import Actor
from webapp.core.clock import in_tokyo, today
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.core.templating import link
from webapp.desk.deadlines.days import AHEAD, Deadline, counted
from webapp.listings.models import OFFERED, Listing, ListingStatus
from webapp.municipalities import queries as municipalities


def deadlines(actor: Actor) -> Iterator[Deadline]:
    """Only how many a day: a town may show thousands."""
    queue = link("listings_staff.queue")
    for code in sorted(actor.municipalities):
        here = Listing.municipality_code == code
        review, hide = (
            timedelta(days=municipalities.setting(key, code)) for key in ("listing_review_days", "listing_hide_days")
        )
        sent = session().exec(select(Listing.submitted_at).where(here, Listing.status == ListingStatus.SUBMITTED))
        days = [in_tokyo(moment).date() + review for moment in sent if moment is not None]
        yield from counted(days, _l("掲載の確認"), queue, f"listing:{code}")
        shown = (here, col(Listing.status).in_(OFFERED), Listing.source == "")
        ends = select(col(Listing.expires_on)).where(
            *shown, col(Listing.expires_on).is_not(None), col(Listing.expires_on) <= today() + AHEAD
        )
        yield from counted(session().exec(ends), _l("掲載の期限"), queue, f"listing-end:{code}")
        truths = session().exec(select(col(Listing.as_of)).where(*shown, col(Listing.as_of).is_not(None)))
        stale = [day + hide for day in truths if day is not None]
        yield from counted(stale, _l("確認がないと非公開になる掲載"), queue, f"listing-stale:{code}")
