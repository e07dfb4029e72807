"""The screens of another time: the calendar again, then one button."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.bookings import booking, queries
from webapp.bookings.models import Booking, BookingCalendar
from webapp.bookings.moving import actions
from webapp.bookings.moving.forms import StayForm
from webapp.bookings.slots import Slot, days_from, read_key, slot_at
from webapp.bookings.weeks import week_to_book
from webapp.bookings.wording import times
from webapp.core.actor import Role
from webapp.core.clock import in_tokyo, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.forms import ButtonForm
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor

blueprint = Blueprint("booking_moves", __name__)


@blueprint.route("/my/bookings/<booking_id>/move", methods=["GET", "POST"])
@allow(Role.RESIDENT)
def move(booking_id: str) -> ResponseReturnValue:
    """Choose, then confirm."""
    row = queries.own_booking_for(current_actor(), booking_id, to_change=request.method == "POST")
    found = session().get_one(BookingCalendar, row.booking_calendar_id)
    starts = read_key(request.args.get("start", ""))
    slot = slot_at(found, starts) if starts else None
    if slot is None or not actions.may_move(found, row):
        return _choice(row, found)
    form: Any = StayForm(data=_stay_of(row, slot)) if found.is_by_night else ButtonForm()
    if form.validate_on_submit():
        try:
            actions.move(row, *_times(found, slot, form), by=current_actor())
        except RuleBroken as refused:
            if "departure" not in form:
                raise
            form.departure.errors = [refused.sentence]
        else:
            flash(_("日時を変えました。相手に伝わりました。"), "success")
            return redirect(url_for("bookings.show", booking_id=row.id), 303)
    page = render_template(
        "bookings/move.html", row=row, calendar=found, slot=slot, form=form, before=times(row, found)
    )
    return page, 422 if form.errors else 200


def _choice(row: Booking, found: BookingCalendar) -> str:
    week = week_to_book(found, request.args.get("week", ""))
    return render_template(
        "bookings/move.html",
        row=row,
        calendar=found,
        slot=None,
        may_move=actions.may_move(found, row),
        week=week,
        days=days_from(found, week.first, week.days),
        today=today(),
        before=times(row, found),
    )


def _stay_of(row: Booking, slot: Slot) -> dict[str, Any]:
    """As many nights as before."""
    nights = in_tokyo(row.ends_at).date() - in_tokyo(row.starts_at).date()
    arrival = in_tokyo(slot.starts_at).date()
    return {"arrival": arrival, "departure": arrival + nights}


def _times(found: BookingCalendar, slot: Slot, form: Any) -> tuple[datetime, datetime]:
    if found.is_by_night:
        return booking.stay(found, form.arrival.data, form.departure.data)
    return slot.starts_at, slot.ends_at
