"""Letters about a project's money after the period: decided, to be corrected, settled."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.money import show_yen
from webapp.core.templating import show_date
from webapp.municipalities.models import Municipality
from webapp.projects.letters import to_proposer
from webapp.projects.models import Project
from webapp.projects.settlement.models import Subsidy


def decided(*, project: Project, place: Municipality, subsidy: Subsidy) -> Draft:
    """To the proposer: so much may be spent."""
    return to_proposer(
        _("使える額が決まりました：%(title)s", title=project.title),
        [
            _("取り組みを始められます。支払いのたびに、領収書を登録してください。"),
            _("途中の予定の日までに報告がないと、公開の画面に「報告が遅れています」と出ます。"),
        ],
        project,
        place,
        (_("使える額"), show_yen(subsidy.granted_yen)),
        (_("実績報告の期限"), show_date(project.report_due_on)),
    )


def again(*, project: Project, place: Municipality, reason: str) -> Draft:
    """To the proposer: the report must be put right."""
    return to_proposer(
        _("実績報告について、直してほしいところがあります：%(title)s", title=project.title),
        [_("次のところを直して、もう一度出してください。")],
        project,
        place,
        (_("まちから"), reason),
    )


def given_up(*, project: Project, place: Municipality, reason: str) -> Draft:
    """To the proposer: it ends early."""
    return to_proposer(
        _("取り組みを途中で終えることになりました：%(title)s", title=project.title),
        [_("これまでの支出を確かめ、残りは約束した別の使いみちに回します。")],
        project,
        place,
        (_("理由"), reason),
        (_("残りの使いみち"), project.alternative),
    )


def settled(*, project: Project, place: Municipality, subsidy: Subsidy) -> Draft:
    """To the proposer: the sum is final, and what must come back."""
    more = [(_("確定した額"), show_yen(subsidy.settled_yen))]
    if subsidy.returned_yen:
        more += [
            (_("返す額"), show_yen(subsidy.returned_yen)),
            (_("返す期限"), show_date(subsidy.return_due_on)),
        ]
    return to_proposer(
        _("額が確定し、収支を公開しました：%(title)s", title=project.title),
        [_("ありがとうございました。収支は、だれでも見られます。")],
        project,
        place,
        *more,
    )


def taken_back(*, project: Project, place: Municipality, subsidy: Subsidy) -> Draft:
    """To the proposer and who goes along: what was left has arrived."""
    return to_proposer(
        _("使い残しの返還を確かめました：%(title)s", title=project.title),
        [_("返していただいた額を、まちが受け取りました。この取り組みのお金の手続きは、これで終わりです。")],
        project,
        place,
        (_("返還された額"), show_yen(subsidy.returned_yen)),
        (_("受け取った日"), show_date(subsidy.returned_on)),
        (_("残りの使いみち"), subsidy.use_of_rest),
    )
