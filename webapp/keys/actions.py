"""The life of keys: made, published before their first use, used, kept for verifying, dropped; or marked as lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from sqlmodel import col, func, select

from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import in_tokyo, now
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.services import services
from webapp.credentials.signer import jwk_of, short_kid
from webapp.keys import holding, queries
from webapp.keys.holding import kek, owner_of
from webapp.keys.models import ISSUER_KEY, TOWN_PURPOSES, IssuerKey, KeyPurpose, KeyStatus
from webapp.municipalities.models import Municipality

trail.ACTION_LABELS |= {"issuer_key.make": _l("署名の鍵をつくった"), "issuer_key.rewrap": _l("署名の鍵を包み直した")}

#: the next key is published so long before its first use: no verifier's list of keys lives longer
OVERLAP: Final = timedelta(days=7)
#: a key signs for a year; the second year is there for a rotation that is late
YEARLY: Final = timedelta(days=365)
LIFETIME: Final = timedelta(days=730)
#: what was signed may be valid for a year and is answered for one more
KEPT_FOR_VERIFYING: Final = timedelta(days=731)
#: under this name the running app keeps what other features do when a key is lost
AFTER_COMPROMISE: Final = "after_key_compromise"
SERVICE: Final = system_actor("keys")

AfterCompromise = Callable[[IssuerKey, Actor], None]


def ensure(municipality_code: str | None) -> None:
    """Make what keys a town lacks, active at once; and the operator's. Repeating it changes nothing."""
    wanted = [(municipality_code, purpose) for purpose in TOWN_PURPOSES if municipality_code]
    missing = [
        (code, purpose) for code, purpose in [*wanted, (None, KeyPurpose.ROOT)] if not queries.active(code, purpose)
    ]
    for code, purpose in missing:
        _lock(code)
        if queries.active(code, purpose) is None:
            _make(code, purpose, since=now(), by=SERVICE, status=KeyStatus.ACTIVE)


def rotate(municipality_code: str | None, purpose: KeyPurpose, *, by: Actor, pkcs11_uri: str = "") -> IssuerKey:
    """Publish the next key; it is used after `OVERLAP`. Raises RuleBroken when one waits already."""
    _must_administer(by, municipality_code)
    _lock(municipality_code)
    if queries.pending(municipality_code, purpose) is not None:
        raise RuleBroken(_("次の鍵は、もう公開されています。使いはじめる日まで待ってください。"))
    return _make(municipality_code, purpose, since=now() + OVERLAP, by=by, pkcs11_uri=pkcs11_uri)


def withdraw(row: IssuerKey, *, by: Actor) -> None:
    """Drop a key that was published and never used."""
    _must_administer(by, row.municipality_code)
    ISSUER_KEY.apply(row, "withdraw", by=by)
    _drop_private(row)


def activate(row: IssuerKey, *, by: Actor = SERVICE) -> None:
    """Let a published key take over from the one in use. Raises RuleBroken before its first day."""
    if row.not_before > now():
        raise RuleBroken(_("この鍵は、まだ使えません。確認する側に知らせる期間が要ります。"))
    _lock(row.municipality_code)
    before = queries.active(row.municipality_code, row.purpose)
    if before is not None:
        step_down(before, by=by)
    ISSUER_KEY.apply(row, "activate", by=by)
    _changed(row)
    session().flush()


def step_down(row: IssuerKey, *, by: Actor = SERVICE) -> None:
    """Stop signing with a key; it stays known for verifying."""
    ISSUER_KEY.apply(row, "step_down", by=by)
    row.not_after = now()
    _drop_private(row)
    session().flush()


def retire(row: IssuerKey, *, by: Actor = SERVICE) -> None:
    """Forget a key that nothing valid was signed with any more."""
    if now() < row.not_after + KEPT_FOR_VERIFYING:
        raise RuleBroken(_("この鍵で署名した証明書が、まだ確かめられるかもしれません。"))
    ISSUER_KEY.apply(row, "retire", by=by)
    _changed(row)


