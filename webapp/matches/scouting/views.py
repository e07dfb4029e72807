"""A person's side of scouting: who asks and why, and every answer one can give, also none."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.corporations.queries import names_of_places
from webapp.listings.models import Listing
from webapp.matches.people.wording import Fact
from webapp.matches.scouting import actions, queries
from webapp.matches.scouting.forms import AcceptForm, DeclineForm
from webapp.matches.scouting.models import DeclineReason, Scout, ScoutStatus

blueprint = Blueprint("scouts", __name__, url_prefix="/my/scouts")


@blueprint.get("")
@allow(Role.RESIDENT)
def index() -> str:
    """What waits for an answer, what was answered, and whom one wants to hear no more from."""
    actor = current_actor()
    rows, blocks = queries.own_scouts(actor), queries.blocks_of(actor)
    names = names_of_places({scout.sender for scout, _listing in rows} | {block.sender for block in blocks})
    return render_template(
        "matches/scouting/mine.html",
        waiting=[row for row in rows if row[0].is_open],
        others=[row for row in rows if not row[0].is_open],
        blocks=blocks,
        names=names,
    )


@blueprint.get("/<scout_id>")
@allow(Role.RESIDENT)
def show(scout_id: str) -> str:
    """Who asks, why, what comes next; opening it tells nobody anything."""
    return _page(*queries.own_scout_for(current_actor(), scout_id))


def _page(
    scout: Scout, listing: Listing, accepting: AcceptForm | None = None, declining: DeclineForm | None = None
) -> str:
    return render_template(
        "matches/scouting/show.html",
        scout=scout,
        listing=listing,
        sender=names_of_places({scout.sender}).get(scout.sender, ""),
        facts=[Fact.read(stored).to_person() for stored in scout.facts],
        accepting=accepting or AcceptForm(formdata=None),
        declining=declining or DeclineForm(formdata=None),
        is_blocked=any(block.sender == scout.sender for block in queries.blocks_of(current_actor())),
        has_accepted=scout.status is ScoutStatus.ACCEPTED,
    )


@blueprint.post("/<scout_id>/consider")
@allow(Role.RESIDENT)
def consider(scout_id: str) -> Response:
    """「検討中と伝える」."""
    scout, _listing = queries.own_scout_for(current_actor(), scout_id)
    actions.consider(scout, by=current_actor())
    flash(_("検討中と伝えました。返事の期限は変わりません。"), "success")
    return redirect(url_for(".show", scout_id=scout.id), 303)


@blueprint.post("/<scout_id>/accept")
@allow(Role.RESIDENT)
def accept(scout_id: str) -> ResponseReturnValue:
    """「話を聞いてみる」: name and address go to this place, with the consent noted."""
    scout, listing = queries.own_scout_for(current_actor(), scout_id)
    form = AcceptForm()
    if not form.validate_on_submit():
        return _page(scout, listing, accepting=form), 422
    actions.accept(scout, by=current_actor(), answer=form.answer.data or "")
    flash(_("返事を送り、名前とメールアドレスを伝えました。"), "success")
    return redirect(url_for(".show", scout_id=scout.id), 303)


@blueprint.post("/<scout_id>/decline")
@allow(Role.RESIDENT)
def decline(scout_id: str) -> ResponseReturnValue:
    """「見送る」, with a reason or without."""
    scout, listing = queries.own_scout_for(current_actor(), scout_id)
    form = DeclineForm()
    if not form.validate_on_submit():
        return _page(scout, listing, declining=form), 422
    reason = DeclineReason(form.reason.data) if form.reason.data else None
    actions.decline(scout, by=current_actor(), reason=reason, answer=form.note.data or "")
    flash(_("見送りました。あなたの名前や連絡先は伝わっていません。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<scout_id>/retract")
@allow(Role.RESIDENT)
def retract(scout_id: str) -> Response:
    """Take name and address back."""
    scout, _listing = queries.own_scout_for(current_actor(), scout_id)
    actions.retract(scout, by=current_actor())
    flash(_("連絡先の提供を取りやめ、相手に消すように伝えました。"), "success")
    return redirect(url_for(".show", scout_id=scout.id), 303)


@blueprint.post("/<scout_id>/block")
@allow(Role.RESIDENT)
def block(scout_id: str) -> Response:
    """Hear nothing more from this sender."""
    scout, _listing = queries.own_scout_for(current_actor(), scout_id)
    actions.block(scout, by=current_actor())
    flash(_("この相手からのお声かけを止めました。相手には知らせません。"), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/blocks/<scout_block_id>/remove")
@allow(Role.RESIDENT)
def unblock(scout_block_id: str) -> Response:
    """Let a sender ask again."""
    row = queries.block_for(current_actor(), scout_block_id)
    actions.unblock(row, by=current_actor())
    flash(_("お声かけを、また受け取れるようにしました。"), "success")
    return redirect(url_for(".index"), 303)
