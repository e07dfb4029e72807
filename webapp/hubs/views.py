"""What everybody sees: the hubs and hub persons of a town, one place, one person."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotThere
from webapp.core.freshness import revisited
from webapp.core.permissions import PUBLIC, allow
from webapp.core.services import services
from webapp.hubs import queries
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("hubs", __name__)
#: under these names the running app keeps what higher features show on a hub's and on a person's page
ON_HUB, ON_PERSON = "parts_of_hub", "parts_of_hub_person"


@blueprint.get("/municipalities/<code>/hubs")
@allow(PUBLIC)
@revisited
def in_town(code: str) -> ResponseReturnValue:
    """Where one goes and whom one meets, part by part of the town."""
    town = municipalities.city(code)
    if municipalities.running_programme(code) is None:
        raise NotThere
    return render_template("hubs/in_town.html", town=town, parts=queries.coverage(code))


@blueprint.get("/hubs/<hub_id>")
@allow(PUBLIC)
@revisited
def show(hub_id: str) -> ResponseReturnValue:
    """One place."""
    hub = queries.hub(hub_id)
    return render_template(
        "hubs/show.html",
        hub=hub,
        town=municipalities.by_code(hub.municipality_code),
        people=queries.people_at(hub),
        parts=[part for draw in services().extras.get(ON_HUB, ()) if (part := draw(hub))],
    )


@blueprint.get("/hubs/people/<hub_person_id>")
@allow(PUBLIC)
@revisited
def person(hub_person_id: str) -> ResponseReturnValue:
    """One hub person."""
    found = queries.person(hub_person_id)
    return render_template(
        "hubs/person.html",
        person=found,
        hub=queries.open_hub_of(found),
        town=municipalities.by_code(found.municipality_code),
        parts=[part for draw in services().extras.get(ON_PERSON, ()) if (part := draw(found))],
    )
