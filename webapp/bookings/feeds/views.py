"""The private calendar address: making one, and what a calendar program finds there."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.bookings import queries
from webapp.bookings.entries import entry
from webapp.bookings.feeds import actions
from webapp.core import ical, ratelimit
from webapp.core.actor import Actor, Role
from webapp.core.clock import now
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.i18n import in_language
from webapp.core.ical import Appointment
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.security import remote_address
from webapp.core.services import services, settings

blueprint = Blueprint("calendar_feed", __name__)
#: under this name the running app keeps what higher features put into a person's calendar
APPOINTMENTS = "calendar_appointments"
Lender = Callable[[Actor], Iterable[Appointment]]
_BACK = timedelta(days=90)


@blueprint.route("/my/calendar", methods=["GET", "POST"])
@allow(Role.RESIDENT)
def mine() -> ResponseReturnValue:
    """What the address is good for; making, replacing and removing it. The address itself is shown once."""
    actor = current_actor()
    if request.method == "POST":
        if request.form.get("do") == "remove":
            actions.remove(by=actor)
            flash(_("専用アドレスを消しました。カレンダーには、もう届きません。"), "success")
            return redirect(url_for(".mine"), 303)
        token = actions.make(by=actor)
        address = settings().base_url + url_for(".feed", token=token)
        return render_template("bookings/feed.html", feed=actions.feed_of(actor), address=address)
    return render_template("bookings/feed.html", feed=actions.feed_of(actor), address="")


@blueprint.get("/calendar/<token>.ics")
@allow(PUBLIC)
def feed(token: str) -> ResponseReturnValue:
    """Everything the owner of this address has planned."""
    ratelimit.hit("calendar-feed", remote_address(), limit=600, per=timedelta(hours=1))
    person = accounts.user(actions.owner_of(token))
    if not person.is_active:
        raise NotThere
    actor = accounts.actor_of(person)
    with in_language(person.locale):
        found = [*_booked(actor), *(one for lend in services().extras.get(APPOINTMENTS, ()) for one in lend(actor))]
        body = ical.calendar(found, name=_("ふたまちの予定"))
    return Response(body, content_type=ical.MIME, headers={"Cache-Control": "private, no-store"})


def _booked(actor: Actor) -> list[Appointment]:
    base = settings().base_url
    return [
        entry(row, calendar, base + url_for("bookings.show", booking_id=row.id))
        for row, calendar in queries.own(actor)
        if row.ends_at > now() - _BACK
    ]
