"""The owner's consent, seen from the desk: ask by letter, note a paper, note that it was taken back."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from webapp.core import ratelimit
from webapp.core.forms import options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import recorded
from webapp.core.permissions import allow, current_actor
from webapp.listings import queries
from webapp.listings.consents import actions as consents
from webapp.listings.consents import recipients
from webapp.listings.desk_views.blueprint import MAKERS, blueprint
from webapp.listings.forms import ConsentForm, PaperForm
from webapp.listings.models import Listing

A_DAY = timedelta(days=1)
LETTERS_A_DAY, TO_ONE_ADDRESS = 30, 5


@blueprint.route("/<listing_id>/consent", methods=["GET", "POST"])
@allow(*MAKERS)
def ask_consent(listing_id: str) -> str | Response | tuple[str, int]:
    """Ask the owner by letter."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    form = ConsentForm()
    form.to.choices = _recipients(listing)
    if form.validate_on_submit():
        ratelimit.hit("consent-letter", current_actor().user_id or "", limit=LETTERS_A_DAY, per=A_DAY)
        ratelimit.hit("consent-letter-to", (form.email.data or "").strip().lower(), limit=TO_ONE_ADDRESS, per=A_DAY)
        consents.ask(
            listing,
            by=current_actor(),
            name=form.name.data or "",
            email=form.email.data or "",
            items=form.items.data or [],
            valid_until=form.valid_until.data,
            to=form.to.data or [],
        )
        flash(_("所有者に、同意のお願いを送りました。"), "success")
        return redirect(url_for("listings_desk.summary", listing_id=listing.id), 303)
    return render_template("listings/desk/consent.html", form=form, listing=listing), 422 if form.errors else 200


@blueprint.route("/<listing_id>/consent/paper", methods=["GET", "POST"])
@allow(*MAKERS)
def record_paper(listing_id: str) -> str | Response | tuple[str, int]:
    """Note a consent on paper."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    form = PaperForm()
    form.to.choices = _recipients(listing)
    if form.validate_on_submit():
        consents.record_paper(
            listing,
            by=current_actor(),
            name=form.name.data or "",
            items=form.items.data or [],
            evidence=form.evidence.data or "",
            valid_until=form.valid_until.data,
            to=form.to.data or [],
        )
        flash(_("書面の同意を記録しました。"), "success")
        return redirect(url_for("listings_desk.summary", listing_id=listing.id), 303)
    return render_template("listings/desk/paper.html", form=form, listing=listing), 422 if form.errors else 200


def _recipients(listing: Listing) -> list[Any]:
    return options((choice.value, choice.name) for choice in recipients.choices_for(listing))


@blueprint.post("/<listing_id>/consent/<consent_id>/withdraw")
@allow(*MAKERS)
def withdraw_paper(listing_id: str, consent_id: str) -> Response:
    """Note that the owner took a consent back by telephone or on paper."""
    listing = queries.desk_listing_for(current_actor(), listing_id)
    found = queries.consent_of(listing, consent_id)
    consents.withdraw(found, by=current_actor(), reason=recorded("所有者の申し出を受けて、担当者が記録しました。"))
    flash(_("同意の取消しを記録しました。公開していた家は、すぐに休止しました。"), "success")
    return redirect(url_for("listings_desk.summary", listing_id=listing.id), 303)
