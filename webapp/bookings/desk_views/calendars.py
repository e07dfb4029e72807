"""Calendars of who takes bookings: setting one up, its week, its hours and rules, its days off."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.bookings import keeping, queries
from webapp.bookings.desk_views.blueprint import MAKERS, blueprint
from webapp.bookings.forms import ClosureForm, StartForm, calendar_form
from webapp.bookings.hours import closures_of
from webapp.bookings.models import BookingCalendar, BookingUse
from webapp.bookings.slots import days_from
from webapp.bookings.weeks import week_at_desk
from webapp.bookings.wording import TONES, times
from webapp.core.actor import Role
from webapp.core.errors import NotThere
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations import queries as corporations
from webapp.listings import handling
from webapp.listings import queries as listings
from webapp.listings.kinds import kind_of
from webapp.municipalities import queries as municipalities


@blueprint.route("/new", methods=["GET", "POST"])
@allow(*MAKERS)
def start() -> ResponseReturnValue:
    """What is to be booked: something at a listing, or somebody's time."""
    form = StartForm()
    choices = _choices()
    form.what.choices = options([("", _("選んでください")), *choices])
    if form.validate_on_submit():
        return redirect(url_for(".new", what=form.what.data), 303)
    page = render_template("bookings/desk/start.html", form=form, has_choices=bool(choices))
    return page, 422 if form.errors else 200


def _choices() -> list[tuple[str, str]]:
    """(use:where, words) of everything this person may open a calendar for."""
    actor = current_actor()
    towns = municipalities.by_codes([*actor.municipalities, *actor.organisations(Role.HUB)]).values()
    talk = BookingUse.CONSULTATION
    found = [(f"{talk.value}:{town.code}:", f"{talk.label} — {town.full_name}") for town in towns]
    for corporation in corporations.of_actor(actor):
        for town in corporations.designating_towns(corporation.id):
            words = f"{talk.label} — {corporation.name}（{town.full_name}）"
            found.append((f"{talk.value}:{town.code}:{corporation.id}", words))
    for listing in handling.handled_by(actor):
        uses = kind_of(listing.kind).bookable if listing.is_offered else ()
        found += [(f"{use.value}::{listing.id}", f"{BookingUse(use.value).label} — {listing.title}") for use in uses]
    return found


@blueprint.route("/new/<what>", methods=["GET", "POST"])
@allow(*MAKERS)
def new(what: str) -> ResponseReturnValue:
    """Hours and rules of a new calendar."""
    words = dict(_choices()).get(what)
    if words is None:
        raise NotThere
    use, code, ident = what.split(":")
    form = calendar_form(BookingUse(use))
    if form.validate_on_submit():
        row = _made(BookingUse(use), code, ident, form.values())
        flash(_("予約の窓口をつくりました。掲載の画面から予約できます。"), "success")
        return redirect(url_for(".calendar", booking_calendar_id=row.id), 303)
    page = render_template("bookings/desk/edit.html", form=form, calendar=None, kicker=words)
    return page, 422 if form.errors else 200


def _made(use: BookingUse, code: str, ident: str, values: dict[str, Any]) -> BookingCalendar:
    if use is BookingUse.CONSULTATION:
        return keeping.open_for_talks(code, ident or None, values, by=current_actor())
    return keeping.open_for_listing(listings.by_id(ident), {**values, "use": use}, by=current_actor())


@blueprint.get("/calendars/<booking_calendar_id>")
@allow(*MAKERS)
def calendar(booking_calendar_id: str) -> ResponseReturnValue:
    """A week of one calendar, who comes, and its days off."""
    found = queries.desk_calendar_for(current_actor(), booking_calendar_id)
    return _calendar_page(found, ClosureForm(formdata=None)), 200


def _calendar_page(found: BookingCalendar, form: ClosureForm) -> str:
    week = week_at_desk(found, request.args.get("week", ""))
    lines = queries.on_day([found], week.first, week.days)
    return render_template(
        "bookings/desk/calendar.html",
        calendar=found,
        week=week,
        days=days_from(found, week.first, week.days),
        lines=lines,
        names=queries.names_of([row for row, _calendar in lines]),
        times={row.id: times(row, found) for row, _calendar in lines},
        tones=TONES,
        closures=closures_of(found),
        form=form,
        is_public=queries.is_public(found),
    )


@blueprint.route("/calendars/<booking_calendar_id>/edit", methods=["GET", "POST"])
@allow(*MAKERS)
def edit(booking_calendar_id: str) -> ResponseReturnValue:
    """Other hours or rules; what is booked stays."""
    found = queries.desk_calendar_for(current_actor(), booking_calendar_id)
    form = calendar_form(found.use, found)
    if form.validate_on_submit():
        keeping.revise(found, form.values(), by=current_actor())
        flash(_("窓口を直しました。入っている予約はそのままです。"), "success")
        return redirect(url_for(".calendar", booking_calendar_id=found.id), 303)
    page = render_template("bookings/desk/edit.html", form=form, calendar=found, kicker=found.use.label)
    return page, 422 if form.errors else 200


@blueprint.post("/calendars/<booking_calendar_id>/closures")
@allow(*MAKERS)
def close(booking_calendar_id: str) -> ResponseReturnValue:
    """Close days; whoever had booked then is told."""
    found = queries.desk_calendar_for(current_actor(), booking_calendar_id)
    form = ClosureForm()
    if not form.validate_on_submit() or form.first.data is None or form.last.data is None:
        return _calendar_page(found, form), 422
    reason = form.reason.data or ""
    told_to = keeping.close_days(found, form.first.data, form.last.data, reason=reason, by=current_actor())
    flash(_("休みにしました。予約していた%(n)s件に知らせました。", n=told_to), "success")
    return redirect(url_for(".calendar", booking_calendar_id=found.id), 303)


@blueprint.post("/closures/<booking_closure_id>/remove")
@allow(*MAKERS)
def reopen(booking_closure_id: str) -> ResponseReturnValue:
    """Open the days again."""
    closure, found = queries.desk_closure_for(current_actor(), booking_closure_id)
    keeping.open_days(closure, found, by=current_actor())
    flash(_("休みを取りやめました。中止にした予約は元に戻りません。"), "success")
    return redirect(url_for(".calendar", booking_calendar_id=found.id), 303)
