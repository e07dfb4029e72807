"""The attesters' screens: many at once with a second look, one with its evidence, refusing, revoking."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.activities import queries as activities
from webapp.activities.forms import ReasonForm
from webapp.activities.occasions.desk_views import ORGANISERS
from webapp.activities.records import actions, queries
from webapp.activities.records.models import ActivityRecord, RecordStatus
from webapp.activities.records.views import TONES
from webapp.activities.wording import duration
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.security import local_path
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("activity_records_desk", __name__, url_prefix="/desk/activities")
MOST_AT_ONCE = 500


@blueprint.post("/<activity_id>/attest")
@allow(*ORGANISERS)
def attest(activity_id: str) -> ResponseReturnValue:
    """First the names once more, then all of them or none."""
    actor = current_actor()
    activity, attester = activities.desk_activity_for(actor, activity_id)
    chosen = _chosen(activity_id)
    back = local_path(request.form.get("back"), url_for("activities_desk.activity", activity_id=activity.id))
    if not chosen:
        flash(_("だれも選ばれていません。証明する人を選んでください。"), "error")
        return redirect(back, 303)
    if "confirmed" in request.form:
        count = actions.attest(chosen, activity, by=actor)
        flash(_("%(n)s人の参加を証明しました。", n=count), "success")
        return redirect(back, 303)
    names = queries.names_of(chosen)
    return render_template(
        "activities/desk/second_look.html", chosen=chosen, names=names, activity=activity, attester=attester, back=back
    )


def _chosen(activity_id: str) -> list[ActivityRecord]:
    """Those that still wait, locked in the order of their ids; somebody else's are not there."""
    ids = sorted(set(request.form.getlist("records")))[:MOST_AT_ONCE]
    found = [queries.desk_record_for(current_actor(), one, to_change=True)[0] for one in ids]
    if any(row.activity_id != activity_id for row in found):
        raise NotThere
    return [row for row in found if row.status is RecordStatus.CLAIMED]


@blueprint.get("/records/<activity_record_id>")
@allow(*ORGANISERS)
def record(activity_record_id: str) -> ResponseReturnValue:
    """One record with its evidence, and what can be done."""
    row, activity, attester = queries.desk_record_for(current_actor(), activity_record_id)
    return render_template(
        "activities/desk/record.html",
        record=row,
        activity=activity,
        attester=attester,
        name=queries.names_of([row])[row.id],
        files=queries.evidence_of(row),
        tone=TONES.get(row.status.value, "neutral"),
        took=duration(row.minutes),
        is_own=row.user_id == current_actor().user_id,
        town=municipalities.by_code(row.municipality_code),
    )


@blueprint.route("/records/<activity_record_id>/<any(refuse,revoke):move>", methods=["GET", "POST"])
@allow(*ORGANISERS)
def answer(activity_record_id: str, move: str) -> ResponseReturnValue:
    """Say no, or take a yes back, with the reason that the person reads."""
    is_post = request.method == "POST"
    row, activity, _attester = queries.desk_record_for(current_actor(), activity_record_id, to_change=is_post)
    form = ReasonForm()
    if form.validate_on_submit():
        act: Any = actions.refuse if move == "refuse" else actions.revoke
        act(row, activity, reason=form.reason.data or "", by=current_actor())
        flash(_("理由とともに、本人に知らせました。"), "success")
        return redirect(url_for(".record", activity_record_id=row.id), 303)
    page = render_template(
        "activities/desk/answer.html", form=form, record=row, activity=activity, move=move,
        name=queries.names_of([row])[row.id],
    )  # fmt: skip
    return page, 422 if form.errors else 200
