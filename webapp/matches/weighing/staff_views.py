"""Town administrators weigh what counts when people are looked for, and try it before they decide."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.listings.models import Listing
from webapp.matches.people.queries import listings_for
from webapp.matches.weighing import actions, queries
from webapp.matches.weighing.fields import FIELDS, MOST
from webapp.matches.weighing.forms import WeightsForm
from webapp.matches.weighing.trying import tried
from webapp.municipalities.staff_views import administered

blueprint = Blueprint("candidate_weights", __name__, url_prefix="/staff/candidate-weights")


@blueprint.route("", methods=["GET", "POST"])
@blueprint.route("/<code>", methods=["GET", "POST"])
@allow(Role.MUNICIPALITY_ADMIN)
def index(code: str | None = None) -> ResponseReturnValue:
    """The points of now; try others on a listing, decide them with a reason."""
    town, towns = administered(code)
    listings = [row for row in listings_for(current_actor()) if row.municipality_code == town.code]
    present, held = queries.present(town.code), queries.weights_of(town.code)
    form = WeightsForm(data=queries.shown(present))
    form.listing.choices = options((row.id, row.title) for row in listings)
    is_valid = form.validate_on_submit()
    if is_valid and not form.preview.data:
        actions.decide(town.code, form.points, by=current_actor(), reason=form.reason.data or "")
        flash(_("合う人の並べ方を変えました。これからの候補に使います。"), "success")
        return redirect(url_for(".index", code=town.code), 303)
    chosen = _chosen(listings, form) if is_valid else None
    page = render_template(
        "matches/weighing/index.html",
        town=town,
        towns=towns,
        form=form,
        names=list(FIELDS),
        most=MOST,
        is_own=bool(present),
        history=queries.history(town.code),
        listing=chosen,
        places=tried(current_actor(), chosen, held, queries.with_points(form.points)) if chosen else [],
    )
    return page, 422 if form.is_submitted() and not is_valid else 200


@blueprint.post("/<code>/reset")
@allow(Role.MUNICIPALITY_ADMIN)
def reset(code: str) -> ResponseReturnValue:
    """Back to what counts for everybody."""
    town, _towns = administered(code)
    actions.reset(town.code, by=current_actor())
    flash(_("標準の並べ方に戻しました。"), "success")
    return redirect(url_for(".index", code=town.code), 303)


def _chosen(listings: list[Listing], form: WeightsForm) -> Listing | None:
    return next((row for row in listings if row.id == form.listing.data), None)
