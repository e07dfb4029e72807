"""The addresses of the provider's notices: one for each municipality's own account, one for that of the settings."""

import structlog
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from webapp.core.error_pages import error_response
from webapp.core.errors import MissingSetup, NotThere
from webapp.core.i18n import gettext as _
from webapp.core.permissions import PUBLIC, allow, sender_proves_itself
from webapp.core.services import services
from webapp.payments import inbox
from webapp.payments.accounts.holding import gateway
from webapp.payments.gateway import BadSignature
from webapp.payments.models import SHARED

blueprint = Blueprint("webhooks", __name__, url_prefix="/webhooks/stripe")
log = structlog.get_logger(__name__)
LARGEST_NOTICE = 512 * 1024


@blueprint.post("")
@allow(PUBLIC)
@sender_proves_itself
def shared() -> ResponseReturnValue:
    """A notice about the account of the settings."""
    return _take(SHARED)


@blueprint.post("/<code>")
@allow(PUBLIC)
@sender_proves_itself
def town(code: str) -> ResponseReturnValue:
    """A notice about a municipality's own account; a municipality without one is not there."""
    if not (code.isascii() and code.isdigit()):
        raise NotThere
    return _take(code)


def _take(account: str) -> ResponseReturnValue:
    """Verify, remember, look at the truth, take it in; repetitions change nothing."""
    if (request.content_length or 0) > LARGEST_NOTICE:
        return error_response(413, _("送られた内容が大きすぎます。"))
    if request.mimetype != "application/json":
        return error_response(415, _("JSONだけを受け取ります。"))
    try:
        provider = gateway(account)
    except MissingSetup:
        raise NotThere from None
    try:
        envelope = provider.parse_webhook(request.get_data(), dict(request.headers))
    except BadSignature:
        log.warning("webhook refused", account=account)
        return error_response(400, _("署名を確かめられません。"))
    inbox.handle(services().database, envelope, account)
    return "", 200
