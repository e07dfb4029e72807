"""Letters about updates: to donors, to the town that looks through them, to who wrote one."""

from webapp.core.i18n import gettext as _
from webapp.core.letters import Draft
from webapp.municipalities.models import Municipality
from webapp.projects.models import Project
from webapp.projects.updates.models import ProjectUpdate

LONGEST = 600


def news(*, update: ProjectUpdate, project: Project, town: Municipality, stop_link: str) -> Draft:
    """To who gave: what happened, in the words of who tells it."""
    text = update.text if len(update.text) <= LONGEST else f"{update.text[: LONGEST - 1]}…"
    return Draft(
        _("%(title)s：%(project)s", title=update.title, project=project.title),
        [
            _(
                "応援してくださった「%(project)s」から、%(kind)sが届きました。",
                project=project.title,
                kind=update.kind.label,
            ),
            *[part for part in text.split("\n\n") if part.strip()],
        ],
        [(_("まち"), town.full_name), (_("書いた人"), update.signed or town.short_name)],
        f"/projects/updates/{update.id}",
        _("続きを読む"),
        stop_link,
        _("この取り組みからの手紙を止める"),
    )


def arrived(*, update: ProjectUpdate, project: Project) -> Draft:
    """To the town: somebody wrote."""
    return Draft(
        _("取り組みの近況が届きました：%(project)s", project=project.title),
        [_("内容を読んで、公開するかどうかを決めてください。公開すると、寄附した人全員にメールが届きます。")],
        [(_("題名"), update.title), (_("書いた人"), update.signed)],
        f"/staff/projects/updates/{update.id}",
        _("近況を確かめる"),
    )


def sent_back(*, update: ProjectUpdate, reason: str) -> Draft:
    """To who wrote it: please change something."""
    return Draft(
        _("近況に直してほしいところがあります：%(title)s", title=update.title),
        [_("まちの担当者からのお願いです。直して送り直すと、もう一度確かめます。")],
        [(_("理由"), reason)],
        f"/projects/updates/{update.id}/edit",
        _("近況を直す"),
    )
