"""Three independent verifiers of SD-JWTs: `openvc-core`, npm's `@sd-jwt/sd-jwt-vc` and Debian's `jose`."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import time_machine
from openvc.errors import OpenvcError
from openvc.proof.sd_jwt import SdJwtVcProofSuite
from openvc.status import token_status_list as status
from openvc.status.issue import verify_status_list_token

from tests.support.issuers import NOW, World
from tests.support.outsiders.issued import AUDIENCE, Issued
from tests.support.outsiders.node import run

#: what one of them says of one token: the claims, or why it is refused
Said = dict[str, Any] | str
Jwk = Mapping[str, Any]


@dataclass(frozen=True)
class Known:
    """What a verifier knows: public keys by name, status lists by address, the time."""

    keys: Mapping[str, Jwk]
    lists: Mapping[str, str]
    now: datetime = NOW


def known_of(world: World, lists: Mapping[str, str]) -> Known:
    """The keys of a small world of issuers."""
    return Known({kid: signer.public_jwk for kid, signer in world.signers.items()}, lists)


def openvc(cases: Sequence[Issued], known: Known) -> list[Said]:
    """What `openvc-core` says, status lists and holders' signatures included."""
    suite = SdJwtVcProofSuite()
    with time_machine.travel(known.now, tick=False):  # for the end of the last day it asks the machine
        return [_by_openvc(suite, one, known) for one in cases]


def _by_openvc(suite: SdJwtVcProofSuite, one: Issued, known: Known) -> Said:
    asked = {"nonce": one.nonce, "audience": AUDIENCE, "require_key_binding": True} if one.nonce else {}

    def fetched(uri: str) -> dict[str, Any]:
        key = dict(known.keys[f"{one.kid.removesuffix('-credential')}-status"])
        return verify_status_list_token(known.lists[uri], public_key_jwk=key, expected_uri=uri, now=known.now)

    try:
        found = suite.verify(one.shown, public_key_jwk=dict(known.keys[one.kid]), now=known.now, **asked)
        standing = status.check_token_status(found.claims, resolve_status_list_token=fetched)
    except OpenvcError as error:
        return f"{type(error).__name__}: {error}"
    if standing is None or standing.revoked or standing.suspended:
        return f"status: {standing}"
    return dict(found.claims)


def sd_jwt_js(cases: Sequence[Issued], known: Known, *, node: Path, modules: Path, folder: Path) -> list[Said]:
    """What `@sd-jwt/sd-jwt-vc` with `@sd-jwt/jwt-status-list` says, both of the folder `modules`."""
    question = {
        "modules": str(modules),
        "keys": {kid: dict(jwk) for kid, jwk in known.keys.items()},
        "lists": dict(known.lists),
        "now": int(known.now.timestamp()),
        "cases": [{"token": one.shown, "nonce": one.nonce} for one in cases],
    }
    answers = run("sdjwt.mjs", question, node=node, folder=folder)
    return [answer.get("claims", answer.get("refused")) for answer in answers]


def jose(cases: Sequence[Issued], known: Known, folder: Path) -> list[Said]:
    """What Debian's `jose` says of the issuer's part, which it alone can read."""
    return [_by_jose(one, known, folder) for one in cases]


def _by_jose(one: Issued, known: Known, folder: Path) -> Said:
    key = folder / f"{one.kid}.jwk"
    key.write_text(json.dumps(dict(known.keys[one.kid])))
    words = ["jose", "jws", "ver", "-i", "-", "-k", str(key), "-O", "-"]
    jwt = one.shown.split("~", 1)[0]
    told = subprocess.run(words, input=jwt.encode(), capture_output=True, check=False, timeout=60)
    return told.stderr.decode() if told.returncode else dict(json.loads(told.stdout))
