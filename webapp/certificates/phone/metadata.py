"""What wallets read before anything else: a town as issuer, its authorization server, and what a kind looks like."""

from collections.abc import Iterable
from typing import Any

from webapp.certificates import addresses
from webapp.certificates.kinds.registry import all_kinds
from webapp.certificates.kinds.spec import KindSpec
from webapp.core.errors import NotThere
from webapp.core.i18n import in_language
from webapp.credentials import vc
from webapp.keys import queries as keys
from webapp.keys.models import KeyPurpose
from webapp.municipalities import queries as municipalities

PRE_AUTHORIZED = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
LANGUAGES = ("ja", "en")


def issuer(code: str) -> dict[str, Any]:
    """Credential issuer metadata (OpenID4VCI 1.0 §12.2). Raises NotThere for a town that signs nothing."""
    if keys.active(code, KeyPurpose.CREDENTIAL) is None:
        raise NotThere
    base, town = addresses.issuer(code), municipalities.by_code(code)
    return {
        "credential_issuer": base,
        "authorization_servers": [base],
        "credential_endpoint": f"{base}/credential",
        "nonce_endpoint": f"{base}/nonce",
        "notification_endpoint": f"{base}/notification",
        "display": [{"name": town.official_name, "locale": "ja"}, {"name": town.romaji or town.name, "locale": "en"}],
        "credential_configurations_supported": {kind.code: _configuration(kind) for kind in for_people()},
    }


def authorization_server(code: str) -> dict[str, Any]:
    """Authorization server metadata (RFC 8414), for the one grant there is."""
    if keys.active(code, KeyPurpose.CREDENTIAL) is None:
        raise NotThere
    base = addresses.issuer(code)
    return {
        "issuer": base,
        "token_endpoint": f"{base}/token",
        "grant_types_supported": [PRE_AUTHORIZED],
        "response_types_supported": [],
        "token_endpoint_auth_methods_supported": ["none"],
        "pre-authorized_grant_anonymous_access_supported": True,
    }


def kind(code: str, version: int) -> dict[str, Any]:
    """What `vct` points to. Raises NotThere."""
    found = next((kind for kind in all_kinds() if (kind.code, kind.version) == (code, version)), None)
    if found is None:
        raise NotThere
    names, said = _in_languages(found.title), _in_languages(found.can[0])
    described = [
        vc.ClaimDescription(name, _in_languages(label))
        for name, label in {"number": found.title, **found.claims}.items()
    ]
    return vc.type_metadata(addresses.credential_type(found), names, said, described)


def offer(code: str, kind_code: str, pre_authorized_code: str) -> dict[str, Any]:
    """A credential offer (OpenID4VCI 1.0 §4.1.1): the six digits are asked of the person."""
    return {
        "credential_issuer": addresses.issuer(code),
        "credential_configuration_ids": [kind_code],
        "grants": {
            PRE_AUTHORIZED: {
                "pre-authorized_code": pre_authorized_code,
                "tx_code": {"length": 6, "input_mode": "numeric", "description": "ふたまちの画面に出ている6桁の数字"},
            }
        },
    }


def for_people() -> Iterable[KindSpec]:
    """Kinds whose holder is a person with a wallet."""
    return [found for found in all_kinds() if found.personal]


def _configuration(found: KindSpec) -> dict[str, Any]:
    names = _in_languages(found.title)
    return {
        "format": vc.OPENID4VCI_FORMAT,
        "scope": found.code,
        "vct": addresses.credential_type(found),
        "cryptographic_binding_methods_supported": ["jwk"],
        "credential_signing_alg_values_supported": ["ES256"],
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": ["ES256"]}},
        "credential_metadata": {
            "display": [{"name": name, "locale": language} for language, name in names.items()],
            "claims": [
                {
                    "path": [name],
                    "display": [{"name": words, "locale": tag} for tag, words in _in_languages(label).items()],
                }
                for name, label in found.claims.items()
            ],
        },
    }


def _in_languages(words: Any) -> dict[str, str]:
    said = {}
    for language in LANGUAGES:
        with in_language(language):
            said[language] = str(words)
    return said
