"""The makers' desk: which listings people applied to, who, choosing, declining with a reason, noting who came."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.activities.capacity import capacity_of
from webapp.activities.models import Activity
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.clock import today
from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.trail import history_of
from webapp.listings import handling
from webapp.listings.models import Listing
from webapp.participations import actions, queries
from webapp.participations.counts import Counts, counts_for, counts_of
from webapp.participations.feedback import queries as feedback
from webapp.participations.feedback.models import Side
from webapp.participations.following import activity_of
from webapp.participations.forms import CallForm, ReasonForm
from webapp.participations.models import PARTICIPATION, Participation
from webapp.participations.models import ParticipationStatus as S
from webapp.participations.terms import first_day, is_taken_part_in, obstacle, terms_of
from webapp.participations.wording import TONES, day_words

blueprint = Blueprint("participations_desk", __name__, url_prefix="/desk/participations")
MAKERS = (Role.CORPORATION, Role.HUB, *TOWN_ROLES)
_DONE = {
    "accept": lambda: _("参加してもらうことにし、本人に知らせました。"),
    "keep_waiting": lambda: _("キャンセル待ちにし、本人に知らせました。"),
    "note_done": lambda: _("参加したと記録しました。"),
    "note_absent": lambda: _("連絡なく欠席したと記録しました。"),
}


@blueprint.get("")
@allow(*MAKERS)
def index() -> ResponseReturnValue:
    """Listings that take people in, those with something to answer first."""
    listings = [row for row in handling.handled_by(current_actor()) if is_taken_part_in(row)]
    counts = counts_of([row.id for row in listings])
    rows = [(row, counts.get(row.id, Counts()), terms_of(row), day_words(row)) for row in listings]
    rows.sort(key=lambda row: (-row[1].unanswered, -row[1].applied))
    return render_template("participations/desk/index.html", rows=rows)


@blueprint.get("/<listing_id>")
@allow(*MAKERS)
def listing(listing_id: str) -> ResponseReturnValue:
    """Everybody who applied to one listing."""
    found = handling.handled_for(current_actor(), listing_id)
    rows, day = queries.of_listing(found), first_day(found)
    terms, counts = terms_of(found), counts_for(found.id)
    return render_template(
        "participations/desk/listing.html",
        listing=found,
        groups=_groups(rows),
        names=queries.names_of(rows),
        terms=terms,
        counts=counts,
        free=counts.free(terms.capacity),
        obstacle=obstacle(found, terms),
        day=day_words(found),
        has_come=day is not None and today() >= day,
        activity=_activity_at_desk(found),
        tones=TONES,
    )


def _activity_at_desk(found: Listing) -> Activity | None:
    """The activity it counts for, if this person also checks people in there."""
    activity = activity_of(found)
    return activity if activity is not None and capacity_of(current_actor(), activity) else None


def _groups(rows: list[Participation]) -> list[tuple[S, list[Participation]]]:
    """By status, what needs an answer first."""
    found = ((status, [row for row in rows if row.status is status]) for status in S)
    return [(status, some) for status, some in found if some]


@blueprint.route("/<listing_id>/settings", methods=["GET", "POST"])
@allow(*MAKERS)
def settings(listing_id: str) -> ResponseReturnValue:
    """How people are taken in."""
    found = handling.handled_for(current_actor(), listing_id)
    terms = terms_of(found)
    form = CallForm(obj=terms, takes_children=terms.children_from is not None)
    if form.validate_on_submit():
        actions.set_call(found, form.changes(), by=current_actor())
        flash(_("募集のしかたを決めました。"), "success")
        return redirect(url_for(".listing", listing_id=found.id), 303)
    page = render_template("participations/desk/settings.html", form=form, listing=found)
    return page, 422 if form.errors else 200


@blueprint.route("/<listing_id>/call-off", methods=["GET", "POST"])
@allow(*MAKERS)
def call_off(listing_id: str) -> ResponseReturnValue:
    """It does not take place: everybody is told."""
    found = handling.handled_for(current_actor(), listing_id)
    form = ReasonForm()
    if form.validate_on_submit():
        told_to = actions.call_off(found, reason=form.reason.data or "", by=current_actor())
        flash(_("中止にし、%(n)s件の応募に知らせました。", n=told_to), "success")
        return redirect(url_for(".listing", listing_id=found.id), 303)
    open_rows = sum(row.is_open for row in queries.of_listing(found))
    page = render_template("participations/desk/call_off.html", form=form, listing=found, concerned=open_rows)
    return page, 422 if form.errors else 200


@blueprint.get("/people/<participation_id>")
@allow(*MAKERS)
def person(participation_id: str) -> ResponseReturnValue:
    """One application: what was written, what can be done now."""
    actor = current_actor()
    row, found = queries.desk_participation_for(actor, participation_id)
    terms = terms_of(found)
    return render_template(
        "participations/desk/person.html",
        row=row,
        listing=found,
        name=queries.names_of([row])[row.id],
        email=queries.address_of(row),
        absences=queries.absences_before(row),
        tone=TONES.get(row.status, "neutral"),
        moves={move.name for move in PARTICIPATION.open_moves(row, by=actor)},
        free=counts_for(found.id).free(terms.capacity),
        day=day_words(found),
        has_come=(first_day(found) or today()) <= today(),
        said=feedback.of_side(row.id, Side.PLACE),
        heard=feedback.other_side(row.id, Side.PLACE),
        history=told(history_of(row)),
    )


@blueprint.post("/people/<participation_id>/<any(accept,keep_waiting,note_done,note_absent):move>")
@allow(*MAKERS)
def decide(participation_id: str, move: str) -> ResponseReturnValue:
    """Everything that needs no reason."""
    actor = current_actor()
    row, found = queries.desk_participation_for(actor, participation_id, to_change=True)
    if move == "accept":
        actions.accept(row, by=actor)
    elif move == "keep_waiting":
        actions.keep_waiting(row, by=actor)
    else:
        actions.note(row, move, by=actor)
    flash(_DONE[move](), "success")
    if request.form.get("back") == "list":
        return redirect(url_for(".listing", listing_id=found.id), 303)
    return redirect(url_for(".person", participation_id=row.id), 303)


@blueprint.route("/people/<participation_id>/decline", methods=["GET", "POST"])
@allow(*MAKERS)
def decline(participation_id: str) -> ResponseReturnValue:
    """Not this time; the person reads the reason."""
    is_post = request.method == "POST"
    row, found = queries.desk_participation_for(current_actor(), participation_id, to_change=is_post)
    form = ReasonForm()
    if form.validate_on_submit():
        actions.decline(row, reason=form.reason.data or "", by=current_actor())
        flash(_("見送りにし、理由を本人に知らせました。"), "success")
        return redirect(url_for(".listing", listing_id=found.id), 303)
    name = queries.names_of([row])[row.id]
    page = render_template("participations/desk/decline.html", form=form, row=row, listing=found, name=name)
    return page, 422 if form.errors else 200
