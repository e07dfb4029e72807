"""What a resident has planned for the next weeks, on a sheet of days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from webapp.bookings.wording import TONES as BOOKING_TONES
from webapp.bookings.wording import times
from webapp.core.clock import in_tokyo, now, today
from webapp.core.i18n import gettext as _
from webapp.core.plots import weeks
from webapp.core.templating import link, show_date, show_datetime
from webapp.pages.dashboards.panel import Line, Panel, Way
from webapp.pages.dashboards.resident.facts import Mine
from webapp.participations.terms import first_day
from webapp.participations.wording import TONES as PART_TONES
from webapp.participations.wording import day_words

WEEKS, SHOWN = 5, 5


@dataclass(frozen=True)
class Planned:
    """One thing on one day."""

    day: date
    title: str
    when: str
    status: Any
    tone: str
    href: str


def plans(mine: Mine) -> Panel | None:
    """Bookings, events and gatherings ahead."""
    found = sorted([*_bookings(mine), *_participations(mine), *_gatherings(mine)], key=lambda one: (one.day, one.title))
    if not found and not mine.is_resident:
        return None
    monday = today() - timedelta(days=today().weekday())
    soon = [one for one in found if one.day < monday + timedelta(weeks=WEEKS)]
    marked: dict[date, list[str]] = {}
    for one in soon:
        marked.setdefault(one.day, []).append(one.title)
    sheet = weeks(
        marked,
        first=today(),
        count=WEEKS,
        title=_("これから%(n)s週間の予定", n=WEEKS),
        ident="my-weeks",
        dates={day: show_date(day) for day in marked},
    )
    return Panel(
        question=_("これからの予定は"),
        says=_said(len(soon), len(found) - len(soon))
        if found
        else _("予定はまだありません。見学や席の予約、イベントへの応募は、掲載の画面からできます。"),
        head=[_("日"), _("予定"), _("いつ"), _("状態")],
        rows=[[one.day.isoformat(), one.title, one.when, str(one.status)] for one in found],
        plot=sheet if found else None,
        lines=[Line(one.title, one.href, one.when, one.status, one.tone) for one in found[:SHOWN]],
        more=Way(_("予約をすべて見る"), link("bookings.mine"))
        if found
        else Way(_("掲載をさがす"), link("listings.search")),
    )


def _said(soon: int, later: int) -> str:
    """As many as are listed below the sheet: what lies behind its last week is told besides."""
    first = _("これから%(weeks)s週間の予定は%(n)s件です。", weeks=WEEKS, n=soon)
    return f"{first}{_('そのあとに%(n)s件あります。', n=later)}" if later else str(first)


def _bookings(mine: Mine) -> list[Planned]:
    return [
        Planned(
            max(in_tokyo(row.starts_at).date(), today()),
            calendar.title,
            times(row, calendar),
            row.status.label,
            BOOKING_TONES.get(row.status, "neutral"),
            link("bookings.show", booking_id=row.id),
        )
        for row, calendar in mine.bookings
        if row.is_still_open and row.ends_at > now()
    ]


def _participations(mine: Mine) -> list[Planned]:
    return [
        Planned(
            day,
            listing.title,
            day_words(listing),
            row.status.label,
            PART_TONES.get(row.status, "neutral"),
            link("participations.show", participation_id=row.id),
        )
        for row, listing, _town in mine.participations
        if row.is_open and (day := first_day(listing)) is not None and day >= today()
    ]


def _gatherings(mine: Mine) -> list[Planned]:
    return [
        Planned(
            max(in_tokyo(row.starts_at).date(), today()),
            row.title,
            show_datetime(row.starts_at),
            _("参加予定"),
            "success",
            link("gatherings.show", gathering_id=row.id),
        )
        for row in mine.gatherings
    ]
