"""People without an e-mail address: a town looks after the account until its owner takes it over with a code on paper."""

from secrets import choice

from webapp.accounts import letters, links, passwords, queries
from webapp.accounts.memberships import open_membership
from webapp.accounts.models import LinkPurpose, OneTimeLink, User
from webapp.accounts.own_account import take_address
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.letters import Recipient
from webapp.core.textnorm import normalise

#: 57 random bits in a code: without what is easily misread on paper (0 and O, 1, I and L, 5 and S, 8 and B …)
_SIGNS = "2345679ACDEFGHJKMNPQRTUVWXY"
_GROUPS, _IN_GROUP = 3, 4
trail.ACTION_LABELS |= {
    "accounts.keep": _l("メールアドレスのない人のアカウントを作った"),
    "accounts.takeover_code": _l("受け取りコードを出した"),
    "accounts.take_over": _l("本人がアカウントを受け取った"),
}


def create(display_name: str, *, kept_by: str, by: Actor, is_demo: bool = False) -> User:
    """An account nobody can sign in to; letters wait in the town's list of paper letters."""
    if not by.may_act_for(kept_by):
        raise NotAllowed(_("この市町村の担当者だけができます。"))
    person = User(email="", display_name=display_name, kept_by=kept_by, is_demo=is_demo)
    session().add(person)
    session().flush()
    trail.record(person, "accounts.keep", by=by)
    open_membership(person, Role.RESIDENT, by=by, granted_by=by.user_id, valid_from=today())
    return person


def new_code(person: User, *, by: Actor) -> str:
    """A code to hand over on paper, shown this once; earlier ones end."""
    if person.kept_by is None or not by.may_act_for(person.kept_by):
        raise NotAllowed(_("受け取りコードを出せるのは、この方の申請を受けた市町村の担当者だけです。"))
    groups = ["".join(choice(_SIGNS) for _n in range(_IN_GROUP)) for _g in range(_GROUPS)]
    links.revoke(person, LinkPurpose.TAKEOVER_CODE, LinkPurpose.TAKEOVER)
    links.issue(LinkPurpose.TAKEOVER_CODE, "", user=person, token=_plain("".join(groups)), created_by=by.user_id)
    trail.record(person, "accounts.takeover_code", by=by)
    return "-".join(groups)


def find_code(typed: str) -> OneTimeLink | None:
    """The code somebody typed from paper, in any width, with or without lines."""
    return links.find(_plain(typed), LinkPurpose.TAKEOVER_CODE)


def _plain(code: str) -> str:
    return "".join(sign for sign in normalise(code).upper() if sign.isalnum())


def ask_to_take_over(code: OneTimeLink, email: str) -> None:
    """Send the link to the address that is to be the account's; who has an account there already learns that."""
    address = email.strip().lower()
    person = queries.user(code.user_id)
    known = queries.find_by_email(address)
    if known is not None and known.is_verified:
        post.queue(known, letters.already_member)
        return
    links.revoke(person, LinkPurpose.TAKEOVER)
    _link, token = links.issue(LinkPurpose.TAKEOVER, address, user=person)
    post.queue(Recipient(address, person.display_name, person.locale), letters.take_over, token=token)


def take_over(link: OneTimeLink, password: str) -> User:
    """The account is its owner's: with an address that is theirs and a password; from now on letters go by e-mail."""
    person = queries.user(link.user_id)
    weakness = passwords.weakness(password, link.email, person.display_name)
    if weakness:
        raise RuleBroken(weakness)
    links.use(link)
    take_address(link.email, person)
    links.revoke(person, LinkPurpose.TAKEOVER_CODE, LinkPurpose.TAKEOVER)
    person.password_hash, person.email_verified_at, person.kept_by = passwords.hash_password(password), now(), None
    trail.record(person, "accounts.take_over", by=queries.actor_of(person))
    return person
