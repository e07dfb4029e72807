"""Letters among the towns of a bank."""

from webapp.banks.models import AkiyaBank
from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.municipalities.models import Municipality


def invited(*, bank: AkiyaBank, centre: Municipality) -> Draft:
    """To a town: take part?"""
    return Draft(
        _("共同空き家バンクへの参加のお誘い：%(name)s", name=bank.name),
        [
            _("%(town)sが運営する共同空き家バンクに、参加しませんか。", town=centre.full_name),
            _("家の申請は、家のあるまちに届きます。番号と一覧は、参加するまちで一つになります。"),
        ],
        [(_("バンク"), bank.name), (_("中心のまち"), centre.full_name)],
        f"/staff/banks/{bank.id}",
        _("内容を読んで決める"),
    )


def joined(*, bank: AkiyaBank, place: Municipality) -> Draft:
    """To the centre: a town takes part."""
    return Draft(
        _("%(town)sがバンクに参加しました", town=place.full_name),
        [_("これからは、このまちの家も一つの一覧に出ます。")],
        [(_("バンク"), bank.name), (_("まち"), place.full_name)],
        f"/staff/banks/{bank.id}",
        _("バンクを開く"),
    )
