"""Saying afterwards how it was: the person who took part, and the place that took them in."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.listings import handling
from webapp.listings import queries as listings
from webapp.participations import queries as participations
from webapp.participations.feedback import actions, queries
from webapp.participations.feedback.models import Side
from webapp.participations.forms import FeedbackForm
from webapp.participations.models import Participation, ParticipationStatus

blueprint = Blueprint("participation_feedback", __name__)
MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)


@blueprint.route("/my/participations/<participation_id>/feedback", methods=["GET", "POST"])
@allow(Role.RESIDENT)
def mine(participation_id: str) -> ResponseReturnValue:
    """A person's word on how it was."""
    is_post = request.method == "POST"
    row = participations.own_participation_for(current_actor(), participation_id, to_change=is_post)
    back = url_for("participations.show", participation_id=row.id)
    return _page(row, Side.PERSON, FeedbackForm(), back, behind=handling.name_behind(listings.by_id(row.listing_id)))


@blueprint.route("/desk/participations/people/<participation_id>/feedback", methods=["GET", "POST"])
@allow(*MAKERS)
def place(participation_id: str) -> ResponseReturnValue:
    """A place's word on the person: only that person reads it."""
    is_post = request.method == "POST"
    row, _listing = participations.desk_participation_for(current_actor(), participation_id, to_change=is_post)
    form = FeedbackForm()
    form.again.label.text = _("また来てほしいですか")
    form.text.label.text = _("本人に伝える感想")
    back = url_for("participations_desk.person", participation_id=row.id)
    return _page(row, Side.PLACE, form, back, behind=participations.names_of([row])[row.id])


def _page(row: Participation, side: Side, form: Any, back: str, *, behind: str) -> ResponseReturnValue:
    if form.validate_on_submit():
        actions.write(
            row,
            side,
            again=form.again.data == "yes",
            text=form.text.data or "",
            confidential=form.confidential.data or "",
            by=current_actor(),
        )
        flash(_("感想を送りました。ありがとうございました。"), "success")
        return redirect(back, 303)
    page = render_template(
        "participations/feedback/write.html",
        form=form,
        row=row,
        listing=listings.by_id(row.listing_id),
        is_place=side is Side.PLACE,
        may=row.status is ParticipationStatus.DONE and queries.of_side(row.id, side) is None,
        back=back,
        behind=behind,
    )
    return page, 422 if form.errors else 200
