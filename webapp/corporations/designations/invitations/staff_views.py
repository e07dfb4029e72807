"""The town's side of invitations: whom it asked, ask one more, take one back."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import ratelimit
from webapp.core.actor import TOWN_ROLES
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations.designations.invitations import actions, queries
from webapp.corporations.designations.invitations.forms import InviteForm
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("designation_invitations_staff", __name__, url_prefix="/staff/designations/invitations")
A_DAY = timedelta(days=1)


@blueprint.route("", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def index() -> ResponseReturnValue:
    """Whom the town asked; ask one more."""
    actor, form = current_actor(), InviteForm()
    towns = municipalities.by_codes(list(actor.municipalities))
    form.place.choices = options((code, town.full_name) for code, town in sorted(towns.items()))
    if not form.validate_on_submit():
        values = {"invitations": queries.invited_by(actor), "towns": towns, "form": form}
        page = render_template("corporations/designations/staff/invitations.html", **values)
        return page, 422 if form.is_submitted() else 200
    ratelimit.hit("designation-invitation", actor.user_id or "", limit=30, per=A_DAY)
    actions.invite(
        form.place.data,
        form.number.data or "",
        name=form.name.data or "",
        email=form.email.data or "",
        note=form.note.data or "",
        by=actor,
    )
    flash(_("「%(name)s」に呼びかけました。", name=form.name.data), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<designation_invitation_id>/withdraw")
@allow(*TOWN_ROLES)
def withdraw(designation_invitation_id: str) -> ResponseReturnValue:
    """Take it back."""
    actions.withdraw(queries.invitation_for(current_actor(), designation_invitation_id), by=current_actor())
    flash(_("呼びかけを取りやめました。"), "success")
    return redirect(url_for(".index"), 303)
