"""The organiser's desk: activities one may attest, their occasions, the screen, the poster, who came."""

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.activities import queries as activities
from webapp.activities.forms import OccasionForm, ReasonForm
from webapp.activities.occasions import actions, codes, drawing, queries
from webapp.activities.occasions.models import ActivityOccasion, OccasionStatus
from webapp.activities.records import queries as records
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import now, today
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.services import settings
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("activities_desk", __name__, url_prefix="/desk/activities")
ORGANISERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)
TONES = {"open": "success", "planned": "info", "cancelled": "error"}


@blueprint.get("")
@allow(*ORGANISERS)
def index() -> ResponseReturnValue:
    """What this person may attest, and in whose name."""
    rows = [
        (row, attester, sum(claim.decided_at is None for claim in records.claims_of(row)))
        for row, attester in activities.at_desk(current_actor())
    ]
    return render_template("activities/desk/index.html", rows=rows)


@blueprint.get("/<activity_id>")
@allow(*ORGANISERS)
def activity(activity_id: str) -> ResponseReturnValue:
    """One activity: its occasions, and what residents handed in themselves."""
    found, attester = activities.desk_activity_for(current_actor(), activity_id)
    claims = records.claims_of(found)
    return render_template(
        "activities/desk/activity.html",
        activity=found,
        attester=attester,
        town=municipalities.by_code(found.municipality_code),
        occasions=[(row, len(records.at_occasion(row.id))) for row in queries.of_activity(found)],
        claims=claims,
        names=records.names_of(claims),
        corporations=activities.attesters_of(found),
        is_town=current_actor().may_act_for(found.municipality_code),
        tones=TONES,
    )


@blueprint.route("/<activity_id>/occasions/new", methods=["GET", "POST"])
@allow(*ORGANISERS)
def plan(activity_id: str) -> ResponseReturnValue:
    """One more time and place."""
    found, _attester = activities.desk_activity_for(current_actor(), activity_id)
    form = OccasionForm(data={"day": today(), "minutes": found.minutes})
    if form.validate_on_submit():
        row = actions.plan(
            found,
            place=form.place.data or "",
            starts_at=form.moment(form.starts.data),
            ends_at=form.moment(form.ends.data),
            minutes=form.minutes.data,
            by=current_actor(),
        )
        flash(_("開催を決めました。当日に、この画面から受付を始めてください。"), "success")
        return _to(row)
    return render_template("activities/desk/plan.html", form=form, activity=found), 422 if form.errors else 200


@blueprint.get("/occasions/<activity_occasion_id>")
@allow(*ORGANISERS)
def occasion(activity_occasion_id: str) -> ResponseReturnValue:
    """Who came, what can be done now."""
    row, found, attester = queries.desk_occasion_for(current_actor(), activity_occasion_id)
    came = records.at_occasion(row.id)
    return render_template(
        "activities/desk/occasion.html",
        occasion=row,
        activity=found,
        attester=attester,
        came=came,
        names=records.names_of(came),
        waiting=sum(record.decided_at is None for record in came),
        tone=TONES.get(row.status.value, "neutral"),
    )


@blueprint.post("/occasions/<activity_occasion_id>/<any(open,close):move>")
@allow(*ORGANISERS)
def turn(activity_occasion_id: str, move: str) -> ResponseReturnValue:
    """Begin or end checking in."""
    row, found, _attester = queries.desk_occasion_for(current_actor(), activity_occasion_id, to_change=True)
    if move == "open":
        actions.open_check_in(row, found, by=current_actor())
        return redirect(url_for(".screen", activity_occasion_id=row.id), 303)
    actions.close_check_in(row, found, by=current_actor())
    flash(_("受付を終えました。確認待ちの人がいれば、下の表で証明してください。"), "success")
    return _to(row)


@blueprint.route("/occasions/<activity_occasion_id>/cancel", methods=["GET", "POST"])
@allow(*ORGANISERS)
def cancel(activity_occasion_id: str) -> ResponseReturnValue:
    """It does not take place."""
    is_post = request.method == "POST"
    row, found, _attester = queries.desk_occasion_for(current_actor(), activity_occasion_id, to_change=is_post)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.cancel(row, found, reason=form.reason.data or "", by=current_actor())
        flash(_("中止にしました。"), "success")
        return _to(row)
    page = render_template("activities/desk/cancel.html", form=form, occasion=row, activity=found)
    return page, 422 if form.errors else 200


@blueprint.get("/occasions/<activity_occasion_id>/screen")
@allow(*ORGANISERS)
def screen(activity_occasion_id: str) -> ResponseReturnValue:
    """The code for everybody to read, as large as the screen."""
    row, found, _attester = queries.desk_occasion_for(current_actor(), activity_occasion_id)
    if row.status is not OccasionStatus.OPEN:
        return _to(row)
    town = municipalities.by_code(row.municipality_code)
    return render_template("activities/desk/screen.html", occasion=row, activity=found, town=town, **_shown(row))


@blueprint.get("/occasions/<activity_occasion_id>/screen.json")
@allow(*ORGANISERS)
def screen_now(activity_occasion_id: str) -> ResponseReturnValue:
    """The same for the script that keeps the screen fresh."""
    row, _found, _attester = queries.desk_occasion_for(current_actor(), activity_occasion_id)
    if row.status is not OccasionStatus.OPEN:
        return jsonify(is_open=False)
    return jsonify(is_open=True, **_shown(row))


def _shown(row: ActivityOccasion) -> dict[str, Any]:
    moment = now()
    code = codes.code_at(row.id, moment)
    path = url_for("check_in.screen", activity_occasion_id=row.id, sign=code)
    came = len(records.at_occasion(row.id))
    return {
        "code": codes.shown(code),
        "svg": drawing.qr(f"{settings().base_url}{path}"),
        "left": codes.seconds_left(moment),
        "came": _("チェックイン %(n)s人", n=came),
    }


@blueprint.route("/occasions/<activity_occasion_id>/poster", methods=["GET", "POST"])
@allow(*ORGANISERS)
def poster(activity_occasion_id: str) -> ResponseReturnValue:
    """A page to print, with a code that stays; or a new code, because a poster went astray."""
    is_post = request.method == "POST"
    row, found, _attester = queries.desk_occasion_for(current_actor(), activity_occasion_id, to_change=is_post)
    if is_post:
        actions.renew_poster(row, found, by=current_actor())
        flash(_("掲示のQRを新しくしました。前に印刷したものは使えません。"), "success")
        return redirect(url_for(".poster", activity_occasion_id=row.id), 303)
    address = f"{settings().base_url}{url_for('check_in.poster', poster=row.poster_code)}"
    town = municipalities.by_code(row.municipality_code)
    return render_template(
        "activities/desk/poster.html", occasion=row, activity=found, town=town, svg=drawing.qr(address), address=address
    )


def _to(row: ActivityOccasion) -> ResponseReturnValue:
    return redirect(url_for(".occasion", activity_occasion_id=row.id), 303)
