"""Compact JWS (RFC 7515) with ES256, read strictly: the header's fields are known before any cryptography."""

from dataclasses import dataclass
from typing import Any

from webapp.credentials.encoding import b64, from_json_object, to_json, unb64
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.signer import ALG, KeyResolver, PublicKey, Signer
from webapp.credentials.trust import find_key


@dataclass(frozen=True)
class Signed:
    """What a good signature covers."""

    header: dict[str, Any]
    payload: dict[str, Any]
    key: PublicKey


def sign(payload: dict[str, Any], signer: Signer, *, typ: str) -> str:
    """header.payload.signature; the header holds alg, typ and kid and nothing else."""
    if signer.alg != ALG:
        raise ValueError(f"{signer.alg} is not signed here")
    header = {"alg": ALG, "typ": typ, "kid": signer.kid}
    covered = f"{b64(to_json(header))}.{b64(to_json(payload))}"
    return f"{covered}.{b64(signer.sign(covered.encode()))}"


def verify(token: str, keys: KeyResolver, *, typ: str, purpose: str, most_bytes: int) -> Signed:
    """Header, payload and key of a token of that type, signed by a key of that purpose. Raises Refused."""
    header, parts = read_header(token, {"alg", "typ", "kid"}, typ=typ, most_bytes=most_bytes)
    key = find_key(keys, header["kid"], purpose)
    if not key.has_signed(f"{parts[0]}.{parts[1]}".encode(), unb64(parts[2])):
        raise Refused(RefusalCode.TAMPERED)
    return Signed(header, from_json_object(unb64(parts[1])), key)


def read_header(
    token: str, names: set[str], *, typ: str, most_bytes: int, texts: set[str] | None = None
) -> tuple[dict[str, Any], list[str]]:
    """The header, with exactly these names, and the three parts; nothing is verified yet. Raises Refused.

    `texts` are those of the names that hold text; all, where it is not given.
    """
    if len(token) > most_bytes:
        raise Refused(RefusalCode.TOO_LARGE)
    parts = token.split(".")
    if len(parts) != 3 or not token.isascii():
        raise Refused(RefusalCode.MALFORMED, "not three parts")
    header = from_json_object(unb64(parts[0]))
    if header.keys() != names or header["alg"] != ALG or header["typ"] != typ:
        raise Refused(RefusalCode.BAD_HEADER)
    if not all(isinstance(header[name], str) for name in (names if texts is None else texts)):
        raise Refused(RefusalCode.BAD_HEADER)
    return header, parts
