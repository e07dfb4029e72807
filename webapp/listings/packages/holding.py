"""Which corporations got a home's data in a package, and taking it back from there."""

from sqlmodel import col, select

from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.listings.models import Listing
from webapp.listings.packages.models import DeliveryKind, InfoDelivery, InfoPackage, PackageItem, PackageStatus

trail.ACTION_LABELS |= {"info_package.recall": _l("同意がなくなった家を引き上げた")}
#: handed over at some time
_GONE_OUT = (PackageStatus.DELIVERED, PackageStatus.ENDED)


def corporations_having(listing: Listing) -> set[str]:
    """Ids of the corporations that got this listing in a package and from whom it was not taken back."""
    return {package.corporation_id for _item, package in _out(listing)}


def recall(listing: Listing, corporation_id: str, *, reason: str, by: Actor) -> None:
    """Hand it out to this corporation no more, and say so in the log of each package."""
    for item, package in _out(listing):
        if package.corporation_id != corporation_id:
            continue
        item.recalled_at, item.recall_reason = now(), reason
        session().add(InfoDelivery(package_id=package.id, kind=DeliveryKind.RECALLED, contents=[listing.id]))
        trail.record(package, "info_package.recall", by=by)
    session().flush()


def _out(listing: Listing) -> list[tuple[PackageItem, InfoPackage]]:
    chosen = (
        select(PackageItem, InfoPackage)
        .join(InfoPackage, col(InfoPackage.id) == PackageItem.package_id)
        .where(
            PackageItem.listing_id == listing.id,
            col(PackageItem.recalled_at).is_(None),
            col(InfoPackage.status).in_(_GONE_OUT),
        )
    )
    return list(session().exec(chosen.order_by(col(PackageItem.id))))
