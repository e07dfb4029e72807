"""Jobs, needs and events for machines: dated, with the town, and with who asks only where that is a body."""

from datetime import date
from typing import cast

from webapp.core.opening_words import read_hours
from webapp.core.recurring import BadOpening
from webapp.core.structured import Thing, term, thing, yen_offer
from webapp.listings.described.bodies import body
from webapp.listings.described.days import end_of, posted_on
from webapp.listings.kinds import event, job
from webapp.listings.kinds.event import EventType
from webapp.listings.kinds.jobs.forms import Engagement, Pay
from webapp.listings.queries import Shown
from webapp.municipalities.described import address, area

_UNITS = {Pay.HOUR: "HOUR", Pay.DAY: "DAY", Pay.MONTH: "MONTH"}
_FORMS = {
    Engagement.CONTRACT: "CONTRACTOR",
    Engagement.PRO_BONO: "VOLUNTEER",
    Engagement.VOLUNTEER: "VOLUNTEER",
}
_NOT_ONLINE = ("", "なし", "無し", "ありません")


def a_job(shown: Shown, common: Thing) -> Thing:
    """Work in the town, in whatever legal form."""
    listing, details = shown.listing, job.Details.read(shown.listing.details)
    is_paid = details.engagement in (Engagement.EMPLOYMENT, Engagement.CONTRACT)
    return thing(
        "JobPosting",
        **{**common, "description": details.work or listing.summary or listing.body},
        title=listing.title,
        datePosted=posted_on(listing),
        validThrough=end_of(details.apply_until or listing.expires_on),
        employmentType=_FORMS.get(details.engagement) if details.engagement else None,
        hiringOrganization=body(details.recruiter, shown.place, shown.corporation),
        jobLocation=thing("Place", address=address(shown.place)),
        jobLocationType="TELECOMMUTE" if listing.remote_ok else None,
        applicantLocationRequirements=thing("Country", name="JP") if listing.remote_ok else None,
        totalJobOpenings=listing.capacity,
        baseSalary=_wage(details) if is_paid else None,
    )


def _wage(details: job.Details) -> Thing | None:
    unit = _UNITS.get(details.pay) if details.pay else None
    if not details.wage or unit is None:
        return None
    amount = thing("QuantitativeValue", value=details.wage, unitText=unit)
    return thing("MonetaryAmount", currency="JPY", value=amount)


def a_need(shown: Shown, common: Thing) -> Thing:
    """Hands or knowledge that a place is looking for: what schema.org calls a demand."""
    return thing("Demand", **common, areaServed=area(shown.place), validThrough=end_of(shown.listing.expires_on))


def an_event(shown: Shown, common: Thing) -> Thing | None:
    """Something on a day; None before the day is known."""
    listing, details = shown.listing, event.Details.read(shown.listing.details)
    if details.starts_on is None:
        return None
    starts, ends = _times(details)
    is_online = details.type is EventType.ONLINE
    is_both = not is_online and (details.online or "") not in _NOT_ONLINE
    venue = thing("Place", name=listing.public_address, address=address(shown.place, listing.public_address))
    attended = "Online" if is_online else "Mixed" if is_both else "Offline"
    return thing(
        "Event",
        **common,
        startDate=starts,
        endDate=ends,
        eventStatus=term("EventScheduled"),
        eventAttendanceMode=term(f"{attended}EventAttendanceMode"),
        location=thing("VirtualLocation", url=common["url"]) if is_online else venue,
        organizer=body(details.organiser, shown.place, shown.corporation),
        offers=yen_offer(listing.price, url=common["url"]),
        maximumAttendeeCapacity=listing.capacity,
    )


def _times(details: event.Details) -> tuple[str, str | None]:
    """First and last moment, where the hours can be read; else the days."""
    first, last = cast("date", details.starts_on), details.ends_on or details.starts_on
    try:
        span = read_hours(details.hours or "")[0]
    except (BadOpening, IndexError):
        return first.isoformat(), details.ends_on.isoformat() if details.ends_on else None
    begin, _until = span.on(first)
    _from, end = span.on(cast("date", last))
    return begin.isoformat(), end.isoformat()
