"""Everybody who gave hears how it ended: what came in when the period is over, and that the account is open to all."""

from typing import Any, Final

from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.jobs import enqueue, handler
from webapp.core.labels import Labelled
from webapp.core.letters import Draft
from webapp.core.money import show_yen
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.projects.funding import funding_of
from webapp.projects.letters import facts_of
from webapp.projects.models import Project
from webapp.projects.settlement.queries import subsidy_of
from webapp.projects.supporters import telling

TELL: Final = "projects.tell_end"


class End(Labelled):
    """What has come to its end."""

    PERIOD = "period", _l("寄附の受付")
    MONEY = "money", _l("収支の公開")


def tell_donors(project: Project, end: End) -> None:
    """Queue the letters; each end is told once for all time."""
    enqueue(TELL, {"project": project.id, "end": end.value}, key=f"{TELL}:{project.id}:{end.value}")


@handler(TELL, title=_l("取り組みの区切りを寄附者に知らせる"))
def tell(payload: dict[str, Any]) -> None:
    """One letter to each who gave."""
    project = session().get_one(Project, payload["project"])
    write = {End.PERIOD: period_is_over, End.MONEY: account_is_open}[End(payload["end"])]
    telling.tell(project.id, write, project=project, place=municipalities.by_code(project.municipality_code))


def period_is_over(*, project: Project, place: Municipality, stop_link: str) -> Draft:
    """To who gave: what came in, and what is promised for that case."""
    money = funding_of([project.id])[project.id]
    is_reached = money.raised_yen >= project.goal_yen
    return _letter(
        _("寄附の受付が終わりました：%(title)s", title=project.title),
        [
            _("応援してくださり、ありがとうございます。"),
            _("目標に届きました。集まったお金は、約束のとおりに使います。")
            if is_reached
            else _("目標には届きませんでした。集まった分は、約束のとおりに使います。"),
            _("次に、まちが、取り組みで使える額を決めます。これからの報告も、メールでお届けします。"),
        ],
        f"/projects/{project.id}",
        _("取り組みのページを見る"),
        facts_of(
            project,
            place,
            (_("集まった寄附"), show_yen(money.raised_yen)),
            (_("目標"), show_yen(project.goal_yen)),
        ),
        stop_link,
    )


def account_is_open(*, project: Project, place: Municipality, stop_link: str) -> Draft:
    """To who gave: every yen can be read."""
    row = subsidy_of(project)
    rest = row.returned_yen + row.kept_yen if row else 0
    return _letter(
        _("一円までの収支を公開しました：%(title)s", title=project.title),
        [
            _("応援してくださった取り組みが終わり、まちが額を確定しました。"),
            _("使いみちごとの支払いと、残ったお金の行き先を、だれでも見られます。"),
        ],
        f"/projects/{project.id}/account",
        _("収支を見る"),
        facts_of(
            project,
            place,
            (_("集まった寄附"), show_yen(row.raised_yen) if row else ""),
            (_("支払った額の合計"), show_yen(row.spent_yen) if row else ""),
            (_("残りの使いみち"), row.use_of_rest if row and rest else ""),
        ),
        stop_link,
    )


def _letter(
    subject: str, paragraphs: list[str], link: str, label: str, facts: list[tuple[str, str]], stop_link: str
) -> Draft:
    return Draft(subject, paragraphs, facts, link, label, stop_link, _("この取り組みからの手紙を止める"))
