"""The desk of who takes bookings: days, single bookings, calendars with their hours and days off."""

from webapp.bookings.desk_views import calendars, days
from webapp.bookings.desk_views.blueprint import blueprint

__all__ = ["blueprint", "calendars", "days"]
