"""The letter that asks a corporation to apply."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.corporations.designations.invitations.models import DesignationInvitation
from webapp.municipalities.models import Municipality


def invited(*, invitation: DesignationInvitation, place: Municipality) -> Draft:
    """To the corporation."""
    return Draft(
        _("%(town)sから、支援法人の申請のお願いです", town=place.short_name),
        [
            _(
                "%(town)sが、特定居住支援法人（二地域での暮らしを手伝う団体）に申請しませんかと呼びかけています。",
                town=place.full_name,
            ),
            _("下のボタンから、条件と必要な書類を見て、申請できます。アカウントがない場合は、先に作ってください。"),
        ],
        [(_("法人"), invitation.name), (_("法人番号"), invitation.corporate_number)],
        f"/my/designations/new/{place.code}",
        _("条件を見る"),
    )
