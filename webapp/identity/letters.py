"""Letters about checks of identity; they repeat nothing of what was seen."""

from datetime import date

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.identity.models import Method


def passed(method: Method, until: date) -> Draft:
    """To the person, after a check."""
    return Draft(
        subject=_("本人確認が済みました"),
        paragraphs=[
            _("ふたまちでの本人確認が済みました。マイナンバーは受け取っていません。"),
            _("心あたりのないときは、すぐにパスワードを変えて、お問い合わせください。"),
        ],
        facts=[(_("方法"), str(method.label)), (_("有効な日"), show_date(until))],
        link="/my/identity",
        link_label=_("本人確認の状況を見る"),
    )


def withdrawn() -> Draft:
    """To the person, when a town takes back what it noted."""
    return Draft(
        subject=_("窓口での本人確認が取り消されました"),
        paragraphs=[_("市町村の担当者が、窓口での本人確認の記録を取り消しました。理由は、窓口でおたずねください。")],
        facts=[],
        link="/my/identity",
        link_label=_("本人確認の状況を見る"),
    )
