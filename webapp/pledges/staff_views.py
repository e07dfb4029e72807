"""The municipality's desk of pledges: the list, and one of them with its whole story."""

from typing import Any, TypeVar

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import today
from webapp.core.history import told
from webapp.core.labels import Labelled
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.core.web import asked_page
from webapp.municipalities import queries as municipalities
from webapp.pledges import desk, queries
from webapp.pledges.beside import ON_DESK, parts
from webapp.pledges.models import PaymentMethod, PledgeStatus
from webapp.pledges.proofs import proofs_of

blueprint = Blueprint("pledges_staff", __name__, url_prefix="/staff/pledges")
Choice = TypeVar("Choice", bound=Labelled)
YEARS = 6


def _chosen(kind: type[Choice], name: str) -> Choice | None:
    asked = request.args.get(name, "")
    return next((member for member in kind if member.value == asked), None)


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """Pledges to the actor's municipalities, narrowed, with what they add up to."""
    actor = current_actor()
    years = [today().year - ago for ago in range(YEARS)]
    known = {project.id: project.title for project in desk.projects_with_pledges(actor)}
    asked = desk.Filter(
        project=request.args.get("project", "") if request.args.get("project") in known else "",
        status=_chosen(PledgeStatus, "status"),
        method=_chosen(PaymentMethod, "method"),
        year=next((year for year in years if str(year) == request.args.get("year")), None),
    )
    page = asked_page()
    found = desk.find(actor, asked, page)
    given = [pledge for pledge, _project in found.rows]
    return render_template(
        "pledges/desk.html",
        found=found,
        asked=asked,
        page=page,
        choices=_choices(known, years),
        hidden=queries.hidden_among(given),
        proofs=proofs_of(given),
    )


def _choices(projects: dict[str, str], years: list[int]) -> dict[str, list[tuple[str, Any]]]:
    return {
        "project": list(projects.items()),
        "status": [(member.value, member.label) for member in PledgeStatus],
        "method": [(member.value, member.label) for member in PaymentMethod],
        "year": [(str(year), str(year)) for year in years],
    }


@blueprint.get("/<pledge_id>")
@allow(*TOWN_ROLES)
def show(pledge_id: str) -> ResponseReturnValue:
    """One pledge: who gave what for which words, its money and its receipt."""
    actor = current_actor()
    pledge = desk.pledge_at_desk(actor, pledge_id)
    return render_template(
        "pledges/at_desk.html",
        pledge=pledge,
        project=queries.project_of(pledge),
        home=municipalities.by_code(pledge.home_code),
        is_hidden=bool(queries.hidden_among([pledge])),
        proof=proofs_of([pledge]).get(pledge.id),
        accepted=queries.accepted_words(pledge),
        source=queries.source_words(pledge),
        parts=parts(ON_DESK, actor, pledge),
        history=told(history_of(pledge)),
    )
