"""Donors without an account: links that open the pages of their pledge, and where any donor's letters go and lead."""

from webapp.accounts.links import hash_token
from webapp.accounts.models import User
from webapp.core.database import session
from webapp.core.i18n import DEFAULT_LOCALE
from webapp.core.ids import new_token
from webapp.core.letters import Addressee, Draft, Recipient, SecretDraft
from webapp.pledges.models import Pledge, PledgeAgreement, PledgeGuestKey


def new_key(pledge: Pledge) -> str:
    """A further secret that opens the pledge's pages; only its hash is kept, and older ones go on working."""
    key = new_token()
    session().add(PledgeGuestKey(key_hash=hash_token(key), pledge_id=pledge.id))
    return key


def page_of(pledge: Pledge) -> str:
    """The path of the donor's own page, for a letter or a way back; a new key for who has no account."""
    if pledge.user_id is not None:
        return f"/my/pledges/{pledge.id}"
    return f"/donations/{new_key(pledge)}"


def addressee_of(pledge: Pledge) -> Addressee:
    """Whom letters about a pledge go to: the account while there is one, else the mail or the paper of who gave."""
    person = session().get(User, pledge.user_id) if pledge.user_id else None
    if person is not None and person.is_active:
        return person
    accepted = session().get(PledgeAgreement, pledge.agreement_digest) if pledge.agreement_digest else None
    locale = accepted.locale if accepted else DEFAULT_LOCALE
    on_paper = None if pledge.email else pledge.municipality_code
    return Recipient(pledge.email, pledge.donor_name, locale, kept_by=on_paper, address=pledge.donor_address)


def draft_kind(pledge: Pledge) -> type[Draft]:
    """A letter with a guest's key forgets its link once it has left."""
    return Draft if pledge.user_id is not None else SecretDraft
