"""What counts in a town, for everybody."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.activities import queries
from webapp.activities.occasions import queries as occasions
from webapp.core.errors import NotThere
from webapp.core.permissions import PUBLIC, allow
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("activities", __name__, url_prefix="/activities")


@blueprint.get("/<code>")
@allow(PUBLIC)
def in_town(code: str) -> ResponseReturnValue:
    """What is designated and what takes place next."""
    if municipalities.running_programme(code) is None:
        raise NotThere
    setting = {key: municipalities.setting(key, code) for key in ("premium_activities", "premium_activity_months")}
    return render_template(
        "activities/in_town.html",
        town=municipalities.by_code(code),
        activities=queries.designated_in(code),
        coming=occasions.coming_in(code),
        needed=setting["premium_activities"],
        months=setting["premium_activity_months"],
    )
