"""What people told the town's staff alone, and what was done about it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.participations.feedback import actions, queries
from webapp.participations.forms import HandledForm, ReasonForm

blueprint = Blueprint("feedback_staff", __name__, url_prefix="/staff/feedback")


@blueprint.get("")
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """What waits, and what was handled."""
    return render_template("participations/feedback/staff_index.html", rows=queries.to_staff(current_actor()))


@blueprint.route("/<participation_feedback_id>", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def show(participation_feedback_id: str) -> ResponseReturnValue:
    """One voice, and the note of what was done."""
    said, listing = queries.staff_feedback_for(current_actor(), participation_feedback_id)
    form = HandledForm()
    if form.validate_on_submit():
        actions.handle(said, note=form.note.data or "", by=current_actor())
        flash(_("対応を記録しました。"), "success")
        return redirect(url_for(".index"), 303)
    page = render_template(
        "participations/feedback/staff_show.html",
        form=form,
        hiding=ReasonForm(formdata=None),
        said=said,
        listing=listing,
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<participation_feedback_id>/hide")
@allow(*TOWN_ROLES)
def hide(participation_feedback_id: str) -> ResponseReturnValue:
    """Take the public part from view."""
    said, listing = queries.staff_feedback_for(current_actor(), participation_feedback_id)
    form = ReasonForm()
    if not form.validate_on_submit():
        page = render_template(
            "participations/feedback/staff_show.html",
            form=HandledForm(formdata=None),
            hiding=form,
            said=said,
            listing=listing,
        )
        return page, 422
    actions.hide(said, reason=form.reason.data or "", by=current_actor())
    flash(_("公開の感想を見えなくしました。"), "success")
    return redirect(url_for(".show", participation_feedback_id=said.id), 303)
