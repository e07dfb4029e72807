"""The public register of support corporations."""

from itertools import groupby

from flask import Blueprint, render_template

from webapp.core.permissions import PUBLIC, allow
from webapp.corporations import queries

blueprint = Blueprint("corporations", __name__)


@blueprint.get("/corporations")
@allow(PUBLIC)
def index() -> str:
    """Who is designated, by municipality."""
    towns = [(place, list(rows)) for place, rows in groupby(queries.register(), key=lambda row: row[2])]
    return render_template("corporations/index.html", towns=towns)


@blueprint.get("/corporations/<corporation_id>")
@allow(PUBLIC)
def show(corporation_id: str) -> str:
    """One corporation with its designations, ended ones too."""
    corporation = queries.by_id(corporation_id)
    return render_template(
        "corporations/show.html", corporation=corporation, designations=queries.designations_of(corporation)
    )
