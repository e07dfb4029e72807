"""Letters about reports: due soon, late, arrived."""

from datetime import date

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.core.templating import show_date
from webapp.municipalities.models import Municipality
from webapp.projects.letters import to_proposer, to_town
from webapp.projects.models import Project


def due_soon(*, project: Project, place: Municipality, what: str, day: date) -> Draft:
    """To the proposer: a report is due."""
    return to_proposer(
        _("報告の期限が近づいています：%(title)s", title=project.title),
        [_("寄附した人が待っています。短くてかまわないので、写真や数字とともに知らせてください。")],
        project,
        place,
        (_("報告すること"), what),
        (_("期限"), show_date(day)),
    )


def overdue(*, project: Project, place: Municipality, what: str, day: date) -> Draft:
    """To the proposer and the town: a report is late, and everybody sees it."""
    return to_proposer(
        _("報告が遅れています：%(title)s", title=project.title),
        [
            _(
                "期限を過ぎたため、公開の画面に「報告が遅れています」と出ています。事情があるときは、まちに相談してください。"
            )
        ],
        project,
        place,
        (_("報告すること"), what),
        (_("期限"), show_date(day)),
    )


def reported(*, project: Project, place: Municipality) -> Draft:
    """To the town: the final report arrived."""
    return to_town(
        _("実績報告が届きました：%(title)s", title=project.title),
        [_("領収書を確かめて、額を確定してください。")],
        project,
        place,
    )
