"""Who sees which application: its owner, and the staff of the town where the home stands once it was sent."""

from sqlmodel import col, select

from webapp.accounts.links import hash_token
from webapp.banks.homes.models import LISTED, BankDocument, BankHome, HomeStatus
from webapp.banks.models import AkiyaBank
from webapp.core.actor import Actor
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.listings.models import Listing
from webapp.residents.queries import confidential_among

LONGEST_QUEUE = 300


def by_id(bank_home_id: str, *, to_change: bool = False) -> BankHome:
    """The home, whoever asks; locked until the end of the transaction if it is to change. Raises NotThere."""
    found = session().get(BankHome, bank_home_id, with_for_update=to_change or None)
    if found is None:
        raise NotThere
    return found


def own_for(actor: Actor, bank_home_id: str, *, to_change: bool = False) -> BankHome:
    """One's own. Raises NotThere."""
    found = by_id(bank_home_id, to_change=to_change)
    if not actor.is_signed_in or found.user_id != actor.user_id:
        raise NotThere
    return found


def by_token(token: str) -> BankHome:
    """The one that a letter's link leads to; not once an account owns it. Raises NotThere."""
    found = session().exec(select(BankHome).where(BankHome.token_hash == hash_token(token))).first()
    if found is None or found.user_id is not None:
        raise NotThere(_("このリンクは使えません。手紙を送った市町村に、もう一度頼んでください。"))
    return found


def review_for(actor: Actor, bank_home_id: str, *, to_change: bool = False) -> BankHome:
    """One that was sent to a town this person works for. Raises NotThere; a draft is nobody's business."""
    found = by_id(bank_home_id, to_change=to_change)
    if found.submitted_at is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def mine(actor: Actor) -> list[BankHome]:
    """This person's, newest first."""
    chosen = select(BankHome).where(BankHome.user_id == actor.user_id)
    return list(session().exec(chosen.order_by(col(BankHome.id).desc())))


def queue_for(actor: Actor, bank: AkiyaBank, statuses: tuple[HomeStatus, ...]) -> list[BankHome]:
    """The homes of the actor's towns in these statuses, the nearest deadline first."""
    chosen = select(BankHome).where(
        BankHome.bank_id == bank.id,
        col(BankHome.municipality_code).in_(actor.municipalities),
        col(BankHome.status).in_(statuses),
        col(BankHome.submitted_at).is_not(None),
    )
    ordered = chosen.order_by(col(BankHome.due_on).is_(None), col(BankHome.due_on), col(BankHome.id))
    return list(session().exec(ordered.limit(LONGEST_QUEUE)))


def listed_in(bank: AkiyaBank) -> list[tuple[BankHome, Listing]]:
    """What everybody sees of a bank, newest first."""
    chosen = (
        select(BankHome, Listing)
        .join(Listing, col(Listing.id) == BankHome.listing_id)
        .where(BankHome.bank_id == bank.id, col(BankHome.status).in_(LISTED))
    )
    ordered = chosen.order_by(col(Listing.published_at).desc(), col(Listing.id))
    return [(home, listing) for home, listing in session().exec(ordered.limit(200)) if listing.is_public]


def of_listing(listing_id: str) -> BankHome | None:
    """The bank's home behind a listing."""
    return session().exec(select(BankHome).where(BankHome.listing_id == listing_id)).first()


def documents_of(home: BankHome) -> list[BankDocument]:
    """What was handed in, by key."""
    chosen = select(BankDocument).where(BankDocument.home_id == home.id)
    return list(session().exec(chosen.order_by(col(BankDocument.key), col(BankDocument.id))))


def document(home: BankHome, bank_document_id: str) -> BankDocument:
    """One paper of this application. Raises NotThere."""
    found = session().get(BankDocument, bank_document_id)
    if found is None or found.home_id != home.id:
        raise NotThere
    return found


def is_hidden(home: BankHome) -> bool:
    """Whether the owner asks for secrecy: then nobody but the owner reads the name here."""
    return home.user_id is not None and bool(confidential_among({home.user_id}))


def shown_owner(home: BankHome) -> str:
    """The owner as the town's screens name them."""
    return _("（秘匿の希望があります）") if is_hidden(home) else home.owner_name
