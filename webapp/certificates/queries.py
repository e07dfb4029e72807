"""Which certificates there are, for whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.models import LIVING, Certificate, CertificateStatus
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.i18n import is_japanese
from webapp.core.ids import read_public_code
from webapp.core.trail import TrailEntry
from webapp.municipalities import queries as municipalities
from webapp.registrations.models import Registration
from webapp.residents import queries as residents

PAGE_SIZE = 50
#: as long as a real one and never given out: an unknown code costs the same look-up
NOBODYS = "U" * 12


def by_public_code(typed: str) -> Certificate | None:
    """The certificate with a code as a person typed it; None for an unknown one."""
    code = read_public_code(typed)
    chosen = select(Certificate).where(Certificate.public_code == (code if len(code) == 12 else NOBODYS))
    return session().exec(chosen).first()


def is_in_force(certificate: Certificate) -> bool:
    """Issued, not taken back, within its dates; and what it rests on still stands."""
    if certificate.status is not CertificateStatus.ISSUED or not certificate.is_within_dates:
        return False
    return kind_of(certificate.kind).source_stands(certificate)


def standing_of(registration: Registration) -> Certificate | None:
    """The certificate of a registration that may be used now."""
    found = newest_by_source("dual_resident", [registration.id]).get(registration.id)
    return found if found is not None and found.status is CertificateStatus.ISSUED else None


def newest_by_source(kind: str, source_ids: Sequence[str], *, to_change: bool = False) -> dict[str, Certificate]:
    """By source, its newest certificate of a kind: the living one, or the last that was."""
    found: dict[str, Certificate] = {}
    for start in range(0, len(source_ids), 500):
        chosen = select(Certificate).where(
            Certificate.kind == kind, col(Certificate.source_id).in_(source_ids[start : start + 500])
        )
        chosen = chosen.order_by(col(Certificate.issued_at), col(Certificate.id))
        for row in session().exec(chosen.with_for_update() if to_change else chosen):
            if row.source_id not in found or found[row.source_id].status not in LIVING:
                found[row.source_id] = row
    return found


def last_action_on(registration: Registration) -> str:
    """What was done last to a registration."""
    chosen = select(TrailEntry.action).where(
        TrailEntry.subject_type == "registration", TrailEntry.subject_id == registration.id
    )
    return session().exec(chosen.order_by(col(TrailEntry.id).desc()).limit(1)).first() or ""


def shown_names(certificates: Sequence[Certificate], *, to_town: bool = False) -> dict[str, str]:
    """By certificate: its holder's name, or why it is not shown: secrecy, erased data, and but for its town a lost effect."""
    secret = residents.confidential_among({c.user_id for c in certificates if c.user_id})
    return {c.id: _shown_name(c, c.user_id in secret, to_town) for c in certificates}


def _shown_name(certificate: Certificate, is_confidential: bool, to_town: bool) -> str:
    if is_confidential or certificate.is_confidential:
        return _("（本人の希望で表示していません）")
    if not certificate.holder_name or not (to_town or is_in_force(certificate)):
        return _("（表示していません）")
    return certificate.holder_name


def issuer_of(certificate: Certificate) -> str:
    """The municipality that issued it, in the reader's language; in Japanese to the letter as it was certified."""
    if is_japanese():
        return str(certificate.claims["issuer"])
    return municipalities.by_code(certificate.municipality_code).full_name


def holder_shown_to(actor: Actor, certificate: Certificate) -> str:
    """The name on the certificate for its holder; anybody else reads what may be shown."""
    if certificate.user_id is not None and actor.user_id == certificate.user_id:
        return certificate.holder_name
    return shown_names([certificate])[certificate.id]


def names_holder_to(actor: Actor, certificate: Certificate) -> bool:
    """Whether this actor may see whose certificate it is."""
    return bool(certificate.holder_name) and holder_shown_to(actor, certificate) == certificate.holder_name


def certificate_for(actor: Actor, certificate_id: str) -> Certificate:
    """The holder's own certificate, or one of the actor's municipality. Raises NotThere."""
    found = session().get(Certificate, certificate_id)
    if found is None or not (is_holder(actor, found) or actor.may_act_for(found.municipality_code)):
        raise NotThere
    return found


