"""What happens to accounts: sign-up, verification, passwords, and leaving."""

from sqlalchemy.exc import IntegrityError

from webapp.accounts import letters, links, passwords, queries
from webapp.accounts.memberships import end_membership, grant, invite, open_membership, withdraw_invitation
from webapp.accounts.models import LinkPurpose, Membership, OneTimeLink, User
from webapp.accounts.sign_ins import sign_out_everywhere
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.ids import new_id
from webapp.core.jobs import enqueue

__all__ = [
    "accept_invitation",
    "authenticate",
    "create_user",
    "end_membership",
    "grant",
    "invite",
    "set_password",
    "sign_out_everywhere",
    "sign_up",
    "withdraw_invitation",
]
RESET_ASKED = "accounts.reset_asked"


def create_user(
    *,
    email: str,
    display_name: str,
    password: str | None = None,
    verified: bool = False,
    locale: str = "ja",
    is_demo: bool = False,
) -> User:
    """A new account without any role. Raises RuleBroken when the address has one already."""
    address = email.strip().lower()
    if queries.find_by_email(address) is not None:
        raise RuleBroken(_("このメールアドレスのアカウントはすでにあります。"))
    person = User(
        email=address,
        display_name=display_name,
        password_hash=passwords.hash_password(password) if password else "",
        locale=locale,
        email_verified_at=now() if verified else None,
        is_demo=is_demo,
    )
    session().add(person)
    try:
        session().flush()
    except IntegrityError:
        raise RuleBroken(_("このメールアドレスのアカウントは、たったいま作られました。")) from None
    return person


def sign_up(email: str, *, display_name: str, password: str, locale: str) -> str:
    """Take a sign-up; the id of its verification link, or one that means nothing for a known address.

    Nothing in the answer or its time tells whether the address was known: that is said in the letter only.
    A sign-up that was never verified is replaced, and its links end.
    """
    digest = passwords.hash_password(password)
    person = queries.find_by_email(email)
    if person is not None and person.is_verified:
        post.queue(person, letters.already_member)
        return new_id()
    if person is None:
        person = create_user(email=email, display_name=display_name, locale=locale)
        open_membership(person, Role.RESIDENT, by=queries.actor_of(person), valid_from=today())
    person.display_name, person.password_hash, person.locale = display_name, digest, locale
    trail.record(person, "accounts.sign_up", by=queries.actor_of(person))
    return ask_to_verify(person).id


def ask_to_verify(person: User) -> OneTimeLink:
    """Send a verification letter; the links of earlier ones end."""
    links.revoke(person, LinkPurpose.VERIFY_EMAIL)
    link, token = links.issue(LinkPurpose.VERIFY_EMAIL, person.email, user=person)
    post.queue(person, letters.verify_email, token=token)
    return link


def resend_verification(email: str) -> str:
    """Send the letter of a sign-up again; returns what `sign_up` returns."""
    person = queries.find_by_email(email)
    if person is None:
        return new_id()
    if person.is_verified:
        post.queue(person, letters.already_member)
        return new_id()
    return ask_to_verify(person).id


def verify_email(link: OneTimeLink) -> User:
    """The address belongs to who signed up."""
    links.use(link)
    person = queries.user(link.user_id)
    person.email_verified_at = now()
    trail.record(person, "accounts.verify_email", by=queries.actor_of(person))
    return person


def authenticate(email: str, password: str) -> User | None:
    """The person with this address and password; takes as long when there is nobody."""
    person = queries.find_by_email(email)
    is_right, better_hash = passwords.check(password, person.password_hash if person else "")
    if person is None or not is_right or not person.is_active:
        return None
    if better_hash:
        person.password_hash = better_hash
    return person


def ask_for_new_password(email: str) -> None:
    """Queue the search for the account: whether there is one changes neither the answer nor its time."""
    enqueue(RESET_ASKED, {"email": email.strip().lower()})


def send_reset_link(email: str) -> None:
    """Send the letter with which a password is chosen anew, if there is such an account."""
    person = queries.find_by_email(email)
    if person is None or not person.is_active:
        return
    links.revoke(person, LinkPurpose.RESET_PASSWORD)
    _link, token = links.issue(LinkPurpose.RESET_PASSWORD, person.email, user=person)
    post.queue(person, letters.reset_password, token=token)


def reset_password(link: OneTimeLink, password: str) -> User:
    """Choose a new password by letter, which also shows that the address is theirs."""
    links.use(link)
    person = queries.user(link.user_id)
    person.email_verified_at = person.email_verified_at or now()
    set_password(person, password, by=queries.actor_of(person))
    return person


def set_password(person: User, password: str, *, by: Actor, keep: str | None = None) -> None:
    """Set a password and sign the person out everywhere but in the sign-in with the id `keep`."""
    weakness = passwords.weakness(password, person.email, person.display_name)
    if weakness:
        raise RuleBroken(weakness)
    person.password_hash = passwords.hash_password(password)
    links.revoke(person, LinkPurpose.RESET_PASSWORD, LinkPurpose.CHANGE_EMAIL, LinkPurpose.RESET_SECOND_FACTOR)
    sign_out_everywhere(person, but=keep)
    post.queue(person, letters.password_changed)
    trail.record(person, "accounts.set_password", by=by)


def accept_invitation(
    link: OneTimeLink, *, person: User | None = None, display_name: str = "", password: str = ""
) -> Membership:
    """Take up an invitation as the signed-in `person`, or with a name and a password for a new account."""
    if person is None:
        person = _invited(link, display_name, password)
    elif person.email != link.email:
        raise RuleBroken(_("この招待は、別のメールアドレスあてに送られたものです。"))
    if link.role is None:
        raise RuleBroken(_("この招待は使えません。招待した人に、もう一度送ってもらってください。"))
    links.use(link)
    by = queries.actor_of(person)
    return open_membership(
        person,
        link.role,
        link.organisation,
        by=by,
        granted_by=link.created_by,
        valid_from=max(link.valid_from or today(), today()),
        valid_until=link.valid_until,
    )


def _invited(link: OneTimeLink, display_name: str, password: str) -> User:
    """A new account for the address of an invitation, or a sign-up made good that was never verified."""
    weakness = passwords.weakness(password, link.email, display_name)
    if weakness:
        raise RuleBroken(weakness)
    person = queries.find_by_email(link.email)
    if person is not None and person.is_verified:
        raise RuleBroken(
            _(
                "このメールアドレスのアカウントがすでにあります。サインインしてから、招待のリンクをもう一度開いてください。"
            )
        )
    if person is None:
        person = create_user(email=link.email, display_name=display_name)
    links.revoke(person, LinkPurpose.VERIFY_EMAIL)
    person.display_name, person.password_hash = display_name, passwords.hash_password(password)
    person.email_verified_at = now()
    return person
