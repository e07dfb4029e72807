"""Going to pay and coming back for donors without an account, over the link that opens their pledge."""

from datetime import timedelta

import structlog
from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.core import ratelimit
from webapp.core.actor import Actor
from webapp.core.database import current_scope
from webapp.core.permissions import PUBLIC, allow, current_actor
from webapp.core.services import services
from webapp.payments import collecting, queries
from webapp.payments.gateway import GatewayError
from webapp.pledges.models import Pledge
from webapp.pledges.queries import pledge_by_key

blueprint = Blueprint("guest_payments", __name__, url_prefix="/donations/<key>")
log = structlog.get_logger(__name__)
TRIES_AN_HOUR = 30


def page_of(pledge: Pledge, *, guest_key: str = "", by: Actor) -> str:
    """The address of the provider's page, for the last screen of pledging. Raises RuleBroken."""
    found = services()
    return collecting.open_page(found.database, pledge.id, base_url=found.settings.base_url, by=by, guest_key=guest_key)


@blueprint.post("/pay")
@allow(PUBLIC)
def start(key: str) -> ResponseReturnValue:
    """Go to the provider's page."""
    pledge = pledge_by_key(key)
    ratelimit.hit("pay", pledge.id, limit=TRIES_AN_HOUR, per=timedelta(hours=1))
    current_scope().commit()
    return redirect(page_of(pledge, guest_key=key, by=current_actor()), 303)


@blueprint.get("/payments/<attempt_id>")
@allow(PUBLIC)
def back(key: str, attempt_id: str) -> ResponseReturnValue:
    """Where the provider sends the donor back: says what we know, never what the address claims."""
    attempt, pledge = queries.attempt_by_key(key, attempt_id)
    own = url_for("donations.show", key=key)
    if attempt.captured:
        return redirect(own, 303)
    check = url_for(".check", key=key, attempt_id=attempt.id)
    return render_template("payments/back.html", attempt=attempt, pledge=pledge, own=own, check=check)


@blueprint.post("/payments/<attempt_id>/check")
@allow(PUBLIC)
def check(key: str, attempt_id: str) -> ResponseReturnValue:
    """Ask the provider now."""
    attempt, pledge = queries.attempt_by_key(key, attempt_id)
    ratelimit.hit("pay", pledge.id, limit=TRIES_AN_HOUR, per=timedelta(hours=1))
    current_scope().commit()
    try:
        collecting.check(services().database, attempt.id)
    except GatewayError:
        log.info("provider not reached", attempt=attempt.id)
    return redirect(url_for(".back", key=key, attempt_id=attempt.id), 303)
