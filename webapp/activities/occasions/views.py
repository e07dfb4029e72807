"""Checking in with a phone: the address in the QR code, the code typed by hand, the word before it counts."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.activities.forms import CodeForm
from webapp.activities.occasions import checking_in, codes, queries
from webapp.activities.occasions.codes import Ticket
from webapp.core import ratelimit
from webapp.core.actor import Role
from webapp.core.clock import now
from webapp.core.errors import RuleBroken
from webapp.core.forms import Form
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.security import remote_address
from webapp.core.services import settings
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("check_in", __name__)
TICKET = "futamachi_check_in"
_CONFIRM = "/my/activities/check-in"


@blueprint.get("/check-in/<activity_occasion_id>/<sign>")
@allow(PUBLIC)
def screen(activity_occasion_id: str, sign: str) -> ResponseReturnValue:
    """What the QR code on the organiser's screen leads to; who is signed out signs in on the way."""
    _limit()
    try:
        return _with_ticket(checking_in.read_screen(activity_occasion_id, sign))
    except RuleBroken as refused:
        return _refused(refused)


@blueprint.get("/check-in/p/<poster>")
@allow(PUBLIC)
def poster(poster: str) -> ResponseReturnValue:
    """What the QR code on a printed poster leads to."""
    _limit()
    try:
        return _with_ticket(checking_in.read_poster(poster))
    except RuleBroken as refused:
        return _refused(refused)


@blueprint.route("/check-in", methods=["GET", "POST"])
@allow(Role.RESIDENT)
def by_hand() -> ResponseReturnValue:
    """For a phone whose camera does not read the code."""
    form = CodeForm()
    if not form.validate_on_submit():
        return render_template("activities/check_in/by_hand.html", form=form), 422 if form.errors else 200
    _limit()
    try:
        return _with_ticket(checking_in.read_typed(form.typed.data or ""))
    except RuleBroken as refused:
        form.typed.errors = [refused.sentence]
        return render_template("activities/check_in/by_hand.html", form=form), 409


@blueprint.route(_CONFIRM, methods=["GET", "POST"])
@allow(Role.RESIDENT)
def confirm() -> ResponseReturnValue:
    """Who will learn what, and the one button."""
    ticket, form = codes.unseal(request.cookies.get(TICKET)), Form()
    found = queries.by_id(ticket.occasion_id) if ticket else None
    if ticket is None or found is None:
        return redirect(url_for(".by_hand"), 303)
    if form.validate_on_submit():
        record = checking_in.check_in(ticket, by=current_actor())
        response = redirect(url_for("my_activities.record", activity_record_id=record.id, arrived=1), 303)
        response.delete_cookie(TICKET, path=_CONFIRM)
        return response
    occasion, activity = found
    return render_template(
        "activities/check_in/confirm.html",
        form=form,
        occasion=occasion,
        activity=activity,
        town=municipalities.by_code(occasion.municipality_code),
        obstacle=checking_in.obstacle(occasion, activity, ticket.read_at),
        waits=not checking_in.counts_at_once(occasion, activity, ticket, current_actor()),
        known=checking_in.is_there(occasion, current_actor()),
    )


def _with_ticket(ticket: Ticket) -> ResponseReturnValue:
    """Keep in the browser that the code was good, because signing in may take longer than the code lasts."""
    response = make_response(redirect(url_for(".confirm"), 303))
    response.set_cookie(
        TICKET,
        codes.seal(ticket),
        max_age=int(codes.TICKET_LASTS.total_seconds()),
        path=_CONFIRM,
        httponly=True,
        samesite="Lax",
        secure=settings().base_url.startswith("https://"),
    )
    return response


def _refused(refused: RuleBroken) -> ResponseReturnValue:
    return render_template("activities/check_in/refused.html", sentence=refused.sentence, at=now()), 409


def _limit() -> None:
    """A hall shares one address; a guesser needs a million million tries."""
    who = current_actor().user_id or remote_address()
    ratelimit.hit("check-in", who, limit=600, per=codes.TICKET_LASTS)
