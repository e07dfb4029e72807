"""The second factor: authenticator apps, recovery codes, and what happens when all of them are lost."""

import hmac
import unicodedata
from datetime import datetime

import pyotp
from sqlmodel import col, delete, select

from webapp.accounts import letters, links, queries
from webapp.accounts.models import LinkPurpose, OneTimeLink, Passkey, RecoveryCode, TotpSecret, User
from webapp.accounts.sealing import seal, unseal
from webapp.accounts.sign_ins import sign_out_everywhere
from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_public_code, read_public_code

STEP_SECONDS = 30
CODES = 10
CODE_LENGTH = 10
APP = _l("認証アプリ")


def begin_totp(person: User) -> TotpSecret:
    """A new secret that waits for its first code. Raises RuleBroken when an app is in use."""
    totp = queries.totp_of(person)
    if totp is not None and totp.confirmed_at is not None:
        raise RuleBroken(_("認証アプリはすでに設定されています。変えるときは、先にいまの設定を外してください。"))
    secret = seal(pyotp.random_base32())
    if totp is None:
        totp = TotpSecret(user_id=person.id, secret=secret)
        session().add(totp)
    totp.secret, totp.last_step = secret, 0
    return totp


def plain_secret(totp: TotpSecret) -> str:
    """The secret for an app that cannot read pictures."""
    return unseal(totp.secret)


def qr_drawing(totp: TotpSecret, person: User) -> str:
    """The secret as a QR code: SVG without any style, hidden from screen readers, who get the text."""
    address = pyotp.TOTP(unseal(totp.secret)).provisioning_uri(name=person.email, issuer_name="Futamachi")
    import segno

    return segno.make(address, error="m").svg_inline(scale=5, border=2).replace("<svg ", '<svg aria-hidden="true" ', 1)


def is_right_code(person: User, typed: str) -> bool:
    """Whether the six digits are those of now, half a minute ago or ahead; each is good once."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", typed) if c in "0123456789")
    found = select(TotpSecret).where(TotpSecret.user_id == person.id).with_for_update()
    totp = session().exec(found).first()
    if totp is None or len(digits) != 6:
        return False
    app = pyotp.TOTP(unseal(totp.secret))
    present = int(now().timestamp()) // STEP_SECONDS
    for step in (present - 1, present, present + 1):
        if step > totp.last_step and hmac.compare_digest(app.at(step * STEP_SECONDS), digits):
            totp.last_step = step
            return True
    return False


def confirm_totp(person: User, *, by: Actor) -> list[str]:
    """Put the app into use after its first right code; new recovery codes if there are none yet."""
    totp = queries.totp_of(person)
    if totp is None:
        raise RuleBroken(_("認証アプリの設定を、はじめからやり直してください。"))
    totp.confirmed_at = now()
    return after_adding(person, str(APP), totp, by=by)


def after_adding(person: User, kind: str, row: TotpSecret | Passkey, *, by: Actor) -> list[str]:
    """What follows whenever a factor is added: a letter, a trace, codes for the day it is lost."""
    session().flush()
    post.queue(person, letters.second_factor_added, kind=kind)
    trail.record(row, "accounts.add_second_factor", by=by)
    return [] if queries.recovery_codes_left(person) else new_recovery_codes(person, by=by)


def after_removing(person: User, kind: str, row: TotpSecret | Passkey, *, by: Actor) -> None:
    """What follows whenever a factor is removed; with the last one the recovery codes go too."""
    session().delete(row)
    session().flush()
    post.queue(person, letters.second_factor_removed, kind=kind)
    trail.record(row, "accounts.remove_second_factor", by=by)
    if not queries.has_second_factor(person):
        _forget_recovery_codes(person)


def remove_totp(person: User, *, by: Actor) -> None:
    """Stop using the authenticator app."""
    totp = queries.totp_of(person)
    if totp is None:
        raise RuleBroken(_("認証アプリは設定されていません。"))
    after_removing(person, str(APP), totp, by=by)


def new_recovery_codes(person: User, *, by: Actor) -> list[str]:
    """Ten codes, to be shown this once; all earlier ones end."""
    _forget_recovery_codes(person)
    codes = [new_public_code(CODE_LENGTH) for _number in range(CODES)]
    session().add_all(RecoveryCode(user_id=person.id, code_hash=_code_hash(person, code)) for code in codes)
    trail.record(person, "accounts.new_recovery_codes", by=by)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def use_recovery_code(person: User, typed: str) -> bool:
    """Whether the code was good; it is not any more."""
    chosen = select(RecoveryCode).where(
        RecoveryCode.user_id == person.id,
        RecoveryCode.code_hash == _code_hash(person, read_public_code(typed)),
        col(RecoveryCode.used_at).is_(None),
    )
    code = session().exec(chosen.with_for_update()).first()
    if code is None:
        return False
    code.used_at = now()
    session().flush()
    post.queue(person, letters.recovery_code_used, left=queries.recovery_codes_left(person))
    trail.record(person, "accounts.use_recovery_code", by=queries.actor_of(person))
    return True


def ask_for_reset(person: User) -> OneTimeLink:
    """Send the letter with which the second factor can be taken away a day later, or the request stopped at once."""
    if queries.actor_of(person).is_staff:
        raise NotAllowed(_("職員の二段階認証は、所属の管理者だけが解除できます。管理者に連絡してください。"))
    links.revoke(person, LinkPurpose.RESET_SECOND_FACTOR)
    link, token = links.issue(LinkPurpose.RESET_SECOND_FACTOR, person.email, user=person)
    post.queue(person, letters.factor_reset_asked, token=token, link=link)
    trail.record(person, "accounts.ask_factor_reset", by=queries.actor_of(person))
    return link


def cancel_reset(person: User, *, by: Actor) -> None:
    """Stop a request to take the second factor away, if there is one."""
    if links.revoke(person, LinkPurpose.RESET_SECOND_FACTOR):
        trail.record(person, "accounts.cancel_factor_reset", by=by)


def reset_by_letter(link: OneTimeLink) -> User:
    """Take the second factor away after the waiting time; whoever became staff meanwhile is refused."""
    person = queries.user(link.user_id)
    by = queries.actor_of(person)
    if by.is_staff:
        raise NotAllowed(_("職員の二段階認証は、所属の管理者だけが解除できます。管理者に連絡してください。"))
    links.use(link)
    _take_away(person, by=by, reason="")
    return person


def reset_by_administrator(person: User, *, by: Actor, reason: str) -> None:
    """Take a colleague's second factor away after having made sure, outside of the service, that it is them."""
    if by.user_id == person.id:
        raise NotAllowed(_("自分の二段階認証は、ほかの管理者に解除してもらってください。"))
    if not by.is_system and not _administers(by, person):
        raise NotAllowed(_("この人の二段階認証を解除する権限がありません。"))
    if not reason.strip():
        raise RuleBroken(_("解除には理由が必要です。どうやって本人と確かめたかを書いてください。"))
    _take_away(person, by=by, reason=reason.strip())


