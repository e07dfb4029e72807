"""The provider's endpoints: description, keys, the page where one chooses who to be, code for token, userinfo."""

import hmac
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc7636 import create_s256_code_challenge
from flask import Flask, Response, abort, jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from webapp.identity.local_provider.codes import Codes, Faults, Granted
from webapp.identity.local_provider.people import ACR, PEOPLE, Person
from webapp.identity.trial import CLIENT_ID, CLIENT_SECRET

TOKEN_SECONDS = 300
_NEEDED = ("state", "nonce", "code_challenge", "redirect_uri")


@dataclass
class Provider:
    """Keys, memory and faults of one running provider."""

    faults: Faults
    codes: Codes
    keys: tuple[RSAKey | ECKey, ...]
    address: str = ""

    def signed(self, claims: dict[str, Any]) -> str:
        """An id_token, by the first key."""
        changed = self.faults.claims(claims)
        if self.faults.sign is not None:
            return self.faults.sign(changed)
        key = self.keys[0]
        alg = "RS256" if isinstance(key, RSAKey) else "ES256"
        return jwt.encode({"alg": alg, "kid": key.kid}, changed, key, algorithms=[alg])


def make_app(provider: Provider) -> Flask:
    """The endpoints as an app of their own."""
    app = Flask(__name__)
    endpoints = Endpoints(provider)
    app.add_url_rule("/.well-known/openid-configuration", view_func=endpoints.description)
    app.add_url_rule("/jwks", view_func=endpoints.jwks)
    app.add_url_rule("/authorize", view_func=endpoints.authorize, methods=["GET", "POST"])
    app.add_url_rule("/token", view_func=endpoints.token, methods=["POST"])
    app.add_url_rule("/userinfo", view_func=endpoints.userinfo)
    app.before_request(lambda: Response("down", 503) if provider.faults.is_down else None)
    return app


@dataclass(frozen=True)
class Endpoints:
    """What the provider answers."""

    provider: Provider

    def description(self) -> Response:
        """Where everything lies."""
        at = self.provider.address
        return jsonify(
            issuer=at,
            authorization_endpoint=f"{at}/authorize",
            token_endpoint=f"{at}/token",
            jwks_uri=f"{at}/jwks",
            userinfo_endpoint=f"{at}/userinfo",
            response_types_supported=["code"],
            subject_types_supported=["pairwise"],
            id_token_signing_alg_values_supported=["RS256", "ES256"],
            code_challenge_methods_supported=["S256"],
            scopes_supported=["openid", "name", "address", "birthdate"],
        )

    def jwks(self) -> Response:
        """The public keys."""
        return jsonify(keys=[key.as_dict(private=False) for key in self.provider.keys])

    def authorize(self) -> ResponseReturnValue:
        """The page where one chooses who to be, and the way back with a one-time code."""
        asked = _asked()
        if request.method == "GET":
            return render_template("choose.html", people=PEOPLE, asked=asked, host=_host(asked["redirect_uri"]))
        if "cancel" in request.form:
            return _back(asked, error="access_denied")
        granted = Granted(
            _chosen(), CLIENT_ID, asked["redirect_uri"], asked["nonce"], asked["code_challenge"], time.time()
        )
        return _back(asked, code=self.provider.codes.issue(granted))

    def token(self) -> ResponseReturnValue:
        """An id_token for a code, once, and only to whoever began."""
        if not _is_client():
            return jsonify(error="invalid_client"), 401
        granted = self.provider.codes.redeem(request.form.get("code", ""))
        challenge = create_s256_code_challenge(request.form.get("code_verifier", ""))
        is_same = granted is not None and hmac.compare_digest(granted.challenge, challenge)
        if granted is None or not is_same or granted.redirect_uri != request.form.get("redirect_uri"):
            return jsonify(error="invalid_grant"), 400
        return jsonify(
            access_token=self.provider.codes.token_for(granted),
            token_type="Bearer",  # noqa: S106 - the kind of token, not one
            expires_in=TOKEN_SECONDS,
            id_token=self.provider.signed(_claims(self.provider.address, granted)),
        )

    def userinfo(self) -> ResponseReturnValue:
        """Name, address and birth date of whom an access token is about."""
        granted = self.provider.codes.holder_of(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if granted is None:
            return jsonify(error="invalid_token"), 401
        who = granted.person
        told = {"sub": who.subject, "name": who.name, "birthdate": who.birthdate}
        return jsonify(self.provider.faults.userinfo({**told, "address": {"formatted": who.address}}))


def _asked() -> dict[str, str]:
    """What the service asks for; a request without PKCE, state or nonce is refused outright."""
    asked = {name: request.values.get(name, "") for name in (*_NEEDED, "scope", "client_id", "code_challenge_method")}
    is_whole = all(asked[name] for name in _NEEDED) and asked["code_challenge_method"] == "S256"
    if asked["client_id"] != CLIENT_ID or not is_whole or request.values.get("response_type") != "code":
        abort(400)
    if "openid" not in asked["scope"].split() or _host(asked["redirect_uri"]) not in ("localhost", "127.0.0.1"):
        abort(400)
    return asked


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _chosen() -> Person:
    typed = {name: request.form.get(name, "").strip() for name in ("name", "birthdate", "address")}
    if typed["name"]:
        return Person(f"test-typed-{typed['name']}-{typed['birthdate']}", **typed)
    return next((person for person in PEOPLE if person.subject == request.form.get("person")), PEOPLE[0])


def _back(asked: dict[str, str], **answer: str) -> ResponseReturnValue:
    return redirect(f"{asked['redirect_uri']}?{urlencode({**answer, 'state': asked['state']})}", 303)


def _is_client() -> bool:
    given = request.authorization
    shown = f"{given.username}:{given.password}" if given and given.type == "basic" else ""
    return hmac.compare_digest(shown.encode(), f"{CLIENT_ID}:{CLIENT_SECRET}".encode())


def _claims(issuer: str, granted: Granted) -> dict[str, Any]:
    now = int(time.time())
    return {
        "iss": issuer,
        "sub": granted.person.subject,
        "aud": granted.client_id,
        "exp": now + TOKEN_SECONDS,
        "iat": now,
        "auth_time": now,
        "nonce": granted.nonce,
        "acr": ACR,
    }
