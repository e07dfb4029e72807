"""What is booked on a day, and what happens to one booking."""

from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.bookings import actions, queries
from webapp.bookings.desk_views.blueprint import MAKERS, blueprint
from webapp.bookings.forms import DayForm, ReasonForm
from webapp.bookings.models import BOOKING
from webapp.bookings.wording import TONES, times
from webapp.core.clock import now, today
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of

_DONE = {
    "confirm": lambda: _("予約を受け、本人に知らせました。"),
    "note_done": lambda: _("利用したと記録しました。"),
    "note_absent": lambda: _("連絡なく不在と記録しました。"),
}


@blueprint.get("")
@allow(*MAKERS)
def index() -> ResponseReturnValue:
    """One day across all calendars, what waits for an answer, and the calendars."""
    asked = DayForm(request.args)
    day = (asked.on.data if asked.validate() else None) or today()
    calendars = queries.desk_calendars(current_actor())
    lines, waiting = queries.on_day(calendars, day), queries.unanswered(calendars)
    following = queries.after_day(calendars, day)
    shown = [*lines, *waiting, *following]
    return render_template(
        "bookings/desk/index.html",
        form=DayForm(formdata=None, data={"on": day}),
        day=day,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        lines=lines,
        waiting=waiting,
        following=following,
        names=queries.names_of([row for row, _calendar in shown]),
        times={row.id: times(row, calendar) for row, calendar in shown},
        calendars=calendars,
        tones=TONES,
    )


@blueprint.get("/<booking_id>")
@allow(*MAKERS)
def booking(booking_id: str) -> ResponseReturnValue:
    """One booking: who, when, what can be done now."""
    actor = current_actor()
    row, calendar = queries.desk_booking_for(actor, booking_id)
    return render_template(
        "bookings/desk/booking.html",
        row=row,
        calendar=calendar,
        name=queries.names_of([row])[row.id],
        email=queries.address_of(row),
        time=times(row, calendar),
        tone=TONES.get(row.status, "neutral"),
        moves={move.name for move in BOOKING.open_moves(row, by=actor)},
        has_come=row.starts_at <= now(),
        history=told(history_of(row)),
    )


@blueprint.post("/<booking_id>/<any(confirm,note_done,note_absent):move>")
@allow(*MAKERS)
def decide(booking_id: str, move: str) -> ResponseReturnValue:
    """Everything that needs no reason."""
    actor = current_actor()
    row, _calendar = queries.desk_booking_for(actor, booking_id, to_change=True)
    if move == "confirm":
        actions.confirm(row, by=actor)
    else:
        actions.note(row, move, by=actor)
    flash(_DONE[move](), "success")
    return redirect(url_for(".booking", booking_id=row.id), 303)


@blueprint.route("/<booking_id>/<any(decline,call_off):move>", methods=["GET", "POST"])
@allow(*MAKERS)
def refuse(booking_id: str, move: str) -> ResponseReturnValue:
    """No, or not after all: the person reads the reason."""
    is_post = request.method == "POST"
    row, calendar = queries.desk_booking_for(current_actor(), booking_id, to_change=is_post)
    form = ReasonForm()
    if form.validate_on_submit():
        act = actions.decline if move == "decline" else actions.call_off
        act(row, reason=form.reason.data or "", by=current_actor())
        flash(_("理由を本人に知らせました。"), "success")
        return redirect(url_for(".booking", booking_id=row.id), 303)
    name, when = queries.names_of([row])[row.id], times(row, calendar)
    page = render_template(
        "bookings/desk/refuse.html", form=form, row=row, name=name, time=when, move=BOOKING.moves[move].label
    )
    return page, 422 if form.errors else 200
