"""SD-JWT VC (RFC 9901): claims that the holder shows one by one, signed once."""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from webapp.credentials import binding, disclosures, jws, vc
from webapp.credentials.binding import KeyBinding
from webapp.credentials.encoding import b64, to_json
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.signer import CREDENTIAL, KeyResolver, PublicKey, Signer, key_of
from webapp.credentials.trust import CLOCK_TOLERANCE, check_in_force, instant

MOST_BYTES: Final = 16 * 1024
SALT_BYTES: Final = 16


@dataclass(frozen=True)
class Verified:
    """A token that its issuer signed, that is in force, and whose disclosed claims belong to it."""

    claims: dict[str, Any]
    header: dict[str, Any]
    key: PublicKey
    disclosed: tuple[str, ...] = ()
    holder_jwk: dict[str, Any] | None = None
    is_shown_by_holder: bool = False  # a key binding for this question was verified


def issue(
    claims: Mapping[str, Any],
    disclosable: Sequence[str],
    signer: Signer,
    *,
    holder_jwk: Mapping[str, Any] | None = None,
) -> str:
    """`issuer-jwt~disclosure~…~`, with all disclosures.

    `claims` need iss, iat (seconds) and vct. Raises ValueError for a missing claim, a name that must stay open,
    a disclosable name without a claim, and a holder's key that is not a public one on P-256.
    """
    _check_names(claims, disclosable)
    payload = {name: value for name, value in claims.items() if name not in disclosable}
    made = [_disclosure(name, claims[name]) for name in disclosable]
    if made:
        payload["_sd"] = sorted(disclosures.digest(one) for one in made)
        payload["_sd_alg"] = "sha-256"
    if holder_jwk is not None:
        key_of(dict(holder_jwk))
        payload["cnf"] = {"jwk": {name: holder_jwk[name] for name in ("kty", "crv", "x", "y")}}
    return "~".join([jws.sign(payload, signer, typ=vc.TYP), *made, ""])


def present(token: str, names: Collection[str], *, key_binding: KeyBinding | None = None) -> str:
    """The token with only the disclosures of these names; with the holder's signature when a binding is given."""
    parts = disclosures.split(token, MOST_BYTES)
    kept = [text for text in parts.disclosures if disclosures.read(text)[0] in names]
    shown = "~".join([parts.issuer_jwt, *kept, ""])
    return shown if key_binding is None else shown + binding.make(shown, key_binding)


def verify(
    token: str,
    keys: KeyResolver,
    *,
    now: datetime,
    nonce: str | None = None,
    audience: str | None = None,
) -> Verified:
    """What the token says, once everything about it is right. Raises Refused with the first thing that is not.

    With `nonce` and `audience` the holder must have signed for this question; without them a key binding is
    refused, because nobody asked for it. Expiry and the like carry the claims in the refusal.
    """
    parts = disclosures.split(token, MOST_BYTES)
    signed = jws.verify(parts.issuer_jwt, keys, typ=vc.TYP, purpose=CREDENTIAL, most_bytes=MOST_BYTES)
    _check_issuer(signed)
    claims, disclosed = disclosures.merge(signed.payload, parts.disclosures)
    holder = _holder_of(claims)
    _check_times(claims, now)
    is_shown = _check_binding(parts, holder, now=now, nonce=nonce, audience=audience)
    return Verified(claims, signed.header, signed.key, disclosed, holder, is_shown)


def sha256_of(token: str) -> str:
    """Hexadecimal SHA-256 of the issuer's part: the same however much the holder discloses; for the log of issues."""
    return hashlib.sha256(token.split("~", 1)[0].encode()).hexdigest()


def _check_names(claims: Mapping[str, Any], disclosable: Sequence[str]) -> None:
    missing = [name for name in (*vc.REQUIRED, *disclosable) if name not in claims]
    forbidden = [name for name in disclosable if name in vc.NEVER_DISCLOSABLE]
    taken = [name for name in claims if name in {"_sd", "_sd_alg", "...", "cnf"}]
    if missing or forbidden or taken or len(set(disclosable)) != len(disclosable):
        raise ValueError(f"missing {missing}, never disclosable {forbidden}, reserved {taken}, or a name twice")


def _disclosure(name: str, value: Any) -> str:
    return b64(to_json([b64(secrets.token_bytes(SALT_BYTES)), name, value]))


def _check_issuer(signed: jws.Signed) -> None:
    for name, kind in {"iss": str, "vct": str, "iat": int}.items():
        if type(signed.payload.get(name)) is not kind:
            raise Refused(RefusalCode.BAD_CLAIM, name)
    if signed.payload["iss"] != signed.key.issuer:
        raise Refused(RefusalCode.WRONG_ISSUER)
    check_in_force(signed.key, instant(signed.payload["iat"]))


def _check_times(claims: dict[str, Any], now: datetime) -> None:
    for name in ("nbf", "exp"):
        if name in claims and type(claims[name]) is not int:
            raise Refused(RefusalCode.BAD_CLAIM, name)
    if instant(claims["iat"]) > now + CLOCK_TOLERANCE:
        raise Refused(RefusalCode.ISSUED_LATER, claims=claims)
    if "nbf" in claims and instant(claims["nbf"]) > now + CLOCK_TOLERANCE:
        raise Refused(RefusalCode.NOT_YET, claims=claims)
    if "exp" in claims and instant(claims["exp"]) <= now:
        raise Refused(RefusalCode.EXPIRED, claims=claims)


def _holder_of(claims: dict[str, Any]) -> dict[str, Any] | None:
    if "cnf" not in claims:
        return None
    confirmation = claims["cnf"]
    jwk = confirmation.get("jwk") if isinstance(confirmation, dict) and len(confirmation) == 1 else None
    if not isinstance(jwk, dict):
        raise Refused(RefusalCode.BAD_CLAIM, "cnf")
    return jwk


def _check_binding(
    parts: disclosures.Parts,
    holder: dict[str, Any] | None,
    *,
    now: datetime,
    nonce: str | None,
    audience: str | None,
) -> bool:
    if nonce is None and audience is None:
        if parts.key_binding:
            raise Refused(RefusalCode.REPLAYED, "a key binding that nobody asked for")
        return False
    if not nonce or not audience:
        raise ValueError("a key binding is asked for with a nonce and an audience")
    if holder is None or not parts.key_binding:
        raise Refused(RefusalCode.NEEDS_HOLDER)
    binding.check(parts.key_binding, parts.shown, holder, now=now, nonce=nonce, audience=audience)
    return True
