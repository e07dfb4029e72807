"""Public addresses of keys: one town's set, its issuer metadata, the signed list of everybody's."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from webapp.core.permissions import PUBLIC, allow
from webapp.keys import publishing

blueprint = Blueprint("keys", __name__)
MAX_AGE = 3600


@blueprint.get("/m/<code>/.well-known/jwks.json")
@allow(PUBLIC)
def jwks(code: str) -> ResponseReturnValue:
    """A town's keys as a JWK Set."""
    return _for_everybody(jsonify(publishing.jwks(code)), "application/jwk-set+json")


@blueprint.get("/.well-known/jwt-vc-issuer/m/<code>")
@allow(PUBLIC)
def issuer_metadata(code: str) -> ResponseReturnValue:
    """A town's issuer metadata; the well-known part stands between host and path (RFC 8615)."""
    return _for_everybody(jsonify(publishing.issuer_metadata(code)), "application/json")


@blueprint.get("/.well-known/municipality-keys.jwt")
@allow(PUBLIC)
def key_list() -> ResponseReturnValue:
    """All towns' keys, signed by the operator."""
    return _for_everybody(Response(publishing.key_list_token()), "application/jwt")


@blueprint.get("/.well-known/municipality-keys-root.json")
@allow(PUBLIC)
def root_key() -> ResponseReturnValue:
    """The key that signs that list."""
    return _for_everybody(jsonify(publishing.root_jwk()), "application/jwk+json")


def _for_everybody(response: Response, media_type: str) -> Response:
    """Readable from any page, kept for an hour, and not sent again when it has not changed."""
    response.headers["Content-Type"] = media_type
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.cache_control.public = True
    response.cache_control.max_age = MAX_AGE
    response.add_etag()
    response.make_conditional(request)
    return response
