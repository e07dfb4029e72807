"""The town's own public page as a visitor sees it."""

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import ANONYMOUS, TOWN_ROLES
from webapp.core.errors import NotThere
from webapp.core.permissions import allow, current_actor
from webapp.desk.preview.page import as_seen
from webapp.municipalities import queries as municipalities
from webapp.municipalities.views import town_page

blueprint = Blueprint("town_preview", __name__, url_prefix="/staff/town-page")


@blueprint.get("")
@blueprint.get("/<code>")
@allow(*TOWN_ROLES)
def show(code: str | None = None) -> ResponseReturnValue:
    """Read only."""
    chosen = code or min(current_actor().municipalities, default="")
    if not current_actor().may_act_for(chosen):
        raise NotThere
    town = municipalities.by_code(chosen)
    return as_seen(town_page(chosen, ANONYMOUS), whose=town.full_name, back_href=url_for("pages.dashboard"))
