"""The owner of a home: answers a request for consent, sees what was agreed to, takes it back."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp.accounts.links import hash_token
from webapp.core.clock import today
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor
from webapp.listings import queries
from webapp.listings.consents import actions as consents
from webapp.listings.consents import recall, recipients
from webapp.listings.models import OwnerConsent
from webapp.listings.packages import queries as packages
from webapp.listings.views.blueprint import blueprint
from webapp.municipalities import queries as municipalities

_ACTS = {"give": consents.give, "decline": consents.decline, "withdraw": consents.withdraw}


@blueprint.get("/listings/consent/<token>")
@allow(PUBLIC)
def consent(token: str) -> str:
    """What the owner is asked for; reading it changes nothing."""
    return _page(queries.consent_by_token(hash_token(token)), token)


@blueprint.post("/listings/consent/<token>")
@allow(PUBLIC)
def answer(token: str) -> Response:
    """The owner's answer by the letter's link."""
    found = queries.consent_by_token(hash_token(token))
    act = _ACTS.get(request.form.get("answer", ""))
    if act is None:
        raise RuleBroken(_("「同意する」か「同意しない」を選んでください。"))
    act(found, by=current_actor())
    return redirect(url_for("listings.consent", token=token), 303)


def _page(found: OwnerConsent, token: str) -> str:
    listing = queries.by_id(found.listing_id)
    return render_template(
        "listings/consent.html",
        consent=found,
        listing=listing,
        place=municipalities.by_code(listing.municipality_code),
        holds=found.holds_on(today()),
        to=recipients.of([found])[found.id],
        deletions=recall.requests_of(found),
        token=token,
    )


@blueprint.get("/my/homes")
@allow(SIGNED_IN)
def my_consents() -> str:
    """The homes whose owner this person is."""
    found = queries.consents_for(current_actor())
    named = recipients.of(consent for consent, _listing in found)
    rows = [
        {
            "consent": consent,
            "listing": listing,
            "holds": consent.holds_on(today()),
            "to": named[consent.id],
            "given": packages.given_of(listing),
            "deletions": recall.requests_of(consent),
        }
        for consent, listing in found
    ]
    return render_template("listings/my_consents.html", rows=rows)


@blueprint.post("/my/homes/<consent_id>/<any(give, decline):answer>")
@allow(SIGNED_IN)
def answer_signed_in(consent_id: str, answer: str) -> Response:
    """The owner's answer without looking for the letter."""
    actor = current_actor()
    _ACTS[answer](queries.own_consent_for(actor, consent_id), by=actor)
    flash(_("お返事を送りました。"), "success")
    return redirect(url_for("listings.my_consents", _anchor=f"home-{consent_id}"), 303)


@blueprint.post("/my/homes/<consent_id>/withdraw")
@allow(SIGNED_IN)
def withdraw_consent(consent_id: str) -> Response:
    """The owner takes the consent back."""
    consents.withdraw(queries.own_consent_for(current_actor(), consent_id), by=current_actor())
    flash(_("同意を取り消しました。情報を受け取っていた相手には、消すように求めました。"), "success")
    return redirect(url_for("listings.my_consents"), 303)
