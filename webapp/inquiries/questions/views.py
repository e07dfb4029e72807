"""Public questions on a listing's page: ask, and take back."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.inquiries.questions import actions, queries
from webapp.inquiries.questions.forms import AskForm
from webapp.inquiries.secrecy import veil_for
from webapp.listings import queries as listings

blueprint = Blueprint("questions", __name__)


@blueprint.route("/listings/<listing_id>/questions/new", methods=["GET", "POST"])
@allow(SIGNED_IN)
def ask(listing_id: str) -> ResponseReturnValue:
    """Ask for everybody to read."""
    listing = listings.by_id(listing_id)
    if not listing.is_public:
        raise NotThere
    form, actor = AskForm(), current_actor()
    if form.validate_on_submit():
        actions.ask(listing, form.text.data, by=actor)
        flash(_("質問を送りました。答えがつくと、質問と答えがこのページに公開されます。"), "success")
        return redirect(url_for("listings.show", listing_id=listing.id), 303)
    page = render_template(
        "inquiries/questions/ask.html", form=form, listing=listing, is_secret=veil_for(actor).is_needed
    )
    return page, 422 if form.errors else 200


@blueprint.post("/my/questions/<question_id>/take-back")
@allow(SIGNED_IN)
def take_back(question_id: str) -> ResponseReturnValue:
    """Take one's own question back."""
    question = queries.own_question_for(current_actor(), question_id)
    actions.take_back(question, by=current_actor())
    flash(_("質問を取り下げました。"), "success")
    return redirect(url_for("listings.show", listing_id=question.listing_id), 303)
