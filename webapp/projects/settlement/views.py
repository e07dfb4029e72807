"""The public final account of a project."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotThere
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.municipalities import queries as municipalities
from webapp.projects import queries
from webapp.projects.settlement.account import account_of
from webapp.projects.settlement.queries import subsidy_of

blueprint = Blueprint("project_account", __name__, url_prefix="/projects")


@blueprint.get("/<project_id>/account")
@allow(PUBLIC)
def show(project_id: str) -> ResponseReturnValue:
    """Where every yen came from and where it went; from the decision on, and final once it is settled."""
    project = queries.project_for(current_actor(), project_id)
    subsidy = subsidy_of(project)
    if subsidy is None:
        raise NotThere
    return render_template(
        "projects/settlement/account.html",
        project=project,
        town=municipalities.by_code(project.municipality_code),
        subsidy=subsidy,
        account=account_of(subsidy) if subsidy.settled_on else None,
    )
