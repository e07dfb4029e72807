"""A town asks a corporation to apply, and may take that back."""

from webapp.core import letters as post
from webapp.core import trail
from webapp.core.actor import Actor
from webapp.core.clock import now
from webapp.core.codes import is_corporate_number
from webapp.core.database import session
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations.invitations import letters, queries
from webapp.corporations.designations.invitations.models import DesignationInvitation
from webapp.municipalities import queries as municipalities

trail.ACTION_LABELS |= {
    "designation_invitation.invite": _l("法人に申請を呼びかけた"),
    "designation_invitation.withdraw": _l("呼びかけを取りやめた"),
}


def invite(
    municipality_code: str, number: str, *, name: str, by: Actor, email: str = "", note: str = ""
) -> DesignationInvitation:
    """Ask a corporation to apply; one that was taken back is renewed."""
    _must_be_of_town(municipality_code, by)
    if not is_corporate_number(number):
        raise RuleBroken(_("法人番号の検査数字が合いません。13桁の番号を確かめてください。"))
    row = queries.of_number(municipality_code, number)
    if row is not None and row.withdrawn_at is None:
        raise RuleBroken(_("この法人には、すでに呼びかけています。"))
    row = row or DesignationInvitation(municipality_code=municipality_code, corporate_number=number, name=name)
    row.name, row.contact_email, row.note = name, email, note
    row.invited_by, row.invited_at, row.withdrawn_at = by.user_id, now(), None
    session().add(row)
    session().flush()
    trail.record(row, "designation_invitation.invite", by=by)
    if email:
        place = municipalities.by_code(municipality_code)
        post.queue(post.Recipient(email, name), letters.invited, invitation=row, place=place)
    return row


def withdraw(invitation: DesignationInvitation, *, by: Actor) -> None:
    """Take it back; an application that came in meanwhile goes on."""
    _must_be_of_town(invitation.municipality_code, by)
    if invitation.withdrawn_at is not None:
        raise RuleBroken(_("この呼びかけは、すでに取りやめています。"))
    invitation.withdrawn_at = now()
    trail.record(invitation, "designation_invitation.withdraw", by=by)


def _must_be_of_town(municipality_code: str, by: Actor) -> None:
    if not (by.is_system or by.may_act_for(municipality_code)):
        raise NotAllowed(_("この市町村の職員だけができる操作です。"))
