"""Letters about packages: something was handed over, it ended. What lies in one is read behind the sign-in."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.listings.packages.models import InfoPackage
from webapp.municipalities.models import Municipality


def delivered(*, package: InfoPackage, place: Municipality, count: int) -> Draft:
    """To the corporation: look."""
    return Draft(
        _("%(town)sから情報が届きました：%(title)s", town=place.short_name, title=package.title),
        [_("画面でファイルを受け取れます。受け取るたびに、日時と内容が市町村の記録に残ります。")],
        [
            (_("まち"), place.full_name),
            (_("使いみち"), package.purpose),
            (_("件数"), _("%(n)s件", n=count)),
            (_("提供の期限"), show_date(package.ends_on)),
        ],
        f"/desk/packages/{package.id}",
        _("届いた情報を開く"),
    )


def ended(*, package: InfoPackage, place: Municipality, reason: str) -> Draft:
    """To the corporation: nothing more."""
    return Draft(
        _("情報の提供が終わりました：%(title)s", title=package.title),
        [_("手もとのファイルは、使いみちが終わったものから消してください。")],
        [(_("まち"), place.full_name), (_("理由"), reason)],
        f"/desk/packages/{package.id}",
        _("届いた情報を開く"),
    )
