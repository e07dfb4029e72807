"""What may go to a corporation: the law wants the owner's word for a home, and a designation for everything."""

from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.corporations import queries as corporations
from webapp.listings.consents import recipients
from webapp.listings.kinds import kind_of
from webapp.listings.models import ConsentItem, Listing, ListingKind, ListingStatus

KINDS = (ListingKind.HOME, ListingKind.JOB, ListingKind.EVENT)
#: a town hands on what was sent to it and is neither refused nor over
STATUSES = (ListingStatus.SUBMITTED, ListingStatus.CORRECTION, ListingStatus.PUBLISHED, ListingStatus.PAUSED)


def why_not(listing: Listing, corporation_id: str) -> str:
    """Why this corporation may not get this listing; empty when it may."""
    if not kind_of(listing.kind).needs_consent:
        return ""
    items = recipients.items_for_corporation(listing, corporation_id)
    if ConsentItem.BUILDING in items:
        return ""
    if items:
        return _("所有者は、建物と土地の情報を渡すことに同意していません。")
    return _("この法人に渡すことへの、所有者の同意がありません。")


def outside(corporation_id: str, municipality_code: str) -> str:
    """Why this corporation gets nothing from this town; empty when it may."""
    if corporations.designation_in(corporation_id, municipality_code, today()):
        return ""
    return _("この法人は、このまちの指定を受けていません。情報を渡せるのは、指定した法人だけです。")
