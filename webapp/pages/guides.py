"""Pages that explain: what awaits a town, what awaits a corporation, what the service is not."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.freshness import revisited
from webapp.core.permissions import PUBLIC, allow
from webapp.corporations.designations.documents.checklist import BUILT_IN
from webapp.pages.help_places import help_place
from webapp.pages.numbers import live_numbers

blueprint = Blueprint("guides", __name__)
blueprint.add_app_template_global(help_place, "help_place")


@blueprint.get("/for/towns")
@allow(PUBLIC)
@revisited
def towns() -> ResponseReturnValue:
    """What a town's staff do with it, what it costs, how to begin."""
    return render_template("pages/guides/towns.html", numbers=live_numbers())


@blueprint.get("/for/corporations")
@allow(PUBLIC)
@revisited
def corporations() -> ResponseReturnValue:
    """What being designated takes, and how people of a place take part without it."""
    return render_template("pages/guides/corporations.html", documents=BUILT_IN, numbers=live_numbers())


@blueprint.get("/limits")
@allow(PUBLIC)
@revisited
def limits() -> ResponseReturnValue:
    """What the service does not do."""
    return render_template("pages/guides/limits.html")
