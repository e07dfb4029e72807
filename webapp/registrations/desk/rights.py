"""Who may decide about an application at all."""

from webapp.core.actor import Actor
from webapp.core.errors import NotAllowed, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.registrations.models import Registration


def must_be_allowed_to_decide(registration: Registration, by: Actor) -> None:
    """Staff of the very municipality, and never about themselves."""
    if not by.may_act_for(registration.municipality_code):
        raise NotAllowed(_("この申請を扱えるのは、申請先の市町村の担当者だけです。"))
    if by.user_id == registration.user_id:
        raise RuleBroken(_("自分の申請は、自分では審査できません。公平のため、ほかの担当者に頼んでください。"))
