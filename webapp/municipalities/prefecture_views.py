"""What a prefecture sees: its municipalities, who takes part, numbers. Never a person."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere
from webapp.core.permissions import allow, current_actor
from webapp.core.services import services
from webapp.municipalities import maps, queries
from webapp.municipalities.figures import public_figures

blueprint = Blueprint("prefecture", __name__, url_prefix="/prefecture")
#: under this name the running app keeps what a prefecture may read of the people registered with it: (what, how many)
PEOPLE_KEY = "people_of_prefecture"


@blueprint.get("")
@blueprint.get("/<code>")
@allow(Role.PREFECTURE)
def index(code: str | None = None) -> ResponseReturnValue:
    """The municipalities of one's own prefecture."""
    own = current_actor().organisations(Role.PREFECTURE)
    code = code or min(own, default="")
    if code not in own:
        raise NotThere
    prefecture = queries.by_code(code)
    programmes = {town.code: programme for programme, town in queries.programmes_in(code)}
    running = queries.running_programmes(code)
    figures = public_figures([town.code for _programme, town in running])
    labels = [counted.figure.label for counted in next(iter(figures.values()), [])]
    return render_template(
        "municipalities/prefecture.html",
        prefecture=prefecture,
        prefectures=sorted(queries.by_codes(list(own)).values(), key=lambda row: row.code),
        towns=queries.in_prefecture(code),
        programmes=programmes,
        running=running,
        figures=figures,
        labels=labels,
        people=services().extras[PEOPLE_KEY](code) if PEOPLE_KEY in services().extras else [],
        map=maps.map_of_prefecture(prefecture, [town for _programme, town in running]),
    )
