"""Revoking many certificates: proposed by one person, done by another, never by the same."""

from collections.abc import Sequence

from webapp.certificates import actions
from webapp.certificates.mass.models import MASS_REVOCATION, MassRevocation
from webapp.certificates.mass.queries import certificates_of
from webapp.certificates.models import LIVING, Certificate, RevocationReason
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l

trail.ACTION_LABELS |= {"mass_revocation.propose": _l("証明書のまとめての取消しを提案した")}
MOST = 500


def propose(certificates: Sequence[Certificate], *, reason: RevocationReason, note: str, by: Actor) -> MassRevocation:
    """Say which certificates of one municipality shall be revoked and why; nothing happens to them yet."""
    codes = {certificate.municipality_code for certificate in certificates}
    if any(not by.may_act_for(code) for code in codes):
        raise NotThere
    if len(codes) != 1:
        raise RuleBroken(_("取り消す証明書を、一つの市町村の中から選んでください。"))
    if len(certificates) > MOST:
        raise RuleBroken(_("一度に取り消せるのは%(most)s件までです。分けて提案してください。", most=MOST))
    if not note.strip():
        raise RuleBroken(_("取消しの説明を書いてください。本人に届きます。"))
    row = MassRevocation(
        municipality_code=codes.pop(),
        certificate_ids=[certificate.id for certificate in certificates],
        revoked_for=reason,
        note=note.strip(),
        proposed_by=by.user_id,
    )
    session().add(row)
    session().flush()
    trail.record(row, "mass_revocation.propose", by=by, to_status=row.status, reason=note.strip())
    return row


def confirm(proposal: MassRevocation, *, by: Actor) -> int:
    """Another person of the municipality revokes what was proposed; how many were still to be revoked."""
    _must_be_own_town(proposal, by)
    if by.user_id is None or by.user_id == proposal.proposed_by:
        raise RuleBroken(_("提案した本人は確認できません。公平のため、ほかの担当者に頼んでください。"))
    MASS_REVOCATION.apply(proposal, "confirm", by=by)
    proposal.decided_by, proposal.decided_at = by.user_id, now()
    living = [row for row in certificates_of(proposal, to_change=True) if row.status in LIVING]
    actions.revoke_all(living, by=by, reason=proposal.revoked_for, note=proposal.note)
    return len(living)


def drop(proposal: MassRevocation, *, reason: str, by: Actor) -> None:
    """Leave the certificates as they are; whoever proposed it may take it back as well."""
    _must_be_own_town(proposal, by)
    MASS_REVOCATION.apply(proposal, "drop", by=by, reason=reason)
    proposal.decided_by, proposal.decided_at = by.user_id, now()


def _must_be_own_town(proposal: MassRevocation, by: Actor) -> None:
    if not by.may_act_for(proposal.municipality_code):
        raise NotThere
