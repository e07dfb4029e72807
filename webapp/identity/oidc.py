"""OpenID Connect, as デジタル認証アプリ speaks it: authorization code, PKCE S256, state and nonce; by authlib and joserfc."""

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import requests
from authlib.common.security import generate_token
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from webapp.config import Settings
from webapp.identity.provider import NotProven, Proven, Start, Unavailable

ALGORITHMS = ("RS256", "PS256", "ES256")
SCOPES = "openid name address birthdate"
PATIENCE = 5  # seconds for each answer
LEEWAY = 60  # seconds that two clocks may differ
OLDEST = 600  # seconds since the provider made the token
_DISCOVERY = "/.well-known/openid-configuration"
_NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass
class OidcProvider:
    """One provider by its settings; where it lies is asked once, unless the settings say it."""

    settings: Settings
    _metadata: dict[str, str] | None = None

    @property
    def issuer(self) -> str:
        """What the provider calls itself."""
        return self.settings.identity_issuer

    def begin(self, redirect_uri: str) -> Start:
        """Prepare a check. Raises Unavailable."""
        nonce, verifier = generate_token(32), generate_token(64)
        extra = {"nonce": nonce, "code_verifier": verifier}
        if self.settings.identity_acr_values:
            extra["acr_values"] = self.settings.identity_acr_values
        with self._session(redirect_uri) as session:
            url, state = session.create_authorization_url(self._place("authorization_endpoint"), **extra)
        return Start(url, state, nonce, verifier)

    def finish(self, *, code: str, nonce: str, verifier: str, redirect_uri: str) -> Proven:
        """Turn the one-time code into what was proven. Raises Unavailable or NotProven."""
        place = self._place("token_endpoint")
        try:
            with self._session(redirect_uri) as session:
                token = session.fetch_token(place, code=code, code_verifier=verifier, timeout=PATIENCE)
                claims = self._checked(str(token.get("id_token", "")), nonce)
                claims = self._with_userinfo(session, claims)
        except OAuthError as error:
            raise NotProven(f"the provider refused the code ({error.error})") from None
        except (requests.RequestException, ValueError) as error:
            raise Unavailable(type(error).__name__) from None
        return self._proven(claims)

    def _session(self, redirect_uri: str) -> Any:
        return OAuth2Session(
            self.settings.identity_client_id,
            self.settings.identity_client_secret.get_secret_value(),
            scope=SCOPES,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )

    def _place(self, name: str) -> str:
        fixed = {
            "authorization_endpoint": self.settings.identity_authorization_url,
            "token_endpoint": self.settings.identity_token_url,
            "jwks_uri": self.settings.identity_jwks_url,
            "userinfo_endpoint": self.settings.identity_userinfo_url,
        }
        if all(fixed[needed] for needed in _NEEDED):
            return fixed[name]
        if self._metadata is None:
            self._metadata = self._discovered()
        return fixed[name] or str(self._metadata.get(name, ""))

    def _discovered(self) -> dict[str, str]:
        found: dict[str, str] = self._asked(self.issuer.rstrip("/") + _DISCOVERY)
        if found.get("issuer") != self.issuer or not all(found.get(name) for name in _NEEDED):
            raise Unavailable("the provider's description is of another issuer or incomplete")
        return found

    @staticmethod
    def _asked(url: str) -> Any:
        try:
            answer = requests.get(url, timeout=PATIENCE, allow_redirects=False)
            answer.raise_for_status()
            return answer.json()
        except (requests.RequestException, ValueError) as error:
            raise Unavailable(type(error).__name__) from None

    def _checked(self, id_token: str, nonce: str) -> dict[str, Any]:
        """The claims of an id_token whose signature, issuer, audience, nonce and times are right."""
        us = self.settings.identity_client_id
        essential = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": us},
            "nonce": {"essential": True, "value": nonce},
            **{name: {"essential": True} for name in ("sub", "exp", "iat")},
        }
        registry = jwt.JWTClaimsRegistry(leeway=LEEWAY, **essential)  # type: ignore[arg-type]
        try:
            keys = KeySet.import_key_set(self._asked(self._place("jwks_uri")))
            claims = jwt.decode(id_token, keys, algorithms=ALGORITHMS).claims
            registry.validate(claims)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise NotProven(f"the id_token is not valid ({type(error).__name__})") from None
        if claims["iat"] < time.time() - OLDEST:
            raise NotProven("the id_token is old")
        if claims["aud"] not in (us, [us]) and claims.get("azp") != us:
            raise NotProven("the id_token is for several, and not by us")
        wanted = self.settings.identity_acr_values.split()
        if wanted and claims.get("acr") not in wanted:
            raise NotProven("the person was not checked at the level that was asked for")
        return claims

    def _with_userinfo(self, session: Any, claims: dict[str, Any]) -> dict[str, Any]:
        """Name, address and birth date may be told apart from the token; it must be the same person."""
        place = self._place("userinfo_endpoint")
        if not place:
            return claims
        answer = session.get(place, timeout=PATIENCE)
        answer.raise_for_status()
        told = answer.json()
        if not isinstance(told, dict) or told.get("sub") != claims["sub"]:
            raise NotProven("the userinfo is about somebody else")
        return {**told, **claims}

    def _proven(self, claims: dict[str, Any]) -> Proven:
        address = claims.get("address")
        formatted = address.get("formatted", "") if isinstance(address, dict) else address
        return Proven(
            issuer=self.issuer,
            subject=str(claims["sub"]),
            name=str(claims.get("name") or ""),
            birth_date=_day(claims.get("birthdate")),
            address=" ".join(str(formatted or "").split()),
            acr=str(claims.get("acr") or ""),
            verified_at=datetime.fromtimestamp(_seconds(claims), UTC),
        )


def _seconds(claims: dict[str, Any]) -> int:
    """When the person was checked: as the provider says, or when it wrote the token."""
    told = claims.get("auth_time")
    return told if isinstance(told, int) and 0 < told <= claims["iat"] else int(claims["iat"])


def _day(text: Any) -> date | None:
    try:
        return date.fromisoformat(str(text or ""))
    except ValueError:
        return None
