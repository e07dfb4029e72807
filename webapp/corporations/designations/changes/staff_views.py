"""The town's side of changes: note one."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import TOWN_ROLES
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations.designations.changes import actions, queries

blueprint = Blueprint("designation_changes_staff", __name__, url_prefix="/staff/designations/changes")


@blueprint.post("/<designation_change_id>/note")
@allow(*TOWN_ROLES)
def note(designation_change_id: str) -> ResponseReturnValue:
    """The town has looked at it."""
    change = queries.change_for(current_actor(), designation_change_id)
    actions.note(change, by=current_actor())
    flash(_("届出を確かめました。変更の公示の文を作ったので、公示してください。"), "success")
    return redirect(url_for("designations_staff.review", designation_id=change.designation_id), 303)
