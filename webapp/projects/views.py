"""The public page of a project. What was raised is added by `pledges`, the layer above, through `funding.funding_of`."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from webapp.core.actor import Actor
from webapp.core.freshness import revisited
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.templating import link
from webapp.municipalities import queries as municipalities
from webapp.municipalities.models import Municipality
from webapp.projects import finding, page, queries
from webapp.projects.described import described
from webapp.projects.finding import Order, Row, Stage, Wanted
from webapp.projects.funding import funding_of
from webapp.projects.gifts.queries import gifts_of
from webapp.projects.goals import Goal, closing_of, goal_of
from webapp.projects.models import Project
from webapp.projects.settlement.queries import subsidy_of

blueprint = Blueprint("projects", __name__, url_prefix="/projects")
MORE = 3


@blueprint.get("")
@allow(PUBLIC)
@revisited
def index() -> ResponseReturnValue:
    """Projects that take pledges, that begin soon, that ended; narrowed and in the order that is wanted."""
    towns = finding.towns()
    wanted = Wanted.read(request.args).among(towns)
    cards = _in_order(with_goals(finding.found(wanted)), wanted.order)
    counts = finding.counts(wanted)
    return render_template(
        "projects/index.html",
        wanted=wanted,
        cards=cards,
        stages=[(s.label, link("projects.index", **wanted.args(stage=s)), counts[s], s is wanted.stage) for s in Stage],
        towns=[("", _("すべてのまち")), *((town.code, town.full_name) for town in towns)],
        themes=[("", _("すべてのテーマ")), *finding.themes()],
        orders=[(order.value, order.label) for order in Order],
    )


Card = tuple[Project, Municipality, Goal]


def with_goals(rows: list[Row]) -> list[Card]:
    """Each project with how far it has come."""
    funding = funding_of([project.id for project, _town in rows])
    return [(project, town, goal_of(project, funding[project.id])) for project, town in rows]


def _in_order(cards: list[Card], order: Order) -> list[Card]:
    """By what came in, where that is asked for; the query has done the rest."""
    if order is Order.NEAR_GOAL:
        return sorted(cards, key=lambda card: (card[2].percent >= 100, -card[2].percent))
    return sorted(cards, key=lambda card: -card[2].donors) if order is Order.SUPPORTERS else cards


@blueprint.get("/<project_id>")
@allow(PUBLIC)
@revisited
def show(project_id: str) -> ResponseReturnValue:
    """One project: story first, then the money, then what happens below and above the goal."""
    actor = current_actor()
    return public_page(actor, queries.project_for(actor, project_id))


def public_page(actor: Actor, project: Project) -> str:
    """The page as this actor sees it."""
    town = municipalities.by_code(project.municipality_code)
    others = [row for row in finding.newest_open(MORE + 1) if row[0].id != project.id][:MORE]
    people, told = page.people_of(project), page.told_of(actor, project)
    return render_template(
        "projects/show.html",
        project=project,
        municipality=town,
        goal=goal_of(project, funding_of([project.id])[project.id]),
        closing=closing_of(project),
        people=people,
        told=told,
        voices_shown=page.VOICES,
        photos=page.photos_of(project),
        map=page.map_of(town),
        steps=page.journey_of(project),
        has_account=subsidy_of(project) is not None,
        gifts=gifts_of(project),
        budget=page.budget_picture(project),
        contents=page.sections(project, people, told),
        others=with_goals(others),
        described=described(project, town),
    )