def remove_added_since(person: User, moment: datetime) -> None:
    """Drop the factors and codes that appeared after a moment: whoever added them was an intruder."""
    for passkey in queries.passkeys_of(person):
        if passkey.created_at >= moment:
            session().delete(passkey)
    totp = queries.totp_of(person)
    if totp is not None and (totp.confirmed_at is None or totp.confirmed_at >= moment):
        session().delete(totp)
    session().execute(
        delete(RecoveryCode).where(col(RecoveryCode.user_id) == person.id, col(RecoveryCode.created_at) >= moment)
    )


def _administers(by: Actor, person: User) -> bool:
    """Operators help everybody but each other; others only where they administer every office the person holds."""
    theirs = queries.actor_of(person)
    if theirs.has(Role.OPERATOR):
        return False
    if by.has(Role.OPERATOR):
        return True
    offices = {grant.organisation for grant in theirs.grants if grant.organisation is not None}
    return bool(offices) and offices <= by.organisations(Role.MUNICIPALITY_ADMIN)


def _take_away(person: User, *, by: Actor, reason: str) -> None:
    session().execute(delete(Passkey).where(col(Passkey.user_id) == person.id))
    session().execute(delete(TotpSecret).where(col(TotpSecret.user_id) == person.id))
    _forget_recovery_codes(person)
    sign_out_everywhere(person)
    links.revoke(person, LinkPurpose.RESET_SECOND_FACTOR)
    post.queue(person, letters.factor_reset_done)
    trail.record(person, "accounts.reset_second_factor", by=by, reason=reason)


def _forget_recovery_codes(person: User) -> None:
    session().execute(delete(RecoveryCode).where(col(RecoveryCode.user_id) == person.id))


def _code_hash(person: User, code: str) -> str:
    return links.hash_token(f"{person.id}:{code}")
