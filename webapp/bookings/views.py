"""What everybody sees of calendars, and a resident's own bookings: choosing a time, where it stands, taking it back."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.bookings import booking, queries
from webapp.bookings.entries import entry
from webapp.bookings.forms import wish_form
from webapp.bookings.models import BookingCalendar, BookingStatus
from webapp.bookings.moving.actions import may_move
from webapp.bookings.reminding import is_ahead
from webapp.bookings.slots import Slot, days_from, read_key, slot_at
from webapp.bookings.weeks import week_to_book
from webapp.bookings.wording import TONES, times
from webapp.core import ical, ratelimit
from webapp.core.actor import Role
from webapp.core.clock import in_tokyo, now, today
from webapp.core.database import session
from webapp.core.errors import RuleBroken
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.services import settings
from webapp.core.trail import history_of
from webapp.inquiries import emergency
from webapp.listings.models import Listing
from webapp.municipalities import queries as municipalities
from webapp.residents import queries as residents

blueprint = Blueprint("bookings", __name__)
PER_DAY, ONE_DAY = 40, timedelta(days=1)
_SENT = {
    BookingStatus.REQUESTED: lambda: _("申込みを送りました。返事が来たら、メールでお知らせします。"),
    BookingStatus.CONFIRMED: lambda: _("予約が決まりました。くわしいことをメールで送りました。"),
    BookingStatus.WAITING: lambda: _("キャンセル待ちに入りました。空きが出たら、メールでお知らせします。"),
}


@blueprint.get("/calendars/in/<code>")
@allow(PUBLIC)
def in_town(code: str) -> ResponseReturnValue:
    """Everything that can be booked in a town."""
    town = municipalities.by_code(code)
    return render_template("bookings/in_town.html", town=town, rows=queries.of_town(code))


@blueprint.get("/calendars/<booking_calendar_id>")
@allow(PUBLIC)
def calendar(booking_calendar_id: str) -> ResponseReturnValue:
    """A week of times, or five weeks of nights, with the places left."""
    actor = current_actor()
    found = queries.calendar_for(actor, booking_calendar_id)
    week = week_to_book(found, request.args.get("week", ""))
    return render_template(
        "bookings/calendar.html",
        calendar=found,
        week=week,
        days=days_from(found, week.first, week.days),
        today=today(),
        may_book=not actor.is_signed_in or actor.has(Role.RESIDENT),
        handles=actor.is_staff and queries.handles(actor, found),
        **_about(found),
    )


def _about(found: BookingCalendar) -> dict[str, Any]:
    listing = session().get(Listing, found.listing_id) if found.listing_id else None
    return {
        "listing": listing,
        "town": municipalities.by_code(found.municipality_code),
        "behind": queries.name_behind(found),
    }


@blueprint.route("/calendars/<booking_calendar_id>/book", methods=["GET", "POST"])
@allow(Role.RESIDENT)
def book(booking_calendar_id: str) -> ResponseReturnValue:
    """The chosen time, who comes, and the one button."""
    actor = current_actor()
    found = queries.calendar_for(actor, booking_calendar_id)
    starts = read_key(request.args.get("start", ""))
    slot = slot_at(found, starts) if starts else None
    if slot is None:
        return redirect(url_for(".calendar", booking_calendar_id=found.id), 303)
    is_hidden = bool(residents.confidential_among({actor.user_id or ""}))
    form = wish_form(found, name=actor.name, is_hidden=is_hidden, arrival=in_tokyo(slot.starts_at).date())
    if form.validate_on_submit():
        ratelimit.hit("booking", actor.user_id or "", limit=PER_DAY, per=ONE_DAY)
        try:
            wish = _wish(found, slot, form)
        except RuleBroken as refused:
            form.departure.errors = [refused.sentence]
        else:
            row = booking.book(found, wish, by=actor)
            flash(_SENT[row.status](), "success")
            return redirect(url_for(".show", booking_id=row.id), 303)
    page = render_template(
        "bookings/book.html",
        form=form,
        calendar=found,
        slot=slot,
        obstacle=booking.outside_offer(found, slot.starts_at, slot.ends_at) if not found.is_by_night else "",
        is_hidden=is_hidden,
        **_about(found),
    )
    return page, 422 if form.errors else 200


def _wish(found: BookingCalendar, slot: Slot, form: Any) -> booking.Wish:
    starts, ends = slot.starts_at, slot.ends_at
    if found.is_by_night:
        starts, ends = booking.stay(found, form.arrival.data, form.departure.data)
    return booking.Wish(
        starts_at=starts,
        ends_at=ends,
        people=form.people.data,
        shown_name=form.shown_name.data or "",
        message=form.message.data or "",
        shares_contact=bool(form.shares_contact.data) if "shares_contact" in form else False,
    )


@blueprint.get("/my/bookings")
@allow(Role.RESIDENT)
def mine() -> ResponseReturnValue:
    """What comes next, and what was."""
    rows = queries.own(current_actor())
    coming = [line for line in rows if line[0].is_still_open and line[0].ends_at > now()]
    return render_template(
        "bookings/mine.html",
        coming=coming[::-1],
        past=[line for line in rows if line not in coming],
        times={row.id: times(row, found) for row, found in rows},
        places=queries.places_of(rows),
        tones=TONES,
    )


@blueprint.get("/my/bookings/<booking_id>")
@allow(Role.RESIDENT)
def show(booking_id: str) -> ResponseReturnValue:
    """One booking: where it stands, what comes next."""
    row = queries.own_booking_for(current_actor(), booking_id)
    found = session().get_one(BookingCalendar, row.booking_calendar_id)
    return render_template(
        "bookings/show.html",
        row=row,
        calendar=found,
        time=times(row, found),
        tone=TONES.get(row.status, "neutral"),
        may_cancel=row.is_still_open and row.starts_at > now(),
        may_move=may_move(found, row),
        free_until=booking.free_until(found, row),
        reminds=row.status is BookingStatus.CONFIRMED and is_ahead(row),
        is_late=now() > booking.free_until(found, row),
        history=told(history_of(row)),
        emergency=emergency.contact_of(found.municipality_code),
        **_about(found),
    )


@blueprint.post("/my/bookings/<booking_id>/cancel")
@allow(Role.RESIDENT)
def cancel(booking_id: str) -> ResponseReturnValue:
    """Take it back."""
    row = queries.own_booking_for(current_actor(), booking_id, to_change=True)
    booking.cancel(row, by=current_actor())
    flash(_("予約を取り消しました。相手に伝わりました。"), "success")
    return redirect(url_for(".mine"), 303)


@blueprint.get("/my/bookings/<booking_id>/calendar.ics")
@allow(Role.RESIDENT)
def file(booking_id: str) -> ResponseReturnValue:
    """The time for one's own calendar; once it is off, the file says so."""
    row = queries.own_booking_for(current_actor(), booking_id)
    found = session().get_one(BookingCalendar, row.booking_calendar_id)
    address = settings().base_url + url_for(".show", booking_id=row.id)
    body = ical.calendar([entry(row, found, address)], name=found.title)
    headers = {
        "Content-Disposition": f'attachment; filename="futamachi-{row.reference}.ics"',
        "Cache-Control": "private, no-store",
    }
    return Response(body, content_type=ical.MIME, headers=headers)
