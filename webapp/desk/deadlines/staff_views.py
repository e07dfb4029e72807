"""`/staff/deadlines`: the list, a month, and a private address for one's own calendar program."""

import calendar
from datetime import date, timedelta

from babel.dates import get_day_names
from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.accounts import queries as accounts
from webapp.core import ical, ratelimit
from webapp.core.actor import TOWN_ROLES
from webapp.core.clock import months_later, now, today
from webapp.core.errors import NotThere
from webapp.core.i18n import babel_locale, in_language
from webapp.core.i18n import gettext as _
from webapp.core.ical import Appointment
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.security import remote_address
from webapp.core.services import settings
from webapp.desk.deadlines import actions
from webapp.desk.deadlines.days import AHEAD, BACK, Deadline, deadlines_of

blueprint = Blueprint("deadlines", __name__)
SOON = timedelta(days=60)


@blueprint.get("/staff/deadlines")
@allow(*TOWN_ROLES)
def index() -> str:
    """What is late, what comes in the next weeks, and one month as a table."""
    known, month = deadlines_of(current_actor()), _month(request.args.get("month", ""))
    by_day: dict[date, list[Deadline]] = {}
    for one in known:
        by_day.setdefault(one.day, []).append(one)
    return render_template(
        "desk/deadlines.html",
        late=[one for one in known if one.is_overdue],
        coming=[one for one in known if today() <= one.day <= today() + SOON],
        month=month,
        before=months_later(month, -1),
        after=months_later(month, 1),
        weeks=calendar.Calendar(firstweekday=6).monthdatescalendar(month.year, month.month),
        by_day=by_day,
        weekdays=[_weekday(place) for place in (6, 0, 1, 2, 3, 4, 5)],
        today=today(),
    )


def _weekday(place: int) -> str:
    """「日」 for the sixth place after Monday, or the reader's own short form."""
    return str(get_day_names("abbreviated", locale=babel_locale())[place])


def _month(typed: str) -> date:
    """The first day of the month that is asked for, of this one where that is none or too far away."""
    try:
        first = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return today().replace(day=1)
    is_near = today() - BACK - timedelta(days=31) <= first <= today() + AHEAD
    return first if is_near else today().replace(day=1)


@blueprint.route("/staff/deadlines/feed", methods=["GET", "POST"])
@allow(*TOWN_ROLES)
def feed() -> ResponseReturnValue:
    """Making, replacing and removing the address, which is shown once."""
    actor, address = current_actor(), ""
    if request.method == "POST":
        if request.form.get("do") == "remove":
            actions.remove(by=actor)
            return redirect(url_for(".feed"), 303)
        address = settings().base_url + url_for(".file", token=actions.make(by=actor))
    return render_template("desk/deadline_feed.html", feed=actions.feed_of(actor), address=address)


@blueprint.get("/calendar/deadlines/<token>.ics")
@allow(PUBLIC)
def file(token: str) -> ResponseReturnValue:
    """Kinds and numbers, no names; nothing once its owner works for no town any more."""
    ratelimit.hit("calendar-feed", remote_address(), limit=600, per=timedelta(hours=1))
    person = accounts.user(actions.owner_of(token))
    actor = accounts.actor_of(person)
    if not person.is_active or not actor.municipalities:
        raise NotThere
    with in_language(person.locale):
        found = [_appointment(one) for one in deadlines_of(actor)]
        body = ical.calendar(found, name=_("ふたまちの期限"))
    return Response(body, content_type=ical.MIME, headers={"Cache-Control": "private, no-store"})


def _appointment(one: Deadline) -> Appointment:
    address = settings().base_url + one.href
    return Appointment(f"{one.key}@futamachi", one.title, one.day, one.day, now(), address=address)
