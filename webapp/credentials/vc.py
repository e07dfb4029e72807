"""Every name that SD-JWT VC and Token Status List may still change before they are RFCs, in one place.

SD-JWT is RFC 9901; SD-JWT VC is draft-ietf-oauth-sd-jwt-vc (type `dc+sd-jwt` since -06), the status list
draft-ietf-oauth-status-list. If a draft renames something, this file changes and nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from webapp.credentials.trust import day_start

TYP: Final = "dc+sd-jwt"
MEDIA_TYPE: Final = "application/dc+sd-jwt"
KEY_BINDING_TYP: Final = "kb+jwt"
STATUS_LIST_TYP: Final = "statuslist+jwt"
STATUS_LIST_MEDIA_TYPE: Final = "application/statuslist+jwt"
OPENID4VCI_FORMAT: Final = "dc+sd-jwt"
ISSUER_METADATA_PATH: Final = "/.well-known/jwt-vc-issuer"

#: claims that are always open (draft-ietf-oauth-sd-jwt-vc §2.2.2.2) and, here, those that the check of a key needs
NEVER_DISCLOSABLE: Final = frozenset(
    {"iss", "iat", "nbf", "exp", "cnf", "vct", "vct#integrity", "aka_vcts", "status", "_sd", "_sd_alg", "..."}
)
#: claims without which nothing is issued and nothing accepted
REQUIRED: Final = ("iss", "iat", "vct")

#: status values of the status list draft, §7.1
VALID, INVALID, SUSPENDED = 0, 1, 2


@dataclass(frozen=True)
class ClaimDescription:
    """One claim as a wallet shows it; `label` by language tag."""

    name: str
    label: Mapping[str, str]
    is_disclosable: bool = True
    is_mandatory: bool = False


def status_claim(uri: str, index: int) -> dict[str, Any]:
    """The value of `status`: where in which list this token stands."""
    return {"status_list": {"idx": index, "uri": uri}}


def read_status_claim(claims: Mapping[str, Any]) -> tuple[str, int] | None:
    """(uri, index) of a token's `status`; None when it has none or of another kind."""
    status = claims.get("status")
    entry = status.get("status_list") if isinstance(status, dict) else None
    if not isinstance(entry, dict) or not isinstance(entry.get("uri"), str) or type(entry.get("idx")) is not int:
        return None
    return entry["uri"], entry["idx"]


def times(issued_on: date, valid_from: date, valid_until: date) -> dict[str, int]:
    """iat, nbf and exp in seconds (RFC 7519 §4.1), rounded to days in Japan so that they link no two tokens.

    `valid_until` is the last day on which it holds: exp is the first instant after it.
    """
    return {
        "iat": int(day_start(issued_on).timestamp()),
        "nbf": int(day_start(valid_from).timestamp()),
        "exp": int(day_start(valid_until + timedelta(days=1)).timestamp()),
    }


def type_metadata(
    vct: str, names: Mapping[str, str], descriptions: Mapping[str, str], claims: Sequence[ClaimDescription]
) -> dict[str, Any]:
    """The document that `vct` points to: what a wallet shows of a kind, by language tag (draft §6)."""
    first = next(iter(names))
    return {
        "vct": vct,
        "name": names[first],
        "description": descriptions.get(first, ""),
        "display": [
            {"locale": tag, "name": name, "description": descriptions.get(tag, "")} for tag, name in names.items()
        ],
        "claims": [_described(claim) for claim in claims],
    }


def _described(claim: ClaimDescription) -> dict[str, Any]:
    return {
        "path": [claim.name],
        "display": [{"locale": tag, "label": label} for tag, label in claim.label.items()],
        "sd": "always" if claim.is_disclosable else "never",
        "mandatory": claim.is_mandatory,
    }


def issuer_metadata(issuer: str, jwks: dict[str, Any]) -> dict[str, Any]:
    """The document under `/.well-known/jwt-vc-issuer/…` (draft §5)."""
    return {"issuer": issuer, "jwks": jwks}
