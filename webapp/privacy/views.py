"""自分の情報: what is stored about me and why, who saw it, and what I allowed."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core.actor import Role
from webapp.core.errors import NotThere
from webapp.core.forms import ButtonForm
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.privacy import consents
from webapp.privacy.leaving import queries as leaving
from webapp.privacy.overview import held_of
from webapp.privacy.seen import MOST, seen_of
from webapp.residents.models import ASKED_IN_WIZARD, ConsentPurpose

blueprint = Blueprint("privacy", __name__, url_prefix="/my/privacy")


@blueprint.get("")
@allow(SIGNED_IN)
def index() -> ResponseReturnValue:
    """Every purpose with what there is of it, and the four things one can do."""
    actor = current_actor()
    held = held_of(actor)
    return render_template(
        "privacy/index.html",
        held=[one for one in held if one.count],
        empty=[one for one in held if not one.count],
        total=sum(one.count for one in held),
        waiting=leaving.waiting_of(actor),
    )


@blueprint.get("/seen")
@allow(SIGNED_IN)
def seen() -> ResponseReturnValue:
    """Which town, corporation or shop saw what, when."""
    return render_template("privacy/seen.html", lines=seen_of(current_actor()), most=MOST)


@blueprint.get("/consents")
@allow(SIGNED_IN)
def consent_list() -> ResponseReturnValue:
    """What is allowed now, to whom, in which words, and everything that was ever said."""
    actor = current_actor()
    return render_template(
        "privacy/consents.html",
        form=ButtonForm(),
        general=consents.general_of(actor) if actor.has(Role.RESIDENT) else [],
        towns=consents.by_town(actor),
        history=consents.history_of(actor),
    )


@blueprint.post("/consents")
@allow(Role.RESIDENT)
def change_consent() -> ResponseReturnValue:
    """Take one of the general ones back, or give it again."""
    sent, is_given = request.form.get("purpose", ""), request.form.get("answer") == "yes"
    if sent not in ASKED_IN_WIZARD:
        raise NotThere
    consents.change(ConsentPurpose(sent), is_given=is_given, by=current_actor())
    flash(consents.spoken(is_given), "success")
    return redirect(url_for(".consent_list"), 303)
