"""What a community or a corporation must show about itself before it proposes."""

from datetime import timedelta

from webapp.core.clock import in_tokyo, today
from webapp.core.database import session
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.templating import show_date
from webapp.hubs.communities.models import Community, CommunityStatus
from webapp.municipalities import queries as municipalities
from webapp.projects.models import Project
from webapp.projects.proposals.models import Check
from webapp.projects.proposals.queries import answers_of


def checklist_is_answered(project: Project) -> str:
    """Each point with a statement or a paper."""
    if project.is_the_towns_own:
        return ""
    given = answers_of(project)
    missing = [kind.label for kind in Check if kind not in given or not (given[kind].statement or given[kind].file_key)]
    return _("団体の確認で、まだ答えていない項目があります：%(names)s", names=joined(missing)) if missing else ""


def enough_local_people(project: Project) -> str:
    """So many live, work or study there; they are counted, never named."""
    if project.is_the_towns_own:
        return ""
    least = int(municipalities.setting("project_local_people", project.municipality_code))
    answer = answers_of(project).get(Check.PEOPLE)
    if answer is not None and (answer.people or 0) >= least:
        return ""
    return _("まちに住む・働く・学ぶ人が%(least)s人以上いることを、人数で書いてください。", least=least)


def is_old_enough(project: Project) -> str:
    """A community has been active for a while."""
    if project.community_id is None:
        return ""
    community = session().get_one(Community, project.community_id)
    if community.status is not CommunityStatus.ACTIVE:
        return _("活動中のコミュニティだけが提案できます。")
    days = int(municipalities.setting("project_active_days", project.municipality_code))
    ripe_on = in_tokyo(community.created_at).date() + timedelta(days=days)
    if ripe_on <= today():
        return ""
    return _(
        "コミュニティが活動を始めてから%(days)s日たつと提案できます。%(day)sから送れます。下書きは、いまから書けます。",
        days=days,
        day=show_date(ripe_on),
    )
