"""What people change about their own accounts: name, address, and whether there is one at all."""

from datetime import timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete

from webapp.accounts import actions, letters, links, memberships, queries, second_factor
from webapp.accounts.models import LinkPurpose, OneTimeLink, Passkey, RecoveryCode, TotpSecret, User
from webapp.accounts.sign_ins import sign_out_everywhere
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.forgetting import blank_reasons_about
from webapp.core.i18n import gettext as _
from webapp.core.i18n import recorded
from webapp.core.letters import Recipient
from webapp.core.services import services

#: an intruder prepares before changing the address; what was added so shortly before is not trusted either
PREPARATION = timedelta(days=1)
#: under this name the running app keeps what other features do before an account closes
BEFORE_CLOSING = "before_closing_account"


def change_profile(person: User, *, display_name: str, locale: str, by: Actor) -> None:
    """Another name or language."""
    person.display_name, person.locale = display_name, locale
    trail.record(person, "accounts.change_profile", by=by)


def switch_shortcuts(person: User, *, by: Actor) -> bool:
    """Single keys on or off; whether they are on now."""
    person.shortcuts_off_at = None if person.shortcuts_off_at else now()
    trail.record(person, "accounts.change_profile", by=by)
    return person.shortcuts_off_at is None


def put_away(person: User, hint: str) -> None:
    """A hint is not shown to this person any more; nothing that anybody else needs to know."""
    person.put_away = sorted({*person.put_away, hint})


def bring_back(person: User) -> None:
    """Every hint is shown again."""
    person.put_away = []


def ask_address_change(person: User, email: str, *, by: Actor) -> None:
    """Send a letter to the new address; if it has an account already, only its owner learns that."""
    address = email.strip().lower()
    if address == person.email:
        raise RuleBroken(_("いまと同じメールアドレスです。"))
    links.revoke(person, LinkPurpose.CHANGE_EMAIL)
    post.queue(person, letters.address_change_asked, new_email=address)
    known = queries.find_by_email(address)
    if known is not None and known.is_verified:
        post.queue(known, letters.already_member)
        return
    _link, token = links.issue(LinkPurpose.CHANGE_EMAIL, address, user=person)
    to = Recipient(address, person.display_name, person.locale)
    post.queue(to, letters.confirm_new_address, token=token, display_name=person.display_name)
    trail.record(person, "accounts.ask_address_change", by=by)


def confirm_address_change(link: OneTimeLink) -> User:
    """Take the new address; the old one gets a letter with which that can be undone for seven days."""
    person = queries.user(link.user_id)
    _must_be_free(link.email, person)
    links.use(link)
    old = Recipient(person.email, person.display_name, person.locale)
    _link, token = links.issue(LinkPurpose.UNDO_EMAIL_CHANGE, person.email, user=person)
    post.queue(old, letters.address_changed, token=token, new_email=link.email)
    _take(link.email, person)
    links.revoke(person, LinkPurpose.RESET_PASSWORD)
    trail.record(person, "accounts.change_address", by=queries.actor_of(person))
    return person


def undo_address_change(link: OneTimeLink) -> User:
    """Take the old address back and lock out whoever changed it: sessions, password and new factors end."""
    person = queries.user(link.user_id)
    _must_be_free(link.email, person)
    links.use(link)
    links.revoke_later_than(link, LinkPurpose.UNDO_EMAIL_CHANGE, LinkPurpose.CHANGE_EMAIL, LinkPurpose.RESET_PASSWORD)
    links.revoke(person, LinkPurpose.RESET_SECOND_FACTOR)
    _take(link.email, person)
    person.password_hash = ""
    second_factor.remove_added_since(person, link.created_at - PREPARATION)
    sign_out_everywhere(person)
    trail.record(person, "accounts.undo_address_change", by=queries.actor_of(person))
    actions.send_reset_link(person.email)
    return person


def close_account(person: User, *, by: Actor) -> None:
    """Leave: name, address and everything needed to sign in are blanked, roles end, what the law keeps stays.

    The features above go first: they take back what is under way and blank what they know of the person.
    """
    blank_reasons_about(person.id)
    for part in services().extras.get(BEFORE_CLOSING, ()):
        part(person.id, by=by)
    held = [m for m in queries.memberships_of(person) if m.valid_until is None or m.valid_until >= today()]
    for membership in held:
        reason = recorded("本人がアカウントを閉じたため")
        memberships.end_membership(membership, by=by, on=today() - timedelta(days=1), reason=reason)
    post.queue(Recipient(person.email, person.display_name, person.locale), letters.closed)
    session().flush()
    post.erase_letters_to(queries.addresses_of(person), person.id)
    sign_out_everywhere(person)
    for table in (Passkey, TotpSecret, RecoveryCode):
        session().execute(delete(table).where(col(table.user_id) == person.id))
    links.revoke(person, *LinkPurpose)
    person.email, person.display_name = f"closed-{person.id.lower()}@account.invalid", recorded("退会した利用者")
    person.password_hash, person.closed_at, person.put_away = "", now(), []
    trail.record(person, "accounts.close", by=by)


def take_address(email: str, person: User) -> None:
    """Make an address somebody's whose it is known to be. Raises RuleBroken when it is another account's."""
    _must_be_free(email, person)
    _take(email, person)


def _must_be_free(email: str, person: User) -> None:
    """Nobody else has the address; a sign-up that was never verified gives way."""
    other = queries.find_by_email(email)
    if other is None or other.id == person.id:
        return
    if other.is_verified:
        raise RuleBroken(_("このメールアドレスは、別のアカウントで使われています。"))
    other.email = f"replaced-{other.id.lower()}@account.invalid"
    links.revoke(other, *LinkPurpose)


def _take(email: str, person: User) -> None:
    """Two people may confirm the same address at the same instant: the second one is told."""
    try:
        with session().begin_nested():
            person.email = email
    except IntegrityError:
        raise RuleBroken(_("このメールアドレスは、別のアカウントで使われています。")) from None
