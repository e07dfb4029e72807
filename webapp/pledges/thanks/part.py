"""On the page of a paid donation: thanks, what happens next, whom one can meet, the way into the town."""

from flask import render_template
from markupsafe import Markup

from webapp.core.actor import Actor, Role
from webapp.listings import queries as listings
from webapp.listings.cards import card
from webapp.listings.models import ListingKind
from webapp.municipalities import queries as municipalities
from webapp.pledges import queries
from webapp.pledges.models import HOLDING, Pledge
from webapp.pledges.thanks import joining
from webapp.projects.page import gatherings_of
from webapp.projects.supporters.queries import by_id
from webapp.projects.updates.queries import public_on

EVENTS = 2


def on_pledge(actor: Actor, pledge: Pledge) -> Markup:
    """Nothing before the money is there."""
    if pledge.status not in HOLDING:
        return Markup("")
    project, town = queries.project_of(pledge), municipalities.by_code(pledge.municipality_code)
    events = listings.newest(EVENTS, kind=ListingKind.EVENT, municipality_code=town.code)
    drawn = render_template(
        "pledges/thanks/_next.html",
        pledge=pledge,
        project=project,
        town=town,
        supporter=by_id(pledge.id),
        is_own_page=actor.user_id is not None and actor.user_id == pledge.user_id,
        is_guest=pledge.user_id is None,
        updates=public_on(project.id, limit=2),
        gatherings=gatherings_of(project),
        events=[card(row) for row in events],
        may_join=actor.has(Role.RESIDENT) and joining.may_begin(pledge, actor),
        takes_registrations=municipalities.is_running(town.code) and pledge.home_code != town.code,
    )
    return Markup(drawn)  # noqa: S704 - a template's own, escaped output
