"""Going to pay, coming back, and the provider's notices."""

from datetime import timedelta

import structlog
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.core import ratelimit
from webapp.core.database import current_scope
from webapp.core.error_pages import error_response
from webapp.core.i18n import gettext as _
from webapp.core.jobs import enqueue
from webapp.core.permissions import PUBLIC, SIGNED_IN, allow, current_actor, sender_proves_itself
from webapp.core.services import services
from webapp.payments import collecting, queries
from webapp.payments.gateway import BadSignature, Envelope, GatewayError
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
    ratelimit.hit("pay", pledge.user_id, limit=TRIES_AN_HOUR, per=timedelta(hours=1))
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
    attempt, pledge = queries.attempt_for(current_actor(), attempt_id)
    ratelimit.hit("pay", pledge.user_id, limit=TRIES_AN_HOUR, per=timedelta(hours=1))
    current_scope().commit()
    try:
        collecting.check(services().database, attempt.id)
    except GatewayError:
        log.info("provider not reached", attempt=attempt.id)
    return redirect(url_for("payments.back", attempt_id=attempt.id), 303)


@blueprint.post("/webhooks/stripe")
@allow(PUBLIC)
@sender_proves_itself
def stripe_webhook() -> ResponseReturnValue:
    """A notice of the provider: verify, remember, look at the truth, take it in; repetitions change nothing."""
    try:
        envelope = collecting.gateway().parse_webhook(request.get_data(), dict(request.headers))
    except BadSignature:
        log.warning("webhook refused")
        return error_response(400, _("署名を確かめられません。"))
    if not envelope.is_relevant or envelope.ref is None:
        return "", 200
    database = services().database
    if collecting.receive(database, envelope):
        _take_in(envelope, envelope.ref)
    return "", 200


def _take_in(envelope: Envelope, ref: str) -> None:
    database = services().database
    try:
        collecting.sync(database, ref)
        collecting.finish(database, envelope.event_id)
    except GatewayError as error:
        log.warning("notice kept for later", event_id=envelope.event_id, error=type(error).__name__)
        with database.transaction():
            enqueue("payment_event", {"event": envelope.event_id, "ref": ref}, key=f"event:{envelope.event_id}")
