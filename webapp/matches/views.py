"""A resident's suggestions: by kind and by town with their reasons, the resident's answers, what would bring more."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.permissions import allow, current_actor
from webapp.corporations import queries as corporations
from webapp.listings import queries as listings
from webapp.listings.models import Listing, ListingKind
from webapp.matches import actions, queries, seen
from webapp.matches.changes import changes_for
from webapp.matches.forms import InterestForm, NotNowForm
from webapp.matches.models import Verdict, WhyNotNow
from webapp.matches.nearly import nearly
from webapp.matches.store import fitted
from webapp.matches.suggestions import Seeker, why_not_sentences
from webapp.matches.towns import SPOKES, corners, towns_for
from webapp.matches.wider import outlook
from webapp.municipalities import queries as municipalities
from webapp.municipalities.travel import rule
from webapp.residents import actions as profiles
from webapp.residents import queries as residents
from webapp.residents.models import ConsentPurpose, Resident, Step

blueprint = Blueprint("matches", __name__, url_prefix="/my/matches")
BETTERS = (Step.SKILLS, Step.HOUSEHOLD)  # suggestions come without them, and are closer with them
KIND_TABS = {
    ListingKind.HOME: _l("住まい"),
    ListingKind.COWORKING: _l("働く場所"),
    ListingKind.JOB: _l("仕事"),
    ListingKind.EVENT: _l("催し"),
    ListingKind.NEED: _l("手伝い"),
}


@blueprint.get("")
@allow(Role.RESIDENT)
def index() -> ResponseReturnValue:
    """What fits, and why; or which answer is still needed."""
    seeker, gate = _seeker()
    if seeker is None:
        return render_template("matches/gate.html", gate=gate)
    kind = _kind(request.args.get("kind"))
    found = seeker.best(kind=kind, keep=request.args.get("aside", ""))
    seen.note(seeker.impressions(found))
    return render_template(
        "matches/index.html",
        kind=kind,
        kinds=_tabs(kind),
        suggestions=found,
        liked=[answer for answer in seeker.answers if answer.verdict is Verdict.INTERESTED],
        aside=[answer for answer in seeker.answers if answer.verdict is Verdict.NOT_NOW],
        reasons=list(WhyNotNow),
        later=[step for step in seeker.profile.missing_steps if step in BETTERS],
        travel_rule=rule(),
    )


@blueprint.get("/towns")
@allow(Role.RESIDENT)
def towns() -> ResponseReturnValue:
    """The same, gathered by town."""
    seeker, gate = _seeker()
    if seeker is None:
        return render_template("matches/gate.html", gate=gate)
    found = towns_for(seeker)
    seen.note(seeker.impressions([one for town in found for one in town.best]))
    return render_template(
        "matches/towns.html",
        towns=found,
        frame=corners([1.0] * len(SPOKES)),
        travel_rule=rule(),
    )


@blueprint.get("/wider")
@allow(Role.RESIDENT)
def wider() -> ResponseReturnValue:
    """What nearly fits, and which other answer would bring more."""
    seeker, gate = _seeker()
    if seeker is None:
        return render_template("matches/gate.html", gate=gate)
    return render_template("matches/wider.html", outlook=outlook(seeker), nearly=nearly(seeker), travel_rule=rule())


@blueprint.post("/wider/<key>")
@allow(Role.RESIDENT)
def widen(key: str) -> ResponseReturnValue:
    """Take a change over into the profile; the suggestions follow at once."""
    actor = current_actor()
    profile = residents.profile_of(actor)
    change = next((c for c in changes_for(profile) if c.key == key), None) if profile else None
    if profile is None or change is None:
        raise NotThere
    profiles.answer(profile, change.step, change.answers, by=actor, is_whole=False)
    flash(
        _("プロフィールを変えました：%(change)s。おすすめは、もう新しい条件で並んでいます。", change=change.words),
        "success",
    )
    return redirect(url_for(".wider"), 303)


@blueprint.get("/<listing_id>/why-not")
@allow(Role.RESIDENT)
def why_not(listing_id: str) -> ResponseReturnValue:
    """Why a listing is not among the suggestions."""
    actor = current_actor()
    listing = listings.listing_for(actor, listing_id)
    profile = residents.profile_of(actor)
    refusals = why_not_sentences(profile, listing.id, consents=_consents(profile)) if profile else []
    return render_template("matches/why_not.html", listing=listing, refusals=refusals, profile=profile)


@blueprint.get("/<listing_id>/interest")
@allow(Role.RESIDENT)
def interest(listing_id: str) -> ResponseReturnValue:
    """What the place would be told, and with or without a name."""
    listing = listings.listing_for(current_actor(), listing_id)
    said = queries.answer_of(current_actor(), listing.id)
    return _interest_page(listing, InterestForm(data={"shows_name": said is not None and said.shows_name}))


@blueprint.post("/<listing_id>/interest")
@allow(Role.RESIDENT)
def show_interest(listing_id: str) -> ResponseReturnValue:
    """「興味あり」."""
    actor = current_actor()
    listing = listings.listing_for(actor, listing_id)
    form = InterestForm()
    if not form.validate():
        return _interest_page(listing, form), 422
    version = fitted().model_version
    actions.show_interest(listing, by=actor, shows_name=form.shows_name.data, model_version=version)
    flash(_("「%(title)s」に興味があることを伝えました。", title=listing.title), "success")
    return redirect(url_for(".index", _anchor=f"m-{listing.id}"), 303)


@blueprint.post("/<listing_id>/aside")
@allow(Role.RESIDENT)
def put_aside(listing_id: str) -> ResponseReturnValue:
    """「今は違う」, with a reason or without."""
    actor = current_actor()
    listing = listings.listing_for(actor, listing_id)
    form = NotNowForm()
    if not form.validate():
        raise NotThere
    actions.put_aside(listing, by=actor, reason=form.why, model_version=fitted().model_version)
    if form.why is None:
        flash(_("「%(title)s」をおすすめから外しました。いつでも元に戻せます。", title=listing.title), "success")
    else:
        flash(_("理由を残しました：%(why)s", why=form.why.label), "success")
    kind = _kind(request.form.get("kind"))
    return redirect(url_for(".index", kind=kind, aside=listing.id, _anchor=f"m-{listing.id}"), 303)


@blueprint.post("/<listing_id>/back")
@allow(Role.RESIDENT)
def take_back(listing_id: str) -> ResponseReturnValue:
    """Undo either answer."""
    listing = listings.listing_for(current_actor(), listing_id)
    actions.take_back(listing, by=current_actor())
    flash(_("「%(title)s」への答えを取り消しました。", title=listing.title), "success")
    return redirect(url_for(".index", kind=_kind(request.form.get("kind")), _anchor=f"m-{listing.id}"), 303)


def _seeker() -> tuple[Seeker | None, str]:
    """Who looks; or nobody and what stands in the way: profile, secrecy or consent."""
    actor = current_actor()
    profile = residents.profile_of(actor)
    if profile is None or not profile.is_ready_for_suggestions:
        return None, "profile"
    if profile.is_confidential:
        return None, "secrecy"
    if not _consents(profile):
        return None, "consent"
    return Seeker.of(actor, profile, consents=True), ""


def _consents(profile: Resident) -> bool:
    return residents.allows(profile.user_id, ConsentPurpose.MATCHING)


def _kind(typed: str | None) -> ListingKind | None:
    return ListingKind(typed) if typed in set(ListingKind) else None


def _tabs(current: ListingKind | None) -> list[tuple[Any, Any, str, bool]]:
    """(kind, words, address, is current) of the row of kinds."""
    every = [(None, _("すべて"), url_for(".index"), current is None)]
    return [*every, *((k, label, url_for(".index", kind=k), k is current) for k, label in KIND_TABS.items())]


def _interest_page(listing: Listing, form: InterestForm) -> str:
    return render_template(
        "matches/interest.html",
        listing=listing,
        form=form,
        place=municipalities.by_code(listing.municipality_code),
        corporation=corporations.by_id(listing.corporation_id) if listing.corporation_id else None,
        profile=residents.profile_of(current_actor()),
    )
