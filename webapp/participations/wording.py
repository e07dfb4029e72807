"""Tones of an application's status, and its day in words."""

from webapp.core.i18n import gettext as _
from webapp.core.templating import show_date
from webapp.listings.kinds import kind_of
from webapp.listings.models import Listing
from webapp.participations.models import ParticipationStatus as S
from webapp.participations.terms import first_day, last_day

TONES = {
    S.APPLIED: "info",
    S.WAITING: "warning",
    S.ACCEPTED: "success",
    S.DONE: "success",
    S.DECLINED: "neutral",
    S.CANCELLED: "error",
    S.ABSENT: "error",
}


def day_words(listing: Listing) -> str:
    """「2026年12月5日（土） 10:00〜15:00」; empty for what has no day."""
    first, last = first_day(listing), last_day(listing)
    if first is None:
        return ""
    hours = getattr(kind_of(listing.kind).details.read(listing.details), "hours", None) or ""
    days = (
        show_date(first)
        if last in (None, first)
        else _("%(first)sから%(last)sまで", first=show_date(first), last=show_date(last))
    )
    return f"{days} {hours}".strip()
