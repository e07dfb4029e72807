"""A person's side of the matching desk: what towns put on their page, and how to put it away."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.matches import seen
from webapp.matches.desk import actions, noted, queries
from webapp.matches.people.wording import Fact
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("suggested", __name__, url_prefix="/my/suggested")


@blueprint.get("")
@allow(Role.RESIDENT)
def index() -> str:
    """まちからのおすすめ: one of each town at most, with its reasons."""
    rows = queries.own_shown(current_actor())
    seen.note(noted.shown(rows))
    names = municipalities.by_codes({row.municipality_code for row, _listing, _batch in rows})
    shown = [
        {
            "row": row,
            "listing": listing,
            "batch": batch,
            "town": names[row.municipality_code].full_name,
            "reasons": [
                Fact.read(fact).to_person()
                for option in row.options
                if option["listing"] == listing.id
                for fact in option["facts"]
            ],
        }
        for row, listing, batch in rows
    ]
    return render_template("matches/desk/mine.html", shown=shown)


@blueprint.post("/<match_suggestion_id>/dismiss")
@allow(Role.RESIDENT)
def dismiss(match_suggestion_id: str) -> Response:
    """Put one away; the town learns nothing of who did."""
    actions.dismiss(queries.own_shown_for(current_actor(), match_suggestion_id), by=current_actor())
    flash(_("片づけました。"), "success")
    return redirect(url_for(".index"), 303)
