"""Pages that explain: what awaits a town, what awaits a corporation, what the service is not."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.permissions import PUBLIC, allow
from webapp.corporations.designations.documents.checklist import BUILT_IN
from webapp.pages.numbers import live_numbers

blueprint = Blueprint("guides", __name__)


@blueprint.get("/for/towns")
@allow(PUBLIC)
def towns() -> ResponseReturnValue:
    """What a town's staff do with it, what it costs, how to begin."""
    return render_template("pages/guides/towns.html", numbers=live_numbers())


@blueprint.get("/for/corporations")
@allow(PUBLIC)
def corporations() -> ResponseReturnValue:
    """What being designated takes, and how people of a place take part without it."""
    return render_template("pages/guides/corporations.html", documents=BUILT_IN, numbers=live_numbers())


@blueprint.get("/limits")
@allow(PUBLIC)
def limits() -> ResponseReturnValue:
    """What the service does not do."""
    return render_template("pages/guides/limits.html")
