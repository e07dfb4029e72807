"""What pages of hubs show of bookings: the ways to a hub person's calendars, and how many hours are booked with them."""

from collections import Counter
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import render_template
from markupsafe import Markup
from sqlmodel import col, select

from webapp.bookings.models import HOLDS_PLACE, Booking, BookingCalendar, BookingUse
from webapp.core.clock import now
from webapp.core.database import session
from webapp.core.i18n import lazy as _l
from webapp.hubs.models import HubPerson
from webapp.hubs.workload import Work

AHEAD = timedelta(days=30)


def calendars_of(person: HubPerson) -> list[BookingCalendar]:
    """The hours for talks that a hub person keeps now."""
    chosen = select(BookingCalendar).where(
        BookingCalendar.created_by == person.user_id,
        BookingCalendar.municipality_code == person.municipality_code,
        BookingCalendar.use == BookingUse.CONSULTATION,
        col(BookingCalendar.listing_id).is_(None),
        col(BookingCalendar.is_open),
    )
    return list(session().exec(chosen.order_by(col(BookingCalendar.title)))) if person.user_id else []


def on_person(person: HubPerson) -> Markup:
    """The ways to them; nothing where there are none."""
    calendars = calendars_of(person)
    if not calendars:
        return Markup("")
    drawn = render_template("bookings/_aside.html", calendars=calendars, handles=False)
    return Markup(drawn)  # noqa: S704 - a template's own, escaped output


def hours_of(accounts: list[str]) -> dict[str, int]:
    """Hours booked with each of these accounts in the coming thirty days, a begun one counted whole."""
    chosen: Any = (
        sa.select(col(BookingCalendar.created_by), col(Booking.starts_at), col(Booking.ends_at))
        .join(BookingCalendar, col(BookingCalendar.id) == col(Booking.booking_calendar_id))
        .where(
            col(BookingCalendar.created_by).in_(accounts),
            col(BookingCalendar.use) == BookingUse.CONSULTATION,
            col(Booking.status).in_(HOLDS_PLACE),
            col(Booking.starts_at).between(now(), now() + AHEAD),
        )
    )
    seconds: Counter[str] = Counter()
    for account, starts, ends in session().execute(chosen):
        seconds[account] += int((ends - starts).total_seconds())
    return {account: -(-total // 3600) for account, total in seconds.items()}


WORK = Work(_l("予約の時間（30日）"), hours_of)
