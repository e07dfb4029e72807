"""What verifiers are told of keys: one town's set, its issuer metadata, and the signed list of everybody's."""

from datetime import datetime, timedelta
from typing import Any, Final

from webapp.core.clock import now
from webapp.core.errors import MissingSetup, NotThere
from webapp.core.services import services
from webapp.credentials import keylist, vc
from webapp.keys import queries
from webapp.keys.holding import signer_of
from webapp.keys.models import IssuerKey, KeyPurpose, KeyStatus
from webapp.municipalities import queries as municipalities

#: the keys that sign what others verify by themselves; PDF signatures carry their certificates along
_TOLD: Final = (KeyPurpose.CREDENTIAL, KeyPurpose.STATUS)
#: a verifier asks again daily, and believes a list for a week: no longer than the next key is published ahead
LIST_TTL: Final = timedelta(hours=24)
LIST_LIFETIME: Final = timedelta(days=7)
_FRESH_FOR: Final = timedelta(minutes=5)
_KEPT: Final = "keys.list"


def jwks(municipality_code: str) -> dict[str, Any]:
    """A town's keys as a JWK Set (RFC 7517 §5); lost ones are left out. Raises NotThere for a town without keys."""
    rows = [row for row in queries.of_town(municipality_code) if row.status in _SOUND and row.purpose in _TOLD]
    if not rows:
        raise NotThere
    return {"keys": [_jwk(row) for row in rows]}


def issuer_metadata(municipality_code: str) -> dict[str, Any]:
    """What `/.well-known/jwt-vc-issuer/m/<code>` answers; only keys that sign credentials. Raises NotThere."""
    keys = [key for key in jwks(municipality_code)["keys"] if key["kid"].endswith(f"-{KeyPurpose.CREDENTIAL.value}")]
    return vc.issuer_metadata(queries.issuer_of(municipality_code), {"keys": keys})


def key_list_token() -> str:
    """All municipalities' keys in one JWT signed by the operator (see `credentials.keylist`); made anew every 5 minutes.

    Raises NotThere while the operator has no key.
    """
    extras, stamp = services().extras, queries.stamp()
    kept: tuple[Any, datetime, str] | None = extras.get(_KEPT)
    if kept is None or kept[0] != stamp or now() - kept[1] > _FRESH_FOR:
        kept = stamp, now(), _make_list()
        extras[_KEPT] = kept
    return kept[2]


def root_jwk() -> dict[str, Any]:
    """The operator's key that signs the list: verifiers keep it from their first visit. Raises NotThere."""
    row = queries.active(None, KeyPurpose.ROOT)
    if row is None:
        raise NotThere
    return _jwk(row)


def _make_list() -> str:
    root = queries.active(None, KeyPurpose.ROOT)
    if root is None:
        raise NotThere
    if not root.not_before <= now() <= root.not_after:
        raise MissingSetup
    rows = [row for row in queries.published(*_TOLD) if row.municipality_code]
    towns = municipalities.by_codes([row.municipality_code for row in rows if row.municipality_code])
    entries = [
        keylist.Entry(queries.public_key(row), row.short_kid, towns[row.municipality_code].official_name)
        for row in rows
        if row.municipality_code
    ]
    return keylist.token(
        entries, signer_of(root), issuer=queries.issuer_of(None), issued=now(), ttl=LIST_TTL, lifetime=LIST_LIFETIME
    )


_SOUND: Final = (KeyStatus.PENDING, KeyStatus.ACTIVE, KeyStatus.VERIFY_ONLY)


def _jwk(row: IssuerKey) -> dict[str, Any]:
    return {**row.public_jwk, "kid": row.kid, "alg": row.alg, "use": "sig"}
