"""Who sees which package: the town that made it, and the corporation once it was handed over."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.accounts.models import User
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.corporations.models import Corporation
from webapp.listings.models import Listing, OwnerConsent
from webapp.listings.packages import rules
from webapp.listings.packages.models import InfoDelivery, InfoPackage, PackageItem, PackageStatus

OUT = (PackageStatus.DELIVERED, PackageStatus.ENDED)
#: so many can be chosen from at once
MOST_OFFERED = 300


@dataclass(frozen=True)
class Offer:
    """One listing that could go into a package, and why it cannot."""

    listing: Listing
    why_not: str
    is_in: bool


def package_for(actor: Actor, info_package_id: str, *, to_change: bool = False) -> InfoPackage:
    """One of a municipality this person works for. Raises NotThere."""
    found = session().get(InfoPackage, info_package_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def received_for(actor: Actor, info_package_id: str) -> InfoPackage:
    """One that was handed to a corporation this person works for. Raises NotThere."""
    found = session().get(InfoPackage, info_package_id)
    if found is None or found.corporation_id not in actor.corporations or found.status not in OUT:
        raise NotThere
    return found


def owners_in(listing_ids: Collection[str]) -> list[str | None]:
    """Who said yes to these listings' going out, as far as they have an account, also one that came later."""
    holder: Any = sa.func.coalesce(OwnerConsent.owner_user_id, User.id)
    chosen = (
        select(holder)
        .join(User, col(User.email) == OwnerConsent.owner_email, isouter=True)
        .where(
            col(OwnerConsent.listing_id).in_(listing_ids),
            col(OwnerConsent.given_at).is_not(None),
            col(OwnerConsent.withdrawn_at).is_(None),
        )
    )
    return list(session().exec(chosen))


def of_towns(actor: Actor) -> list[tuple[InfoPackage, Corporation]]:
    """Every package of the actor's municipalities, newest first."""
    chosen = (
        select(InfoPackage, Corporation)
        .join(Corporation, col(Corporation.id) == InfoPackage.corporation_id)
        .where(col(InfoPackage.municipality_code).in_(actor.municipalities))
    )
    return list(session().exec(chosen.order_by(col(InfoPackage.id).desc()).limit(200)))


def received_by(actor: Actor) -> list[InfoPackage]:
    """What the actor's corporations got, newest first."""
    chosen = select(InfoPackage).where(
        col(InfoPackage.corporation_id).in_(actor.corporations), col(InfoPackage.status).in_(OUT)
    )
    return list(session().exec(chosen.order_by(col(InfoPackage.id).desc()).limit(200)))


def lines_of(package: InfoPackage) -> list[tuple[PackageItem, Listing]]:
    """What lies in it, in the order of kinds."""
    chosen = (
        select(PackageItem, Listing)
        .join(Listing, col(Listing.id) == PackageItem.listing_id)
        .where(PackageItem.package_id == package.id)
    )
    return list(session().exec(chosen.order_by(col(Listing.kind), col(Listing.id))))


def offers(package: InfoPackage) -> list[Offer]:
    """What the town could put in: homes, work and events that were sent to it, but not the corporation's own."""
    chosen = select(Listing).where(
        Listing.municipality_code == package.municipality_code,
        Listing.source == "",
        col(Listing.kind).in_(rules.KINDS),
        col(Listing.status).in_(rules.STATUSES),
        col(Listing.corporation_id).is_distinct_from(package.corporation_id),
    )
    inside = {item.listing_id for item, _listing in lines_of(package)}
    rows = session().exec(chosen.order_by(col(Listing.kind), col(Listing.id).desc()).limit(MOST_OFFERED))
    return [Offer(row, rules.why_not(row, package.corporation_id), row.id in inside) for row in rows]


def log_of(package: InfoPackage) -> list[InfoDelivery]:
    """Everything that happened to it, newest first."""
    chosen = select(InfoDelivery).where(InfoDelivery.package_id == package.id)
    return list(session().exec(chosen.order_by(col(InfoDelivery.id).desc()).limit(200)))


def given_of(listing: Listing) -> list[tuple[InfoPackage, Corporation, PackageItem]]:
    """Every package in which a listing went out, newest first: for its owner."""
    chosen = (
        select(InfoPackage, Corporation, PackageItem)
        .join(PackageItem, col(PackageItem.package_id) == InfoPackage.id)
        .join(Corporation, col(Corporation.id) == InfoPackage.corporation_id)
        .where(PackageItem.listing_id == listing.id, col(InfoPackage.status).in_(OUT))
    )
    return list(session().exec(chosen.order_by(col(InfoPackage.id).desc())))
