"""From an application to a listing of the town, with the owner's consent to the bank; and back out of the list."""

from typing import Any

from webapp.banks import queries as banks
from webapp.banks.homes import queries
from webapp.banks.homes.models import BankHome
from webapp.banks.models import AkiyaBank, BankBroker
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import months_later, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import recorded
from webapp.listings import actions as listing_actions
from webapp.listings import queries as listings
from webapp.listings.consents import actions as consents
from webapp.listings.consents import recipients
from webapp.listings.life import actions as life
from webapp.listings.models import LISTING, Listing, ListingKind, ListingStatus, OwnerConsent

SHOWN_MONTHS = 12
SERVICE = system_actor("bank_home")


def draft_listing(home: BankHome, bank: AkiyaBank, *, by: Actor) -> Listing:
    """The town's draft of a listing from what the owner wrote, with the owner's consent to town and bank."""
    title = recorded("%(place)sの家（%(number)s）", place=home.public_address, number=home.number)
    listing = listing_actions.start(
        ListingKind.HOME, municipality_code=home.municipality_code, title=title[:80], by=by, is_demo=home.is_demo
    )
    listing_actions.revise(listing, _answers(home), by=by)
    given = OwnerConsent(
        listing_id=listing.id,
        municipality_code=home.municipality_code,
        owner_name=queries.shown_owner(home),
        owner_email="" if queries.is_hidden(home) else home.owner_email,
        owner_user_id=home.user_id,
        items=home.consent_items,
        recipient="",
        purpose="",
        text_version="",
        evidence=recorded("空き家バンクの申請 %(number)s", number=home.number),
    )
    consents.note_application(listing, given, [f"bank:{bank.id}"], by=by)
    home.listing_id = listing.id
    session().flush()
    return listing


def _answers(home: BankHome) -> dict[str, Any]:
    broker = session().get(BankBroker, home.broker_id) if home.broker_id else None
    facts: dict[str, Any] = {
        name: home.facts[name] for name in ("layout", "floor_area", "built_year", "structure") if name in home.facts
    }
    return {
        "deal": home.deal,
        "price": home.price,
        "monthly_cost": home.monthly_cost,
        "public_address": home.public_address,
        "private_address": home.private_address,
        "co_owners_agree": "co_owners_agree" in home.conditions and "inheritance_done" in home.conditions,
        "broker": f"{broker.name} {broker.licence}" if broker else None,
        "body": home.facts.get("note", ""),
        "expires_on": months_later(today(), SHOWN_MONTHS),
        **facts,
    }  # fmt: skip


def show(home: BankHome, *, by: Actor) -> None:
    """Bring the listing before everybody. Raises RuleBroken with what its page still lacks, or without the consent."""
    listing = listing_of(home)
    if not recipients.items_for_bank(listing, home.bank_id):
        raise RuleBroken(_("バンクに出すことへの、所有者の同意がありません。"))
    if listing.status in LISTING.moves["submit"].sources:
        listing_actions.submit(listing, by=by)
    if listing.status is ListingStatus.SUBMITTED:
        listing_actions.publish(listing, by=by)
    elif listing.status is ListingStatus.PAUSED:
        listing_actions.resume(listing, by=by)
    if not listing.is_public:
        raise RuleBroken(_("掲載の状態が「%(status)s」なので、公開できません。", status=listing.status.label))


def listing_of(home: BankHome) -> Listing:
    """The listing. Raises RuleBroken before there is one."""
    if home.listing_id is None:
        raise RuleBroken(_("まだ掲載の下書きがありません。先に登録を決めてください。"))
    return listings.by_id(home.listing_id)


def follow(home: BankHome, move: str, *, by: Actor) -> None:
    """Bring the listing in line with talks, a contract or their end, as far as it still stands there."""
    listing = listing_of(home)
    chosen = {"negotiate": life.negotiate, "offer_again": life.offer_again, "contract": life.contract}[move]
    if listing.status in LISTING.moves[move].sources:
        chosen(listing, by=by)


def take_back(home: BankHome, *, reason: str) -> None:
    """Out of everybody's sight: the listing ends, and the consent given in the application with it."""
    if home.listing_id is None:
        return
    listing = listings.by_id(home.listing_id)
    for consent in listings.consents_holding(listing):
        consents.withdraw(consent, by=SERVICE, reason=reason)
    if listing.status in LISTING.moves["close"].sources:
        listing_actions.close(listing, by=SERVICE, reason=reason)


def towns_having(listing: Listing) -> list[str]:
    """The towns that see a home of their bank with more than everybody sees: its centre."""
    home = queries.of_listing(listing.id)
    return [banks.by_id(home.bank_id).municipality_code] if home is not None else []


def banks_in(municipality_code: str) -> list[tuple[str, str]]:
    """The bank that an owner's data can go to in a town: id and name."""
    bank = banks.bank_in(municipality_code)
    return [(bank.id, bank.name)] if bank is not None else []
