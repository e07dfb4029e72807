"""The place's side of scouting: ask somebody, see what came of it, take a question back."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.core.history import told
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.core.templating import show_date
from webapp.core.trail import history_of
from webapp.corporations.queries import names_of_places
from webapp.listings.models import Listing
from webapp.matches.people.queries import Candidate, candidate_for
from webapp.matches.people.senders import MAKERS, listing_for, sender_for
from webapp.matches.people.wording import Fact
from webapp.matches.scouting import actions, asking, queries
from webapp.matches.scouting.forms import ScoutForm, WithdrawForm
from webapp.matches.scouting.models import Scout, ScoutStatus
from webapp.residents.reads import noting
from webapp.residents.reads.models import What

blueprint = Blueprint("scouts_desk", __name__, url_prefix="/desk/scouts")
TONES = {
    ScoutStatus.SENT: "info",
    ScoutStatus.SEEN: "info",
    ScoutStatus.ACCEPTED: "success",
    ScoutStatus.WITHDRAWN: "warning",
}
Answer = str | Response | tuple[str, int]


@blueprint.get("")
@allow(*MAKERS)
def index() -> str:
    """Everything that was asked, newest first, and how the sender stands."""
    rows = queries.scouts_for(current_actor())
    senders = sorted({scout.sender for scout, _listing in rows})
    names = names_of_places(set(senders))
    standings = [(names[key], queries.standing_of(key)) for key in senders]
    return render_template("matches/scouting/desk.html", rows=[_row(*row) for row in rows], standings=standings)


def _row(scout: Scout, listing: Listing) -> dict[str, Any]:
    return {
        "href": url_for("scouts_desk.show", scout_id=scout.id),
        "title": _("候補 %(code)s", code=scout.candidate),
        "who": listing.title,
        "status": scout.status.label,
        "tone": TONES.get(scout.status, "neutral"),
        "received": show_date(scout.sent_at),
        "due": show_date(scout.reply_by) if scout.is_open else "",
        "overdue": False,
    }


@blueprint.route("/new/<listing_id>", methods=["GET", "POST"])
@allow(*MAKERS)
def new(listing_id: str) -> Answer:
    """Ask one of the people who fit."""
    actor = current_actor()
    listing = listing_for(actor, listing_id)
    form = ScoutForm(to=request.args.get("to", "")) if request.method == "GET" else ScoutForm()
    if not form.to.data:
        return redirect(url_for("people_desk.show", listing_id=listing.id), 303)
    candidate, user_id = candidate_for(actor, listing, form.to.data)
    form.offer(candidate.facts)
    if form.validate_on_submit():
        scout = asking.send(listing, _asked(listing, candidate, user_id), _words(form, candidate), by=actor)
        flash(_("お声かけを送りました。返事が届くと、メールでお知らせします。"), "success")
        return redirect(url_for(".show", scout_id=scout.id), 303)
    if request.method == "GET":
        form.facts.data, form.signed.data = [fact.key for fact in candidate.facts[:2]], actor.name
    sender = sender_for(actor, listing)
    values = {"candidate": candidate, "sender": sender, "standing": queries.standing_of(sender.key)}
    return render_template(
        "matches/scouting/new.html", form=form, listing=listing, **values
    ), 422 if form.errors else 200


def _asked(listing: Listing, candidate: Candidate, user_id: str) -> asking.Asked:
    sender = sender_for(current_actor(), listing)
    return asking.Asked(sender.key, sender.corporation_id, user_id, candidate.code)


def _words(form: ScoutForm, candidate: Candidate) -> asking.Words:
    chosen = [fact.stored() for fact in candidate.facts if fact.key in (form.facts.data or [])]
    return asking.Words(chosen, form.message.data or "", form.next_step.data or "", form.signed.data or "")


@blueprint.get("/<scout_id>")
@allow(*MAKERS)
def show(scout_id: str) -> str:
    """One question, where it stands, and how to reach who said yes."""
    return _page(*queries.scout_for(current_actor(), scout_id), WithdrawForm(formdata=None))


def _page(scout: Scout, listing: Listing, form: WithdrawForm) -> str:
    if queries.contact_of(scout):
        noting.note([scout.user_id], What.CONTACT, place=scout.sender)
    return render_template(
        "matches/scouting/staff_show.html",
        scout=scout,
        listing=listing,
        sender=names_of_places({scout.sender}).get(scout.sender, ""),
        facts_said=[Fact.read(stored).to_person() for stored in scout.facts],
        contact=queries.contact_of(scout),
        tone=TONES.get(scout.status, "neutral"),
        history=told(history_of(scout)),
        form=form,
    )


@blueprint.post("/<scout_id>/withdraw")
@allow(*MAKERS)
def withdraw(scout_id: str) -> Answer:
    """Take a question back that was not answered."""
    scout, listing = queries.scout_for(current_actor(), scout_id)
    form = WithdrawForm()
    if not form.validate_on_submit():
        return _page(scout, listing, form), 422
    actions.withdraw(scout, by=current_actor(), reason=form.reason.data or "")
    flash(_("お声かけを取り下げました。"), "success")
    return redirect(url_for(".show", scout_id=scout.id), 303)
