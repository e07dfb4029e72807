"""The page of all explained words, and what pop-outs on every page need."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from webapp.core.freshness import revisited
from webapp.core.glossary import GROUPS, anchor_of, term_of
from webapp.core.permissions import PUBLIC, allow

blueprint = Blueprint("glossary", __name__)
blueprint.add_app_template_global(term_of, "term_of")
blueprint.add_app_template_global(anchor_of, "anchor_of")


@blueprint.get("/glossary")
@allow(PUBLIC)
@revisited
def index() -> ResponseReturnValue:
    """Words of laws and offices in plain words."""
    return render_template("pages/guides/glossary.html", groups=GROUPS)
