"""The town's side: what waits, how it will look, publish, send back, refuse, pause, resume, end."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.core.actor import ANONYMOUS, TOWN_ROLES
from webapp.core.clock import in_tokyo, today
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.core.trail import history_of
from webapp.desk.preview.page import as_seen
from webapp.desk.reasons import picking
from webapp.desk.reasons.models import Answer
from webapp.desk.reasons.queries import shown_reasons_of
from webapp.desk.waiting.staff_views import after_asking
from webapp.listings import actions, beside, photo_wishes, queries, rules, waiting
from webapp.listings.forms import ReasonForm
from webapp.listings.history import TONES, entries
from webapp.listings.kinds import kind_of
from webapp.listings.life.actions import put_away
from webapp.listings.models import LISTING, Listing
from webapp.listings.views.public import page_values
from webapp.listings.wages import checking as wages
from webapp.listings.wages.actions import confirm
from webapp.listings.wages.forms import WageForm
from webapp.listings.wording import topic_labels
from webapp.municipalities import queries as municipalities

blueprint = Blueprint("listings_staff", __name__, url_prefix="/staff")
#: moves that need a reason: name → what the button's page asks
WITH_REASON = {
    "ask_correction": (actions.ask_correction, _l("修正をお願いしました。")),
    "refuse": (actions.refuse, _l("掲載しないことを伝えました。")),
    "pause": (actions.pause, _l("掲載を休止しました。")),
    "close": (actions.close, _l("掲載を終えました。")),
}

ANSWERS = {
    "ask_correction": Answer.LISTING_CORRECTION,
    "refuse": Answer.LISTING_REFUSE,
    "pause": Answer.LISTING_PAUSE,
    "close": Answer.LISTING_CLOSE,
}


@blueprint.get("/listings")
@allow(*TOWN_ROLES)
def queue() -> str:
    """What waits, the longest waiting first; below it what the town shows."""
    actor = current_actor()
    days = {code: municipalities.setting("listing_review_days", code) for code in actor.municipalities}
    to_check = [_row(listing, days[listing.municipality_code]) for listing in queries.queue_for(actor)]
    others = [_row(listing, None) for listing in queries.managed_by(actor)]
    return render_template("listings/staff/queue.html", waiting=to_check, others=others)


def _row(listing: Listing, days: int | None) -> dict[str, Any]:
    received = listing.submitted_at or listing.published_at
    due = in_tokyo(received).date() + timedelta(days=days) if received and days is not None else None
    return {
        "href": url_for("listings_staff.review", listing_id=listing.id),
        "title": listing.title,
        "value": listing.id,
        "who": listing.kind.label,
        "status": listing.status.label,
        "tone": TONES.get(listing.status, "neutral"),
        "received": show_date(received) or _("まだ"),
        "due": show_date(due),
        "overdue": due is not None and due < today(),
    }


@blueprint.post("/listings/publish-many")
@allow(*TOWN_ROLES)
def publish_many() -> Response:
    """Have the selected ones published when the minutes are over; what cannot be is left where it is."""
    move, left = waiting.ask(request.form.getlist("listing"), by=current_actor())
    if left:
        flash(_("まだ掲載できないもの：%(titles)s。一件ずつ開いて確かめてください。", titles="、".join(left)), "info")
    return after_asking(move)


@blueprint.get("/listings/<listing_id>")
@allow(*TOWN_ROLES)
def review(listing_id: str) -> str:
    """One listing with its answers, its obstacles and how the public will see it."""
    return _review_page(queries.staff_listing_for(current_actor(), listing_id))


def _review_page(
    listing: Listing, form: ReasonForm | None = None, asked: str = "", wage_form: WageForm | None = None
) -> str:
    moves = {move.name for move in LISTING.open_moves(listing, by=current_actor())}
    ready = shown_reasons_of(listing.municipality_code, tuple(ANSWERS.values()))
    kind = kind_of(listing.kind)
    return render_template(
        "listings/staff/review.html",
        deciding=kind.deciding_facts(listing),
        answered=kind.facts_by_section(listing),
        topics=topic_labels(listing),
        **page_values(queries.shown(listing.id)),
        obstacles=rules.obstacles(listing) if listing.is_ours else [],
        photo_wishes=photo_wishes.wishes(listing, queries.photos_of(listing)) if listing.is_ours else [],
        moves=moves,
        tone=TONES.get(listing.status, "neutral"),
        consents=queries.consents_of(listing),
        history=entries(history_of(listing)),
        form=form or ReasonForm(formdata=None),
        asked=asked,
        ready={move: ready[answer] for move, answer in ANSWERS.items()},
        wage=wages.check(listing),
        wage_form=wage_form or WageForm(formdata=None),
    )


@blueprint.get("/listings/<listing_id>/preview")
@allow(*TOWN_ROLES)
def preview(listing_id: str) -> ResponseReturnValue:
    """The page that everybody sees, or will see; nobody counts this as a visit."""
    listing = queries.staff_listing_for(current_actor(), listing_id)
    shown = queries.shown(listing.id)
    lent = {name: beside.parts(name, ANONYMOUS, shown) for name in (beside.ASIDE, beside.BELOW)}
    page = render_template("listings/show.html", **lent, **page_values(shown))
    return as_seen(page, whose=listing.title, back_href=url_for(".review", listing_id=listing.id))


@blueprint.post("/listings/<listing_id>/publish")
@allow(*TOWN_ROLES)
def publish(listing_id: str) -> Response:
    """Show it to everybody."""
    listing = queries.staff_listing_for(current_actor(), listing_id)
    actions.publish(listing, by=current_actor())
    return _done(listing, _("掲載しました。"))


@blueprint.post("/listings/<listing_id>/resume")
@allow(*TOWN_ROLES)
def resume(listing_id: str) -> Response:
    """Show a paused one again."""
    listing = queries.staff_listing_for(current_actor(), listing_id)
    actions.resume(listing, by=current_actor())
    return _done(listing, _("掲載を再開しました。"))


@blueprint.post("/listings/<listing_id>/wage")
@allow(*TOWN_ROLES)
def confirm_wage(listing_id: str) -> str | Response | tuple[str, int]:
    """A wage that no table can check was looked at by a person."""
    listing = queries.staff_listing_for(current_actor(), listing_id)
    form = WageForm()
    if not form.validate_on_submit():
        return _review_page(listing, wage_form=form), 422
    confirm(listing, by=current_actor(), note=form.note.data or "")
    return _done(listing, _("賃金を確かめたことを記録しました。"))


@blueprint.post("/listings/<listing_id>/archive")
@allow(*TOWN_ROLES)
def archive(listing_id: str) -> Response:
    """Put away what is over, before its time."""
    listing = queries.staff_listing_for(current_actor(), listing_id)
    put_away(listing, by=current_actor())
    return _done(listing, _("保管に移しました。"))


@blueprint.post("/listings/<listing_id>/<any(ask_correction,refuse,pause,close):move>")
@allow(*TOWN_ROLES)
def with_reason(listing_id: str, move: str) -> str | Response | tuple[str, int]:
    """Send back, refuse, pause or end: each says why."""
    listing = queries.staff_listing_for(current_actor(), listing_id)
    form, answer = ReasonForm(), ANSWERS[move]
    ready = picking.ready_for(listing.municipality_code, answer)
    if not picking.is_settled(form, "reason", ready):
        return _review_page(listing, form, move), picking.status()
    picking.note(listing.municipality_code, answer, ready)
    act, said = WITH_REASON[move]
    act(listing, by=current_actor(), reason=form.reason.data or "")
    return _done(listing, str(said))


def _done(listing: Listing, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for("listings_staff.review", listing_id=listing.id), 303)
