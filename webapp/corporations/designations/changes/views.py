"""The corporation's side of changes: notify one to every town that designates it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.clock import today
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import queries as corporations
from webapp.corporations.designations import queries as designations
from webapp.corporations.designations.changes import actions
from webapp.corporations.designations.changes.forms import ChangeForm

blueprint = Blueprint("designation_changes", __name__, url_prefix="/my/designations")


@blueprint.route("/<designation_id>/change", methods=["GET", "POST"])
@allow(Role.CORPORATION)
def notify(designation_id: str) -> ResponseReturnValue:
    """What will change, and from when."""
    row = designations.standing_for(current_actor(), designation_id)
    corporation = corporations.by_id(row.corporation_id or "")
    form = ChangeForm(data={name: getattr(corporation, name) for name in actions.NOTIFIED})
    if not form.validate_on_submit():
        values = {
            "row": row,
            "form": form,
            "corporation": corporation,
            "towns": corporations.designating_towns(corporation.id),
        }
        return render_template("corporations/designations/change.html", **values), 422 if form.is_submitted() else 200
    changed = {name: form[name].data or "" for name in actions.NOTIFIED}
    told = actions.notify(corporation, changed, effective_on=form.effective_on.data or today(), by=current_actor())
    flash(_("変更を%(count)s市町村に届け出ました。", count=len(told)), "success")
    return redirect(url_for("designations.show", designation_id=row.id), 303)
