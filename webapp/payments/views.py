"""Going to pay and coming back."""

from datetime import timedelta

import structlog
from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import ratelimit
from webapp.core.database import current_scope
from webapp.core.permissions import SIGNED_IN, allow, current_actor
from webapp.core.services import services
from webapp.payments import collecting, queries
from webapp.payments.gateway import GatewayError
from webapp.pledges import queries as pledges

blueprint = Blueprint("payments", __name__)
log = structlog.get_logger(__name__)
TRIES_AN_HOUR = 30


@blueprint.post("/my/pledges/<pledge_id>/pay")
@allow(SIGNED_IN)
def start(pledge_id: str) -> ResponseReturnValue:
    """Go to the provider's page."""
    actor = current_actor()
    pledge = pledges.pledge_for(actor, pledge_id)
    ratelimit.hit("pay", actor.user_id or "", limit=TRIES_AN_HOUR, per=timedelta(hours=1))
    current_scope().commit()
    found = services()
    return redirect(collecting.open_page(found.database, pledge.id, base_url=found.settings.base_url, by=actor), 303)


@blueprint.get("/my/payments/<attempt_id>")
@allow(SIGNED_IN)
def back(attempt_id: str) -> ResponseReturnValue:
    """Where the provider sends the donor back: says what we know, never what the address claims."""
    attempt, pledge = queries.attempt_for(current_actor(), attempt_id)
    if attempt.captured:
        return redirect(url_for("pledges.show", pledge_id=pledge.id), 303)
    return render_template("payments/back.html", attempt=attempt, pledge=pledge)


@blueprint.post("/my/payments/<attempt_id>/check")
@allow(SIGNED_IN)
def check(attempt_id: str) -> ResponseReturnValue:
    """Ask the provider now."""
    actor = current_actor()
    attempt, _pledge = queries.attempt_for(actor, attempt_id)
    ratelimit.hit("pay", actor.user_id or "", limit=TRIES_AN_HOUR, per=timedelta(hours=1))
    current_scope().commit()
    try:
        collecting.check(services().database, attempt.id)
    except GatewayError:
        log.info("provider not reached", attempt=attempt.id)
    return redirect(url_for("payments.back", attempt_id=attempt.id), 303)
