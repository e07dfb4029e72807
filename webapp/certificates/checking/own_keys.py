"""The municipalities' keys for tokens of ours that were signed when the service had another address."""

from dataclasses import replace

from webapp.credentials.encoding import from_json_object, unb64
from webapp.credentials.errors import Refused
from webapp.credentials.signer import KeyResolver, PublicKey
from webapp.keys import queries as keys


def keys_for(token: str) -> KeyResolver:
    """Finds keys as always, but lets a town's key vouch for `…/m/<its code>` on any host.

    The host is the service's own affair: whose token it is, the key and the log of issues say.
    """
    find, issuer = keys.resolver(), _issuer_of(token)

    def found(kid: str) -> PublicKey | None:
        key = find(kid)
        is_own = key is not None and issuer.endswith(f"/m/{key.municipality_code}")
        return replace(key, issuer=issuer) if key is not None and is_own else key

    return found


def _issuer_of(token: str) -> str:
    parts = token.split("~", 1)[0].split(".")
    try:
        return str(from_json_object(unb64(parts[1])).get("iss", "")) if len(parts) == 3 else ""
    except Refused:
        return ""
