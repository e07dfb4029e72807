"""Addresses that wallets speak to: metadata, token, nonce, credential, notification (OpenID4VCI 1.0)."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.certificates.phone import actions, metadata
from webapp.certificates.phone.errors import WalletError, WalletRefused
from webapp.core import ratelimit
from webapp.core.permissions import PUBLIC, allow, sender_proves_itself
from webapp.core.security import remote_address

blueprint = Blueprint("wallets", __name__)
MAX_AGE = 3600
TRIES_A_MINUTE = 30
View = TypeVar("View", bound=Callable[..., Any])


def _answers_wallets(view: View) -> View:
    """JSON that nobody keeps, and refusals in the words of the protocol; readable from a wallet's page."""

    @wraps(view)
    def answer(**values: Any) -> ResponseReturnValue:
        ratelimit.hit("wallet", remote_address(), limit=TRIES_A_MINUTE, per=timedelta(minutes=1))
        try:
            made: Response = view(**values)
        except WalletRefused as refused:
            made = jsonify(error=refused.error.code)
            made.status_code = refused.error.status
            if refused.error is WalletError.INVALID_TOKEN:
                made.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        made.headers["Cache-Control"] = "no-store"
        made.headers["Access-Control-Allow-Origin"] = "*"
        return made

    return cast("View", answer)


@blueprint.get("/.well-known/openid-credential-issuer/m/<code>")
@allow(PUBLIC)
def issuer(code: str) -> ResponseReturnValue:
    """A town as issuer."""
    return _for_everybody(metadata.issuer(code))


@blueprint.get("/.well-known/oauth-authorization-server/m/<code>")
@allow(PUBLIC)
def authorization_server(code: str) -> ResponseReturnValue:
    """Where its tokens come from."""
    return _for_everybody(metadata.authorization_server(code))


@blueprint.get("/vct/<kind>/<int:version>")
@allow(PUBLIC)
def kind(kind: str, version: int) -> ResponseReturnValue:
    """What a kind of certificate looks like in a wallet."""
    return _for_everybody(metadata.kind(kind, version))


@blueprint.post("/m/<code>/token")
@allow(PUBLIC)
@sender_proves_itself
@_answers_wallets
def token(code: str) -> Response:
    """A code and six digits against an access token."""
    if request.form.get("grant_type") != metadata.PRE_AUTHORIZED:
        raise WalletRefused(WalletError.UNSUPPORTED_GRANT)
    given, digits = request.form.get("pre-authorized_code"), request.form.get("tx_code")
    if not given or not digits:
        raise WalletRefused(WalletError.INVALID_REQUEST)
    made = actions.access(code, given, digits)
    return jsonify(access_token=made, token_type="Bearer", expires_in=int(actions.ACCESS_LIFE.total_seconds()))  # noqa: S106


@blueprint.post("/m/<code>/nonce")
@allow(PUBLIC)
@sender_proves_itself
@_answers_wallets
def nonce(code: str) -> Response:
    """A number for the proof."""
    metadata.issuer(code)
    return jsonify(c_nonce=actions.nonce(code))


@blueprint.post("/m/<code>/credential")
@allow(PUBLIC)
@sender_proves_itself
@_answers_wallets
def credential(code: str) -> Response:
    """A proof against the certificate; an access token in the address is no access token (RFC 6750 §2.3)."""
    found = actions.credential(code, _bearer(), _body())
    return jsonify(credentials=[{"credential": found.body}], notification_id=found.id)


@blueprint.post("/m/<code>/notification")
@allow(PUBLIC)
@sender_proves_itself
@_answers_wallets
def notification(code: str) -> Response:
    """Whether the wallet kept it: taken note of by nobody, because nothing follows from it."""
    metadata.issuer(code)
    _bearer()
    if not isinstance(_body().get("notification_id"), str):
        raise WalletRefused(WalletError.INVALID_REQUEST)
    return Response(status=204)


def _bearer() -> str:
    kind, _space, given = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not given:
        raise WalletRefused(WalletError.INVALID_TOKEN)
    return given.strip()


def _body() -> dict[str, Any]:
    found = request.get_json(silent=True)
    if not isinstance(found, dict):
        raise WalletRefused(WalletError.INVALID_REQUEST)
    return found


def _for_everybody(document: dict[str, Any]) -> Response:
    response = jsonify(document)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.cache_control.public = True
    response.cache_control.max_age = MAX_AGE
    response.add_etag()
    response.make_conditional(request)
    return response
