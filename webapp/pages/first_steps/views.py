"""Putting a tour away and bringing it back; the panel itself stands on the dashboards."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import own_account
from webapp.accounts.queries import user
from webapp.core.errors import NotThere
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.pages.first_steps.steps import steps_for
from webapp.pages.first_steps.tours import TOURS

blueprint = Blueprint("first_steps", __name__, url_prefix="/my/first-steps")
blueprint.add_app_template_global(steps_for, "first_steps_for")


@blueprint.post("/<tour>/put-away")
@allow(SIGNED_IN)
def put_away(tour: str) -> ResponseReturnValue:
    """This tour is not shown any more."""
    _must_be_one(tour)
    own_account.put_away(user(current_actor().user_id), tour)
    return redirect(url_for("pages.dashboard"), 303)


@blueprint.post("/bring-back")
@allow(SIGNED_IN)
def bring_back() -> ResponseReturnValue:
    """Every tour is shown again until it is finished."""
    own_account.bring_back(user(current_actor().user_id))
    return redirect(url_for("pages.dashboard"), 303)


def _must_be_one(tour: str) -> None:
    if tour not in {known.key for known in TOURS if current_actor().has(known.role)}:
        raise NotThere
