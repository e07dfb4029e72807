"""Letters to a town's department; each function writes one."""

from datetime import date
from typing import Any

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date


def setting_changed(label: Any, change: str, valid_from: date, source: str) -> Draft:
    """A number of the scheme changes on a day."""
    return Draft(
        _("制度の設定が変わります：%(label)s", label=label),
        [_("まちの管理者が、次の設定を決めました。心当たりのないときは、管理者に確かめてください。")],
        [
            (_("設定"), str(label)),
            (_("変更"), change),
            (_("いつから"), show_date(valid_from)),
            (_("理由（根拠）"), source),
        ],
        "/staff/settings",
        _("制度の設定を開く"),
    )


def mayor_named(title: str, name: str, since: date) -> Draft:
    """Documents will carry another name from a day on."""
    return Draft(
        _("首長の名前が変わります"),
        [_("この日から、登録証や受領証に新しい名前が入ります。心当たりのないときは、管理者に確かめてください。")],
        [(_("職名"), title), (_("名前"), name), (_("いつから"), show_date(since))],
        "/staff/mayors",
        _("首長の名前を開く"),
    )
