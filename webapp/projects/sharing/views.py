"""What helps to pass a project on: its picture, its address, words to send, a code for a poster."""

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.certificates.paper.codes import markup as code_of
from webapp.core.clock import today
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.money import show_yen
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.services import settings
from webapp.core.share.cards import answer
from webapp.core.templating import SITE_NAME, show_date
from webapp.municipalities import queries as municipalities
from webapp.projects import page, queries
from webapp.projects.funding import funding_of
from webapp.projects.goals import goal_of
from webapp.projects.models import Project
from webapp.projects.sharing.drawing import Shown, draw

blueprint = Blueprint("project_sharing", __name__, url_prefix="/projects")


def _public(project_id: str) -> Project:
    project = queries.project_for(current_actor(), project_id)
    if not project.is_public:
        raise NotThere
    return project


@blueprint.get("/<project_id>/picture.png")
@allow(PUBLIC)
def picture(project_id: str) -> ResponseReturnValue:
    """What a shared link shows, as of today."""
    return answer(draw(_shown(_public(project_id))))


def _shown(project: Project) -> Shown:
    goal = goal_of(project, funding_of([project.id])[project.id])
    photos = page.photos_of(project)
    state = _("%(day)s現在", day=show_date(today())) if project.takes_pledges else str(project.status.label)
    return Shown(
        town=municipalities.by_code(project.municipality_code).full_name,
        title=project.title,
        raised=show_yen(goal.total),
        goal=_("目標 %(goal)s", goal=show_yen(goal.ideal)),
        percent=f"{goal.percent}%",
        share=goal.share(goal.total),
        state=state,
        site=SITE_NAME,
        photo_key=photos[0].file_key if photos else "",
    )


@blueprint.get("/<project_id>/share")
@allow(PUBLIC)
def share(project_id: str) -> ResponseReturnValue:
    """The ways to pass a project on; nothing here tells anybody who looked."""
    project = _public(project_id)
    address = f"{settings().base_url}{url_for('projects.show', project_id=project.id)}"
    return render_template(
        "projects/sharing/share.html",
        project=project,
        municipality=municipalities.by_code(project.municipality_code),
        address=address,
        code=code_of(address),
    )
