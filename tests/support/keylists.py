"""The list of keys of a small world of issuers, as verifiers in browsers get it."""

from datetime import timedelta
from typing import Any

from tests.support.issuers import NOW, World, a_signer
from webapp.credentials import keylist
from webapp.credentials.signer import jwk_of, short_kid


def key_list(world: World) -> tuple[str, dict[str, Any]]:
    """(the signed list, the root's public key) that let a script know what `world.keys` knows."""
    root = a_signer("operator-2026a-root")
    known = {key.kid: key for key in world.known.values()}.values()
    entries = [keylist.Entry(key, short_kid(jwk_of(key.key)).hex(), "長野県飯山市") for key in known]
    week = timedelta(days=7)
    made = keylist.token(entries, root, issuer="https://futamachi.example.jp", issued=NOW, ttl=week, lifetime=week)
    return made, {**root.public_jwk, "kid": root.kid}
