"""Certificates follow what they rest on: issued, replaced, stopped, let go on and ended in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from sqlmodel import col, select

from webapp.activities.records.models import ActivityRecord, RecordStatus
from webapp.certificates import actions
from webapp.certificates.kinds.registry import kind_of
from webapp.certificates.kinds.spec import Draft, KindSpec
from webapp.certificates.models import LIVING, Certificate, CertificateStatus, HeldFor, RevocationReason
from webapp.certificates.queries import is_in_force, last_action_on, newest_by_source
from webapp.core.actor import Actor
from webapp.core.clock import today
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.corporations.designations.models import Designation, DesignationStatus
from webapp.registrations.models import REGISTRATION, Registration, RegistrationStatus
from webapp.registrations.progress import withholds
from webapp.residents.models import ConsentPurpose
from webapp.residents.queries import consents_for


class Standing(Enum):
    """What the source says of its certificate."""

    NOT_YET = "not_yet"
    STANDS = "stands"
    HELD = "held"
    EXPIRED = "expired"
    ENDED = "ended"


@dataclass(frozen=True)
class Source:
    """One thing that a certificate rests on, as it is now."""

    row: Any
    standing: Standing
    reason: RevocationReason = RevocationReason.SOURCE_ENDED


_SOURCES: dict[str, type[Any]] = {
    "registration": Registration,
    "designation": Designation,
    "activity_record": ActivityRecord,
}
_R, _D = RegistrationStatus, DesignationStatus
_REGISTRATIONS = {
    _R.APPROVED: Standing.STANDS,
    _R.SUSPENDED: Standing.HELD,
    _R.EXPIRED: Standing.EXPIRED,
    _R.ENDED: Standing.ENDED,
    _R.WITHDRAWN: Standing.ENDED,
}
_DESIGNATIONS = {
    _D.DESIGNATED: Standing.STANDS,
    _D.NOTICED: Standing.STANDS,
    _D.CHANGE: Standing.STANDS,
    _D.ORDER: Standing.STANDS,
    _D.REVOKED: Standing.ENDED,
    _D.ENDED: Standing.ENDED,
}


def follow(registration: Registration, *, by: Actor) -> None:
    """Bring the certificate of one registration in line with it; called again it does nothing."""
    follow_all([registration], by=by)


def follow_all(registrations: Sequence[Registration], *, by: Actor) -> None:
    """The same for many at once."""
    sources = [Source(row, _standing(row), _why(row)) for row in registrations]
    _reconcile(kind_of("dual_resident"), sources, by)


def _standing(registration: Registration) -> Standing:
    """As the registration stands; who wants no certificate has none, and is registered all the same."""
    standing = _REGISTRATIONS.get(registration.status, Standing.NOT_YET)
    is_wanted = standing is not Standing.STANDS or not withholds(registration, ConsentPurpose.CERTIFICATE)
    return standing if is_wanted else Standing.ENDED


def _why(registration: Registration) -> RevocationReason:
    if registration.status is _R.WITHDRAWN or withholds(registration, ConsentPurpose.CERTIFICATE):
        return RevocationReason.WITHDRAWN
    if registration.status is _R.ENDED and last_action_on(registration) == f"{REGISTRATION.name}.move_out":
        return RevocationReason.MOVED
    return RevocationReason.SOURCE_ENDED


def follow_designation(designation: Designation, *, by: Actor) -> None:
    """Bring the 指定書 of a designation in line with it."""
    source = Source(designation, _DESIGNATIONS.get(designation.status, Standing.NOT_YET))
    _reconcile(kind_of("designation"), [source], by)


def renew_designations(limit: int) -> None:
    """New 指定書 for those that end soon while the designation goes on."""
    kind = kind_of("designation")
    last = today() + timedelta(days=kind.renewed_before or 0)
    chosen = select(Designation).join(Certificate, col(Certificate.designation_id) == Designation.id)
    due = chosen.where(col(Certificate.status).in_(LIVING), col(Certificate.valid_until) < last)
    for designation in session().exec(due.order_by(col(Designation.id)).limit(limit)).all():
        follow_designation(designation, by=actions.FOLLOWING)


def follow_record(record: ActivityRecord, *, by: Actor) -> None:
    """End the certificates of an attestation that was taken back; a new one is made when its holder asks for it."""
    if record.status is not RecordStatus.ATTESTED:
        _reconcile(kind_of("activity"), [Source(record, Standing.ENDED)], by)


def certify_record(record: ActivityRecord, *, by: Actor) -> Certificate:
    """The certificate of an attested activity that its holder asks for: the one that is there, or a new one.

    Raises RuleBroken while the desk holds it or after the desk revoked it: asking again undoes no decision.
    """
    kind = kind_of("activity")
    found = newest_by_source(kind.code, [record.id], to_change=True).get(record.id)
    if found is not None and is_in_force(found):
        return found
    if found is not None and (_is_held_by_desk(found) or _is_disputed(found)):
        raise RuleBroken(
            _(
                "この活動の証明書は、市町村が一時停止しているか、取り消しています。新しくは発行できません。"
                "理由は証明書の画面で見られます。わからないことは、市町村の担当に聞いてください。"
            )
        )
    return actions.issue(kind, record, by=by)


def issue_again(old: Certificate, *, by: Actor) -> Certificate:
    """A new one, with a number of its own, after the desk revoked the last, e.g. because the sheet was lost.

    Raises NotThere for another town's, RuleBroken when nothing stands any more that could be certified.
    """
    if not by.may_act_for(old.municipality_code):
        raise NotThere
    kind = kind_of(old.kind)
    newest = newest_by_source(kind.code, [old.source_id], to_change=True)[old.source_id]
    if newest.id != old.id or not can_be_issued_again(old):
        raise RuleBroken(
            _(
                "発行し直せるのは、もとの登録や指定が続いていて、証明書だけを取り消したときの、いちばん新しいものだけです。"
            )
        )
    return actions.issue(kind, session().get_one(_SOURCES[old.source_type], old.source_id), by=by)


def can_be_issued_again(old: Certificate) -> bool:
    """Whether it was revoked while what it rests on goes on, and its holder did not give it up."""
    return _is_desk_revoked(old) and old.erased_at is None and kind_of(old.kind).source_stands(old)


def _is_desk_revoked(old: Certificate) -> bool:
    """Revoked by itself: neither with what it rests on, nor because its holder gave it up."""
    given_up = old.revoked_for in (RevocationReason.WITHDRAWN, RevocationReason.SOURCE_ENDED)
    return old.status is CertificateStatus.REVOKED and not given_up


def _is_disputed(old: Certificate) -> bool:
    """Revoked for another reason than that the sheet or the key is no longer safe."""
    safe = (RevocationReason.LOST, RevocationReason.KEY)
    return old.status is CertificateStatus.REVOKED and old.revoked_for not in safe


def _reconcile(kind: KindSpec, sources: Sequence[Source], by: Actor) -> None:
    """Look at every source and its newest certificate. Locks go certificates → numbers → lists → log, always."""
    newest = newest_by_source(kind.code, [source.row.id for source in sources], to_change=True)
    standing = [source for source in sources if source.standing in (Standing.STANDS, Standing.HELD)]
    drafts = {draft.source_id: draft for draft in kind.drafts_of([source.row for source in standing])}
    wanted = [draft for key, draft in drafts.items() if _is_new(kind, draft, newest.get(key))]
    replaced = {d.source_id: newest[d.source_id] for d in wanted if d.source_id in newest}
    held = {key: old.hold_note for key, old in replaced.items() if _is_held_by_desk(old)}
    made = actions.issue_all(kind, wanted, by=by, instead_of=replaced)
    actions.supersede_all([old for old in replaced.values() if old.status in LIVING])
    for certificate in made:
        if certificate.source_id in held:
            actions.hold_on(certificate, held[certificate.source_id])
    newest |= {certificate.source_id: certificate for certificate in made}
    for source in sources:
        if source.row.id in newest:
            _align(newest[source.row.id], source)


def _is_new(kind: KindSpec, draft: Draft, old: Certificate | None) -> bool:
    """Whether a certificate is missing; one that the desk revoked comes back only with a new decision."""
    if old is None:
        return True
    is_other = any(old.claims.get(name) != draft.claims.get(name) for name in kind.watched)
    if old.status not in LIVING:
        # where the source knows no end, every new draft ends later: that is no decision of anybody
        ends_later = draft.valid_until > old.valid_until and (kind.renewed_before is None or not _is_desk_revoked(old))
        return ends_later or (kind.renewed_before is not None and is_other) or _is_wanted_again(old)
    if is_other:
        return True
    if kind.renewed_before is not None:
        return (old.valid_until - today()).days < kind.renewed_before
    return draft.valid_until != old.valid_until


def _is_wanted_again(old: Certificate) -> bool:
    """Whether the holder of a registration that stands took the certificate back and agreed to one since."""
    if old.revoked_for is not RevocationReason.WITHDRAWN or old.revoked_at is None or old.user_id is None:
        return False
    said = consents_for(old.user_id, old.municipality_code).get(ConsentPurpose.CERTIFICATE)
    return said is not None and said.is_given and said.at > old.revoked_at


def _is_held_by_desk(old: Certificate) -> bool:
    """Whether the desk stopped it and never let it go on; its holder's giving it up does not end that."""
    is_given_up = old.status is CertificateStatus.EXPIRED or old.revoked_for is RevocationReason.WITHDRAWN
    return old.held_for is HeldFor.DESK or (bool(old.hold_note) and is_given_up)


def _align(certificate: Certificate, source: Source) -> None:
    status = certificate.status
    if status not in LIVING:
        return
    if source.standing is Standing.ENDED:
        actions.revoke_all([certificate], by=actions.FOLLOWING, reason=source.reason, note="")
    elif source.standing is Standing.EXPIRED:
        actions.expire(certificate)
    elif source.standing is Standing.HELD and status is CertificateStatus.ISSUED:
        actions.hold_with_source(certificate)
    elif source.standing is Standing.STANDS and certificate.held_for is HeldFor.SOURCE:
        actions.release_with_source(certificate)
