"""The page behind a letter's link: does it still hold? Reading it changes nothing, one click answers."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.links import hash_token
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow
from webapp.listings import queries as listings
from webapp.listings.life import actions, queries
from webapp.listings.models import ListingStatus
from webapp.listings.views.blueprint import blueprint
from webapp.municipalities import queries as municipalities

_ANSWERS = {"yes": True, "no": False}


@blueprint.get("/listings/confirm/<token>")
@allow(PUBLIC)
def confirm(token: str) -> str:
    """What is asked, and the two answers."""
    row = queries.by_token(hash_token(token))
    listing = listings.by_id(row.listing_id)
    return render_template(
        "listings/confirm.html",
        row=row,
        listing=listing,
        place=municipalities.by_code(listing.municipality_code),
        can_answer=listing.is_offered or listing.status is ListingStatus.STALE,
        token=token,
    )


@blueprint.post("/listings/confirm/<token>")
@allow(PUBLIC)
def answer_confirm(token: str) -> Response:
    """The answer, once."""
    row = queries.by_token(hash_token(token))
    still_holds = _ANSWERS.get(request.form.get("answer", ""))
    if still_holds is None:
        raise RuleBroken(_("「まだ募集しています」か「もう募集していません」を選んでください。"))
    actions.answer(row, still_holds=still_holds)
    return redirect(url_for("listings.confirm", token=token), 303)
