"""A resident's side of taking part: applying, where each application stands, taking it back, the calendar file."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import ical, ratelimit
from webapp.core.actor import Role
from webapp.core.clock import now
from webapp.core.errors import NotThere
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.services import settings
from webapp.core.trail import history_of
from webapp.listings import handling
from webapp.listings import queries as listings
from webapp.listings.models import Listing
from webapp.participations import applying, queries
from webapp.participations.calendars import appointment, of_event
from webapp.participations.counts import counts_for
from webapp.participations.feedback import queries as feedback
from webapp.participations.feedback.models import Side
from webapp.participations.following import activity_of
from webapp.participations.forms import application_form
from webapp.participations.models import Participation, ParticipationStatus
from webapp.participations.terms import first_day, has_begun, obstacle, terms_of
from webapp.participations.wording import TONES, day_words
from webapp.residents import queries as residents

blueprint = Blueprint("participations", __name__)
PER_DAY = 30
ONE_DAY = timedelta(days=1)
_SENT = {
    ParticipationStatus.APPLIED: lambda: _("応募を送りました。返事が来たら、メールでお知らせします。"),
    ParticipationStatus.ACCEPTED: lambda: _("参加が決まりました。くわしいことをメールで送りました。"),
    ParticipationStatus.WAITING: lambda: _("キャンセル待ちに入りました。空きが出たら、メールでお知らせします。"),
}


@blueprint.route("/listings/<listing_id>/apply", methods=["GET", "POST"])
@allow(Role.RESIDENT)
def apply(listing_id: str) -> ResponseReturnValue:
    """Ask for a place, or read why that is not possible now."""
    actor = current_actor()
    listing = listings.listing_for(actor, listing_id)
    known = queries.own_open(actor.user_id or "", listing.id)
    if known is not None:
        return redirect(url_for(".show", participation_id=known.id), 303)
    terms, is_hidden = terms_of(listing), bool(residents.confidential_among({actor.user_id or ""}))
    form = application_form(listing, terms, name=actor.name, is_hidden=is_hidden)
    if form.validate_on_submit():
        ratelimit.hit("participation", actor.user_id or "", limit=PER_DAY, per=ONE_DAY)
        row = applying.apply(listing, form.answers(), by=actor)
        flash(_SENT[row.status](), "success")
        return redirect(url_for(".show", participation_id=row.id), 303)
    page = render_template(
        "participations/apply.html",
        form=form,
        listing=listing,
        terms=terms,
        counts=counts_for(listing.id),
        obstacle=obstacle(listing, terms),
        is_hidden=is_hidden,
        behind=handling.name_behind(listing),
        day=day_words(listing),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/my/participations")
@allow(Role.RESIDENT)
def mine() -> ResponseReturnValue:
    """Everything one applied to, what is open first."""
    rows = queries.own(current_actor())
    return render_template(
        "participations/mine.html",
        running=[row for row in rows if row[0].is_open],
        past=[row for row in rows if not row[0].is_open],
        tones=TONES,
        days={row.id: day_words(listing) for row, listing, _town in rows},
    )


@blueprint.get("/my/participations/<participation_id>")
@allow(Role.RESIDENT)
def show(participation_id: str) -> ResponseReturnValue:
    """One application: where it stands, what comes next."""
    row = queries.own_participation_for(current_actor(), participation_id)
    listing = listings.by_id(row.listing_id)
    return render_template("participations/show.html", row=row, listing=listing, **_facts(row, listing))


def _facts(row: Participation, listing: Listing) -> dict[str, Any]:
    is_waiting = row.status is ParticipationStatus.WAITING
    return {
        "tone": TONES.get(row.status, "neutral"),
        "behind": handling.name_behind(listing),
        "day": day_words(listing),
        "turn": queries.turn_in_line(row) if is_waiting else 0,
        "has_file": first_day(listing) is not None and row.status is ParticipationStatus.ACCEPTED,
        "may_withdraw": row.is_open and not (row.status is ParticipationStatus.ACCEPTED and has_begun(listing)),
        "activity": activity_of(listing) if row.status is ParticipationStatus.ACCEPTED else None,
        "is_done": row.status is ParticipationStatus.DONE,
        "said": feedback.of_side(row.id, Side.PERSON),
        "heard": feedback.other_side(row.id, Side.PERSON),
        "history": told(history_of(row)),
    }


@blueprint.post("/my/participations/<participation_id>/withdraw")
@allow(Role.RESIDENT)
def withdraw(participation_id: str) -> ResponseReturnValue:
    """Take it back."""
    row = queries.own_participation_for(current_actor(), participation_id, to_change=True)
    applying.withdraw(row, by=current_actor())
    flash(_("応募を取り下げました。相手に伝わりました。"), "success")
    return redirect(url_for(".mine"), 303)


@blueprint.get("/my/participations/<participation_id>/calendar.ics")
@allow(Role.RESIDENT)
def calendar(participation_id: str) -> ResponseReturnValue:
    """The day for one's own calendar; once it is off, the file says so."""
    row = queries.own_participation_for(current_actor(), participation_id)
    listing = listings.by_id(row.listing_id)
    if first_day(listing) is None:
        raise NotThere
    address = settings().base_url + url_for(".show", participation_id=row.id)
    return _file([appointment(row, listing, address)], f"futamachi-{row.reference}.ics", listing.title)


@blueprint.get("/listings/<listing_id>/event.ics")
@allow(PUBLIC)
def event(listing_id: str) -> ResponseReturnValue:
    """A public event for anybody's calendar."""
    listing = listings.listing_for(current_actor(), listing_id)
    if first_day(listing) is None:
        raise NotThere
    address = settings().base_url + url_for("listings.show", listing_id=listing.id)
    return _file([of_event(listing, address, now())], f"futamachi-event-{listing.id[-6:]}.ics", listing.title)


def _file(appointments: list[ical.Appointment], name: str, title: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return Response(ical.calendar(appointments, name=title), content_type=ical.MIME, headers=headers)
