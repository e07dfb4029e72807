"""To whom a home's data may go: what can be chosen, what was agreed to, what a consent of today covers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlmodel import col, select

from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.services import services
from webapp.corporations import queries as corporations
from webapp.listings import queries
from webapp.listings.consents.models import ConsentRecipient, Method, RecipientKind
from webapp.listings.models import Listing, OwnerConsent

#: what lends the banks of a town: municipality code → (bank's id, its name)
BanksOf = Callable[[str], list[tuple[str, str]]]
#: under this name the running app keeps them
BANKS = "banks_of_town"


@dataclass(frozen=True)
class Choice:
    """One recipient that an owner may be asked for."""

    kind: RecipientKind
    organisation_id: str
    name: str

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.kind.value}:{self.organisation_id}"


def choices_for(listing: Listing) -> list[Choice]:
    """Who could get this home's data: the town's corporations but the maker, all of them, the town's banks."""
    found = [
        Choice(RecipientKind.CORPORATION, body.id, body.name)
        for body in corporations.designated_in(listing.municipality_code, today())
        if body.id != listing.corporation_id
    ]
    everybody = Choice(RecipientKind.ALL_CORPORATIONS, "", _("このまちの指定支援法人すべて"))
    lent: Iterable[BanksOf] = services().extras.get(BANKS, ())
    banks = [
        Choice(RecipientKind.BANK, bank_id, name) for part in lent for bank_id, name in part(listing.municipality_code)
    ]
    return [*found, everybody, *banks]


def chosen(listing: Listing, values: Iterable[str]) -> list[Choice]:
    """The choices behind what a form sent. Raises RuleBroken for one that is no longer there."""
    known = {choice.value: choice for choice in choices_for(listing)}
    wanted = list(dict.fromkeys(values))
    if not set(wanted) <= set(known):
        raise RuleBroken(_("選んだ相手に、いまは渡せません。画面を開き直して、もう一度選んでください。"))
    return [known[value] for value in wanted]


def note(consent: OwnerConsent, taken: Iterable[Choice]) -> None:
    """Write them down under a consent that is stored."""
    for choice in taken:
        method = Method.SCREEN if choice.kind is RecipientKind.BANK else Method.DATA
        session().add(
            ConsentRecipient(
                consent_id=consent.id,
                kind=choice.kind,
                organisation_id=choice.organisation_id,
                name=choice.name,
                method=method,
            )
        )
    session().flush()


def of(consents: Iterable[OwnerConsent]) -> dict[str, list[ConsentRecipient]]:
    """The further recipients of each consent, by its id."""
    ids = [consent.id for consent in consents]
    rows = session().exec(
        select(ConsentRecipient).where(col(ConsentRecipient.consent_id).in_(ids)).order_by(col(ConsentRecipient.id))
    )
    found: dict[str, list[ConsentRecipient]] = {consent_id: [] for consent_id in ids}
    for row in rows:
        found[row.consent_id].append(row)
    return found


def names(consent: OwnerConsent, corporation_id: str) -> bool:
    """Whether this consent lets this corporation have the data, by its name or among all."""
    rows = of([consent])[consent.id]
    return any(row.organisation_id == corporation_id or row.kind is RecipientKind.ALL_CORPORATIONS for row in rows)


def items_for_corporation(listing: Listing, corporation_id: str) -> set[str]:
    """What of a home this corporation may have today by the owner's word; empty where nothing allows it."""
    if listing.corporation_id == corporation_id:
        return {item for consent in queries.consents_holding(listing) for item in consent.items}
    wanted = {(RecipientKind.CORPORATION, corporation_id), (RecipientKind.ALL_CORPORATIONS, "")}
    if not corporations.designation_in(corporation_id, listing.municipality_code, today()):
        return set()
    return _items(listing, wanted)


def items_for_bank(listing: Listing, bank_id: str) -> set[str]:
    """The same for a bank of vacant homes."""
    return _items(listing, {(RecipientKind.BANK, bank_id)})


def _items(listing: Listing, wanted: set[tuple[RecipientKind, str]]) -> set[str]:
    holding = queries.consents_holding(listing)
    named = of(holding)
    return {
        item
        for consent in holding
        if any((row.kind, row.organisation_id) in wanted for row in named[consent.id])
        for item in consent.items
    }
