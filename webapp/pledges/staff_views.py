"""The municipality's list of pledges."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.permissions import allow, current_actor
from webapp.pledges import queries
from webapp.pledges.proofs import proofs_of

blueprint = Blueprint("pledges_staff", __name__, url_prefix="/staff/pledges")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """The newest pledges, with what they stand for."""
    rows = queries.desk_for(current_actor())
    given = [pledge for pledge, _project in rows]
    return render_template("pledges/desk.html", rows=rows, hidden=queries.hidden_among(given), proofs=proofs_of(given))