def own_certificate_for(actor: Actor, certificate_id: str) -> Certificate:
    """The actor's own, as a person: what only the holder may do with it. Raises NotThere."""
    found = session().get(Certificate, certificate_id)
    if found is None or found.user_id is None or found.user_id != actor.user_id:
        raise NotThere
    return found


def is_holder(actor: Actor, certificate: Certificate) -> bool:
    """The person it is about, or somebody of the corporation it is about."""
    is_person = certificate.user_id is not None and certificate.user_id == actor.user_id
    return is_person or (certificate.corporation_id is not None and certificate.corporation_id in actor.corporations)


def town_certificate_for(actor: Actor, certificate_id: str, *, to_change: bool = False) -> Certificate:
    """A certificate of the actor's own municipality. Raises NotThere."""
    found = session().get(Certificate, certificate_id, with_for_update=to_change or None)
    if found is None or not actor.may_act_for(found.municipality_code):
        raise NotThere
    return found


def of_holder(actor: Actor) -> list[Certificate]:
    """A person's own certificates and those of the corporations they work for, newest first."""
    mine: sa.ColumnElement[bool] = col(Certificate.user_id) == actor.user_id
    if actor.corporations:
        mine = sa.or_(mine, col(Certificate.corporation_id).in_(actor.corporations))
    chosen = select(Certificate).where(mine).order_by(col(Certificate.id).desc())
    return list(session().exec(chosen)) if actor.user_id else []


def line_of(certificate: Certificate) -> list[Certificate]:
    """All certificates of the same source and kind, newest first: what this one replaced and what replaced it."""
    chosen = select(Certificate).where(
        Certificate.kind == certificate.kind, Certificate.source_id == certificate.source_id
    )
    return list(session().exec(chosen.order_by(col(Certificate.id).desc())))


@dataclass(frozen=True)
class DeskPage:
    """One page of the desk's list."""

    rows: list[Certificate]
    total: int
    pages: int


def desk_for(actor: Actor, *, kind: str = "", state: str = "", word: str = "", page: int = 1) -> DeskPage:
    """The certificates of the actor's municipalities, the newest first; `state` is a status or 「ending」."""
    chosen = select(Certificate).where(col(Certificate.municipality_code).in_(actor.municipalities))
    if kind:
        chosen = chosen.where(Certificate.kind == kind)
    if state == "ending":
        chosen = chosen.where(col(Certificate.status).in_(LIVING), Certificate.valid_until < today())
    elif state:
        chosen = chosen.where(Certificate.status == CertificateStatus(state))
    if word.strip():
        chosen = chosen.where(_matches(word))
    total = int(session().exec(select(sa.func.count()).select_from(chosen.subquery())).one())
    ordered = chosen.order_by(col(Certificate.id).desc()).offset((max(page, 1) - 1) * PAGE_SIZE).limit(PAGE_SIZE)
    return DeskPage(list(session().exec(ordered)), total, max(1, -(-total // PAGE_SIZE)))


def numbered_for(actor: Actor, typed: str, *, limit: int) -> list[Certificate]:
    """Those of the actor's municipalities whose number holds what was typed, or whose whole public code it is."""
    mine = col(Certificate.municipality_code).in_(actor.municipalities)
    chosen = select(Certificate).where(mine, _matches(typed)).order_by(col(Certificate.id).desc()).limit(limit)
    return list(session().exec(chosen))


def _matches(word: str) -> sa.ColumnElement[bool]:
    """By number, or by the whole public code; never by name, so that no list tells who asked for secrecy."""
    typed = word.strip().replace("－", "-")
    return sa.or_(
        col(Certificate.number).contains(typed, autoescape=True),
        col(Certificate.public_code) == (read_public_code(word)[:12] or NOBODYS),
    )


def exported(actor: Actor) -> dict[str, Any]:
    """What a person takes along of their certificates."""
    hidden = {"claims_salt", "issued_by", "approved_by", "is_demo"}
    mine = [c for c in of_holder(actor) if c.user_id == actor.user_id]
    return {"certificates": [c.model_dump(mode="json", exclude=hidden) for c in mine]}
