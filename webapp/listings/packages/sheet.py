"""A package as rows of a sheet: only what the owners' consents of this moment allow this corporation to read."""

from webapp.accounts import queries as accounts
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.listings import queries as listings
from webapp.listings.consents import recipients
from webapp.listings.kinds import kind_of
from webapp.listings.models import ConsentItem, Listing, OwnerConsent
from webapp.listings.packages import queries, rules
from webapp.listings.packages.models import InfoPackage
from webapp.residents.queries import confidential_among


def head() -> list[str]:
    """The names of the columns."""
    return [_("種類"), _("題名"), _("所在地（字まで）"), _("内容"), _("写真の枚数"), _("所有者"), _("連絡先")]


def rows_of(package: InfoPackage) -> tuple[list[list[str]], list[str]]:
    """The rows, and for the log what of each listing lies in them. What has lost its consent is left out."""
    rows, contents = [], []
    for item, listing in queries.lines_of(package):
        if item.recalled_at is not None or rules.why_not(listing, package.corporation_id):
            continue
        allowed = _allowed(listing, package.corporation_id)
        rows.append(_row(listing, allowed, package.corporation_id))
        contents.append(f"{listing.id}:{','.join(sorted(allowed))}")
    return rows, contents


def _allowed(listing: Listing, corporation_id: str) -> set[str]:
    if not kind_of(listing.kind).needs_consent:
        return {ConsentItem.PUBLIC_ADDRESS.value, ConsentItem.BUILDING.value}
    return recipients.items_for_corporation(listing, corporation_id)


def _row(listing: Listing, allowed: set[str], corporation_id: str) -> list[str]:
    kind = kind_of(listing.kind)
    address = kind.asks["public_address"].label if "public_address" in kind.asks else None
    facts = [f"{label}：{value}" for label, value in kind.facts(listing) if value and label != address]
    owner, contact = _owner(listing, corporation_id) if ConsentItem.CONTACT in allowed else ("", "")
    return [
        str(listing.kind.label),
        listing.title,
        listing.public_address if ConsentItem.PUBLIC_ADDRESS in allowed else "",
        joined(facts) if ConsentItem.BUILDING in allowed else "",
        str(len(listings.photos_of(listing))) if ConsentItem.PHOTOS in allowed else "",
        owner,
        contact,
    ]


def _owner(listing: Listing, corporation_id: str) -> tuple[str, str]:
    """Name and address of each owner who agreed to that; whoever asks for secrecy is reached through the town."""
    agreed = [
        consent
        for consent in listings.consents_holding(listing)
        if ConsentItem.CONTACT in consent.items and recipients.names(consent, corporation_id)
    ]
    hidden = {consent.id for consent in agreed if _is_hidden(consent)}
    names = [_("（市町村を通して連絡してください）") if c.id in hidden else c.owner_name for c in agreed]
    return joined(names), joined(consent.owner_email for consent in agreed if consent.id not in hidden)


def _is_hidden(consent: OwnerConsent) -> bool:
    person = accounts.find_by_email(consent.owner_email) if consent.owner_email else None
    ids = {key for key in (consent.owner_user_id, person.id if person else None) if key}
    return bool(ids) and bool(confidential_among(ids))
