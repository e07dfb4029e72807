"""A resident's suggestions, each with its reasons."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.i18n import gettext as _
from webapp.core.permissions import allow, current_actor
from webapp.listings import queries as listings
from webapp.matches import actions, queries
from webapp.residents import queries as residents
from webapp.residents.models import ConsentPurpose

blueprint = Blueprint("matches", __name__, url_prefix="/my/matches")


@blueprint.get("")
@allow(Role.RESIDENT)
def index() -> ResponseReturnValue:
    """What fits, and why; or which answer is still needed."""
    actor = current_actor()
    profile = residents.profile_of(actor)
    is_ready = profile is not None and profile.is_complete
    has_consent = profile is not None and residents.allows(profile.user_id, ConsentPurpose.MATCHING)
    found = queries.suggestions_for(actor, profile) if profile and is_ready and has_consent else []
    return render_template(
        "matches/index.html",
        profile=profile,
        is_ready=is_ready,
        has_consent=has_consent,
        suggestions=found,
        aside=queries.put_aside_listings(actor),
    )


@blueprint.get("/<listing_id>/why-not")
@allow(Role.RESIDENT)
def why_not(listing_id: str) -> ResponseReturnValue:
    """Why a listing is not among the suggestions."""
    actor = current_actor()
    listing = listings.listing_for(actor, listing_id)
    profile = residents.profile_of(actor)
    refusals = queries.why_not(profile, listing.id) if profile else []
    return render_template("matches/why_not.html", listing=listing, refusals=refusals, profile=profile)


@blueprint.post("/<listing_id>/aside")
@allow(Role.RESIDENT)
def put_aside(listing_id: str) -> ResponseReturnValue:
    """「今は違う」."""
    listing = listings.listing_for(current_actor(), listing_id)
    actions.put_aside(listing, by=current_actor())
    flash(_("「%(title)s」をおすすめから外しました。画面の下から元に戻せます。", title=listing.title), "success")
    return redirect(url_for("matches.index"), 303)


@blueprint.post("/<listing_id>/back")
@allow(Role.RESIDENT)
def take_back(listing_id: str) -> ResponseReturnValue:
    """Undo it."""
    listing = listings.listing_for(current_actor(), listing_id)
    actions.take_back(listing, by=current_actor())
    flash(_("「%(title)s」をおすすめに戻しました。", title=listing.title), "success")
    return redirect(url_for("matches.index"), 303)
