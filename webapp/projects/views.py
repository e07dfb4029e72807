"""Public pages of projects. What was raised is added by `pledges`, the layer above, through `funding_of`."""

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.services import services
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.projects import queries
from webapp.projects.funding import KEY, Funding, FundingOf

blueprint = Blueprint("projects", __name__, url_prefix="/projects")


def funding_of(project_ids: list[str]) -> dict[str, Funding]:
    """Funding by project id, as the provider set at start-up adds it up."""
    provider: FundingOf | None = services().extras.get(KEY)
    found = provider(project_ids) if provider else {}
    return {project_id: found.get(project_id, Funding()) for project_id in project_ids}


@blueprint.get("")
@allow(PUBLIC)
def index() -> ResponseReturnValue:
    """Projects that take pledges, and those that ended; of one town if it is chosen."""
    towns = queries.towns_with_projects()
    chosen = request.args.get("town", "")
    chosen = chosen if chosen in {town.code for town, _count in towns} else ""
    running, past = queries.open_projects(chosen), queries.past_projects(chosen)
    return render_template(
        "projects/index.html",
        running=running,
        past=past,
        funding=funding_of([project.id for project, _town in running + past]),
        towns=_town_links(towns, chosen),
    )


def _town_links(towns: list[tuple[Municipality, int]], chosen: str) -> list[tuple[str, str, int, bool]]:
    """All towns, then each with its number of projects: what it is called, where it leads, whether it is shown."""
    everything = (_("すべてのまち"), url_for(".index"), sum(count for _town, count in towns), not chosen)
    each = [(t.full_name, url_for(".index", town=t.code), count, t.code == chosen) for t, count in towns]
    return [everything, *each]


@blueprint.get("/<project_id>")
@allow(PUBLIC)
def show(project_id: str) -> ResponseReturnValue:
    """One project: story first, then the money, then what happens below and above the goal."""
    project = queries.project_for(current_actor(), project_id)
    return render_template(
        "projects/show.html",
        project=project,
        municipality=municipalities.by_code(project.municipality_code),
        funding=funding_of([project.id])[project.id],
    )
