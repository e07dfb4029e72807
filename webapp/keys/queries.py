"""What is asked about keys: who signs for a town now, whose key this is, what is published."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import MissingSetup, NotThere
from webapp.core.i18n import gettext as _
from webapp.core.services import services
from webapp.core.trail import TrailEntry
from webapp.credentials.signer import KeyResolver, PublicKey, Signer, key_of
from webapp.keys.holding import signer_of
from webapp.keys.models import PUBLISHED, IssuerKey, KeyPurpose, KeyStatus

_KNOWN: Final = "keys.known"


def signer_for(municipality_code: str | None, purpose: KeyPurpose | str) -> Signer:
    """What signs for a town now. Raises MissingSetup when there is no key in force (see `actions.ensure`)."""
    row = active(municipality_code, KeyPurpose(purpose))
    if row is None:
        raise MissingSetup(_("署名の鍵がまだありません。運営者に連絡してください。"))
    if not row.not_before <= now() <= row.not_after:
        raise MissingSetup(_("鍵 %(kid)s の期間が終わりました。新しい鍵が必要です。", kid=row.kid))
    return signer_of(row)


def active(municipality_code: str | None, purpose: KeyPurpose) -> IssuerKey | None:
    """The one key that signs now."""
    return session().exec(_of(municipality_code, purpose).where(IssuerKey.status == KeyStatus.ACTIVE)).first()


def pending(municipality_code: str | None, purpose: KeyPurpose) -> IssuerKey | None:
    """The key that comes next, when it is published already."""
    return session().exec(_of(municipality_code, purpose).where(IssuerKey.status == KeyStatus.PENDING)).first()


def of_town(municipality_code: str | None) -> list[IssuerKey]:
    """Every key of a town, by purpose, the newest first."""
    chosen = select(IssuerKey).where(col(IssuerKey.municipality_code) == municipality_code)
    return list(session().exec(chosen.order_by(IssuerKey.purpose, col(IssuerKey.id).desc())))


def every() -> list[IssuerKey]:
    """Every key of everybody."""
    order = (col(IssuerKey.municipality_code), IssuerKey.purpose, col(IssuerKey.id))
    return list(session().exec(select(IssuerKey).order_by(*order)))


def by_kid(kid: str) -> IssuerKey | None:
    """The key of that name."""
    return session().exec(select(IssuerKey).where(IssuerKey.kid == kid)).first()


def key_for(actor: Actor, key_id: str) -> IssuerKey:
    """A key that this person administers: the town's own, or for an operator anybody's. Raises NotThere."""
    row = session().get(IssuerKey, key_id)
    if row is None or not may_administer(actor, row.municipality_code):
        raise NotThere
    return row


def last_drills() -> dict[str, datetime]:
    """When the drill was last held with a key of each town, by code."""
    rows = session().exec(
        select(IssuerKey.municipality_code, func.max(TrailEntry.at))
        .where(TrailEntry.action == "issuer_key.drill", TrailEntry.subject_type == str(IssuerKey.__tablename__))
        .where(TrailEntry.subject_id == IssuerKey.id)
        .group_by(col(IssuerKey.municipality_code))
    )
    return {code: at for code, at in rows if code}


def may_administer(actor: Actor, municipality_code: str | None) -> bool:
    """Whether this person decides about the keys of a town; None are the operator's."""
    return (
        actor.is_system
        or actor.has(Role.OPERATOR)
        or (municipality_code is not None and municipality_code in actor.organisations(Role.MUNICIPALITY_ADMIN))
    )


def resolver() -> KeyResolver:
    """Finds published keys of everybody by name or by the short name in a QR code; kept until a key changes."""
    return known_keys().get


def known_keys() -> dict[str, PublicKey]:
    """Every published key under both of its names."""
    extras, state = services().extras, stamp()
    kept: tuple[Any, dict[str, PublicKey]] | None = extras.get(_KNOWN)
    if kept is None or kept[0] != state:
        kept = state, _by_name(published())
        extras[_KNOWN] = kept
    return kept[1]


def published(*purposes: KeyPurpose) -> list[IssuerKey]:
    """Keys that verifiers are told of, of everybody."""
    chosen = select(IssuerKey).where(col(IssuerKey.status).in_(PUBLISHED))
    if purposes:
        chosen = chosen.where(col(IssuerKey.purpose).in_(purposes))
    return list(session().exec(chosen.order_by(col(IssuerKey.municipality_code), col(IssuerKey.id))))


def issuer_of(municipality_code: str | None) -> str:
    """The `iss` of a town: an address under which its metadata are found."""
    base = services().settings.base_url
    return f"{base}/m/{municipality_code}" if municipality_code else base


def public_key(row: IssuerKey) -> PublicKey:
    """A stored key as verifiers see it."""
    return PublicKey(
        kid=row.kid,
        key=key_of(row.public_jwk),
        purpose=row.purpose.value,
        municipality_code=row.municipality_code or "",
        issuer=issuer_of(row.municipality_code),
        not_before=row.not_before,
        not_after=row.not_after,
        compromised_at=row.compromised_at,
    )


def _by_name(rows: Iterable[IssuerKey]) -> dict[str, PublicKey]:
    known: dict[str, PublicKey] = {}
    for row in rows:
        known[row.kid] = known[row.short_kid] = public_key(row)
    return known


def stamp() -> tuple[int, datetime | None, str]:
    """Changes whenever a key does: what is kept of them is kept with it."""
    count, newest = session().exec(select(func.count(), func.max(IssuerKey.changed_at)).select_from(IssuerKey)).one()
    return count, newest, services().settings.base_url


def _of(municipality_code: str | None, purpose: KeyPurpose) -> SelectOfScalar[IssuerKey]:
    return select(IssuerKey).where(col(IssuerKey.municipality_code) == municipality_code, IssuerKey.purpose == purpose)
