"""What is done with certificates: issue, suspend, resume, revoke, supersede, expire."""

import secrets
from collections.abc import Sequence
from itertools import groupby

from webapp.accounts.models import User
from webapp.certificates import letters, tokens
from webapp.certificates.integrity import claims_hash
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.kinds.spec import Draft, KindSpec
from webapp.certificates.models import CERTIFICATE, Certificate, HeldFor, RevocationReason
from webapp.certificates.numbering import take_numbers
from webapp.certificates.paper import sheets
from webapp.certificates.status.actions import Status
from webapp.core import trail
from webapp.core.actor import Actor, system_actor
from webapp.core.clock import now, today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.keys import actions as keys
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "certificate.derive": _l("証明書を別の形で渡した"),
    "certificate.replace_tokens": _l("証明書に署名し直した"),
}
#: moves that follow from something else are the service's own; who caused them stands in that thing's history
FOLLOWING = system_actor("certificates")


def issue(kind: KindSpec, source: object, *, by: Actor) -> Certificate:
    """The certificate of one source."""
    return issue_all(kind, kind.drafts_of([source]), by=by)[0]


def issue_all(
    kind: KindSpec, drafts: Sequence[Draft], *, by: Actor, instead_of: dict[str, Certificate] | None = None
) -> list[Certificate]:
    """Number, claims, entries and signatures of each draft, in the open transaction: all of it or nothing.

    `instead_of`: by source, the certificate that the new one takes the place of; the caller supersedes it.
    """
    made: list[Certificate] = []
    before = instead_of or {}
    for code, group in groupby(sorted(drafts, key=lambda d: d.municipality_code), lambda d: d.municipality_code):
        made += _issue_in(kind, code, list(group), by, before)
    return made


def _issue_in(
    kind: KindSpec, code: str, drafts: list[Draft], by: Actor, before: dict[str, Certificate]
) -> list[Certificate]:
    town = municipalities.by_code(code)
    keys.ensure(code)
    sheets.ensure(code)
    numbers = take_numbers(kind, code, town.name, today(), len(drafts))
    made = []
    for draft, number in zip(drafts, numbers, strict=True):
        certificate = _row(kind, draft, number, by)
        certificate.supersedes_id = before[draft.source_id].id if draft.source_id in before else None
        CERTIFICATE.apply(certificate, "issue", by=FOLLOWING)
        made.append(certificate)
    session().add_all(made)
    tokens.derive_all(made)
    for certificate in made:
        if certificate.supersedes_id is None:
            _tell(certificate, letters.issued)
    return made


def _row(kind: KindSpec, draft: Draft, number: str, by: Actor) -> Certificate:
    certificate = Certificate(
        kind=kind.code,
        municipality_code=draft.municipality_code,
        user_id=draft.user_id,
        corporation_id=draft.corporation_id,
        registration_id=draft.registration_id,
        designation_id=draft.designation_id,
        source_type=draft.source_type,
        source_id=draft.source_id,
        number=number,
        claims=draft.claims,
        claims_salt=secrets.token_hex(16),
        claims_sha256="",
        is_confidential=draft.is_confidential,
        valid_from=draft.valid_from,
        valid_until=draft.valid_until,
        issued_by=by.user_id,
        approved_by=draft.approved_by,
        is_demo=draft.is_demo,
    )
    certificate.claims_sha256 = claims_hash(certificate)
    return certificate


def suspend(certificate: Certificate, *, by: Actor, note: str) -> None:
    """The desk stops a certificate for a while, e.g. a lost sheet; the registration itself goes on."""
    _must_be_own_town(certificate, by)
    CERTIFICATE.apply(certificate, "suspend", by=by, reason=note)
    _hold(certificate, HeldFor.DESK, note.strip())
    _tell(certificate, letters.suspended)


def resume(certificate: Certificate, *, by: Actor, note: str) -> None:
    """The desk lets it go on. Raises RuleBroken while its registration or designation itself stands still."""
    _must_be_own_town(certificate, by)
    if certificate.held_for is HeldFor.SOURCE:
        raise RuleBroken(
            _("もとの登録や指定が止まっています。先にそちらを再開してください。証明書は自動で再開します。")
        )
    CERTIFICATE.apply(certificate, "resume", by=by, reason=note)
    _release(certificate)
    _tell(certificate, letters.resumed)


def revoke(certificate: Certificate, *, by: Actor, reason: RevocationReason, note: str) -> None:
    """The desk makes a certificate invalid for good, at once, and tells its holder why."""
    _must_be_own_town(certificate, by)
    revoke_all([certificate], by=by, reason=reason, note=note)


def revoke_all(certificates: Sequence[Certificate], *, by: Actor, reason: RevocationReason, note: str) -> None:
    """The same for many; the caller has looked at who may."""
    said = note.strip() or recorded(reason.label)
    for certificate in certificates:
        CERTIFICATE.apply(certificate, "revoke", by=by, reason=said)
        certificate.revoked_at, certificate.revoked_for = now(), reason
        certificate.revocation_note = note.strip()
        certificate.held_for = None
        _tell(certificate, letters.revoked)
    tokens.mark(certificates, Status.INVALID)


def supersede_all(certificates: Sequence[Certificate]) -> None:
    """Newer ones stand in their place."""
    with session().no_autoflush:
        for certificate in certificates:
            CERTIFICATE.apply(certificate, "supersede", by=FOLLOWING)
            certificate.revoked_at, certificate.held_for = now(), None
    tokens.mark(certificates, Status.INVALID)


def expire(certificate: Certificate) -> None:
    """Its last day has passed: the date alone says so already, the status follows."""
    with session().no_autoflush:  # thousands may expire in one night
        CERTIFICATE.apply(certificate, "expire", by=FOLLOWING)
    certificate.held_for = None


def hold_with_source(certificate: Certificate) -> None:
    """What it rests on stands still, and so does it; one that the desk stopped stays with the desk."""
    CERTIFICATE.apply(certificate, "suspend", by=FOLLOWING, reason=recorded(HeldFor.SOURCE.label))
    _hold(certificate, HeldFor.SOURCE, "")


def hold_on(certificate: Certificate, note: str) -> None:
    """A new one in the place of one that the desk stopped stays stopped: only the desk lets it go on."""
    CERTIFICATE.apply(certificate, "suspend", by=FOLLOWING, reason=note)
    _hold(certificate, HeldFor.DESK, note)


def release_with_source(certificate: Certificate) -> None:
    """What it rests on goes on."""
    CERTIFICATE.apply(certificate, "resume", by=FOLLOWING, reason=recorded("もとの登録や指定が再開したため"))
    _release(certificate)


def _hold(certificate: Certificate, cause: HeldFor, note: str) -> None:
    certificate.held_for, certificate.hold_note = cause, note
    tokens.mark([certificate], Status.SUSPENDED)


def _release(certificate: Certificate) -> None:
    certificate.held_for, certificate.hold_note = None, ""
    tokens.mark([certificate], Status.VALID)


def _tell(certificate: Certificate, write: letters.Write) -> None:
    """A letter to the person it is about; a corporation reads of it at its desk."""
    if certificate.user_id is None:
        return
    holder = session().get_one(User, certificate.user_id)
    write(certificate, holder, municipalities.by_code(certificate.municipality_code), kind_of(certificate.kind))


def _must_be_own_town(certificate: Certificate, by: Actor) -> None:
    if not by.may_act_for(certificate.municipality_code):
        raise NotThere