def mark_compromised(row: IssuerKey, *, since: datetime, by: Actor, reason: str) -> IssuerKey | None:
    """Say that others may have had a key since then: nothing signed from that day on is believed.

    A key in use is replaced at once, without overlap; what other features lend (re-issue) is queued. Returns the
    replacement. Raises RuleBroken for a time to come or no reason.
    """
    _must_administer(by, row.municipality_code)
    if since > now():
        raise RuleBroken(_("漏えいした日時は、いまより前にしてください。"))
    _lock(row.municipality_code)
    was_active = row.status is KeyStatus.ACTIVE
    ISSUER_KEY.apply(row, "mark_compromised", by=by, reason=reason)
    row.compromised_at = since
    _drop_private(row)
    session().flush()
    replacement = _replace(row, by) if was_active else None
    for tell in services().extras.get(AFTER_COMPROMISE, ()):
        tell(row, by)
    return replacement


def rewrap(*, by: Actor) -> int:
    """Wrap every private key anew under the key encryption key in force; how many were under another."""
    current, count = kek(), 0
    chosen = select(IssuerKey).where(
        col(IssuerKey.wrapped_private).is_not(None), IssuerKey.kek_id != current.current_id
    )
    for row in session().exec(chosen.with_for_update()):
        assert row.wrapped_private is not None
        owner = owner_of(row.municipality_code)
        private = current.unwrap(row.wrapped_private, row.kek_id, owner, row.kid)
        row.wrapped_private, row.kek_id = current.wrap(private, owner, row.kid), current.current_id
        trail.record(row, "issuer_key.rewrap", by=by)
        count += 1
    return count


def _replace(row: IssuerKey, by: Actor) -> IssuerKey:
    """The next key takes over now: one that waits, or a new one."""
    waiting = queries.pending(row.municipality_code, row.purpose)
    if waiting is None:
        return _make(row.municipality_code, row.purpose, since=now(), by=by, status=KeyStatus.ACTIVE)
    waiting.not_before = now()
    ISSUER_KEY.apply(waiting, "activate", by=SERVICE)
    _changed(waiting)
    return waiting


def _make(
    code: str | None,
    purpose: KeyPurpose,
    *,
    since: datetime,
    by: Actor,
    status: KeyStatus = KeyStatus.PENDING,
    pkcs11_uri: str = "",
) -> IssuerKey:
    kid = _next_kid(code, purpose)
    row = IssuerKey(
        municipality_code=code,
        purpose=purpose,
        status=status,
        kid=kid,
        short_kid="",
        not_before=since,
        not_after=since + LIFETIME,
        pkcs11_uri=pkcs11_uri,
    )
    if pkcs11_uri:
        row.public_jwk = dict(holding.opened(row).public_jwk)
    else:
        private = ec.generate_private_key(ec.SECP256R1())
        row.public_jwk = jwk_of(private.public_key())
        row.wrapped_private, row.kek_id = kek().wrap(private, owner_of(code), kid), kek().current_id
    row.short_kid = short_kid(row.public_jwk).hex()
    session().add(row)
    session().flush()
    trail.record(row, "issuer_key.make", by=by, to_status=status.value)
    return row


def _next_kid(code: str | None, purpose: KeyPurpose) -> str:
    """`202151-2026a-credential`: owner, year, a letter that counts, purpose."""
    start = f"{owner_of(code)}-{in_tokyo(now()).year}"
    chosen = select(func.count()).where(
        col(IssuerKey.kid).startswith(start, autoescape=True), IssuerKey.purpose == purpose
    )
    return f"{start}{_letters(session().exec(chosen).one())}-{purpose.value}"


def _letters(number: int) -> str:
    """0 → a, 25 → z, 26 → aa."""
    text = ""
    while number >= 0:
        text = chr(ord("a") + number % 26) + text
        number = number // 26 - 1
    return text


def _lock(code: str | None) -> None:
    """One at a time for each town: the row is there before any key is. The operator's are kept apart by the index."""
    if code is not None:
        session().exec(select(Municipality.code).where(Municipality.code == code).with_for_update(key_share=True))


def _must_administer(by: Actor, code: str | None) -> None:
    if not queries.may_administer(by, code):
        raise NotAllowed(_("まちの鍵を扱えるのは、そのまちの管理者と運営者だけです。"))


def _drop_private(row: IssuerKey) -> None:
    row.wrapped_private, row.kek_id = None, ""
    holding.forget(row)
    _changed(row)


def _changed(row: IssuerKey) -> None:
    row.changed_at = now()
