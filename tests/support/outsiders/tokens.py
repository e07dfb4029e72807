"""Three independent verifiers of SD-JWTs: `openvc-core`, npm's `@sd-jwt/sd-jwt-vc` and Debian's `jose`."""

import json
import subprocess
from collections.abc import Mapping, Sequence
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


def openvc(cases: Sequence[Issued], world: World, lists: Mapping[str, str]) -> list[Said]:
    """What `openvc-core` says, status lists and holders' signatures included."""
    suite = SdJwtVcProofSuite()
    with time_machine.travel(NOW, tick=False):  # the end of the last day it asks the machine about
        return [_by_openvc(suite, one, world, lists) for one in cases]


def _by_openvc(suite: SdJwtVcProofSuite, one: Issued, world: World, lists: Mapping[str, str]) -> Said:
    asked = {"nonce": one.nonce, "audience": AUDIENCE, "require_key_binding": True} if one.nonce else {}
    key = world.signers[f"{one.town}-status"].public_jwk

    def fetched(uri: str) -> dict[str, Any]:
        return verify_status_list_token(lists[uri], public_key_jwk=key, expected_uri=uri, now=NOW)

    try:
        found = suite.verify(one.shown, public_key_jwk=world.signers[one.kid].public_jwk, now=NOW, **asked)
        standing = status.check_token_status(found.claims, resolve_status_list_token=fetched)
    except OpenvcError as error:
        return f"{type(error).__name__}: {error}"
    if standing is None or standing.revoked or standing.suspended:
        return f"status: {standing}"
    return dict(found.claims)


def sd_jwt_js(
    cases: Sequence[Issued], world: World, lists: Mapping[str, str], *, node: Path, modules: Path, folder: Path
) -> list[Said]:
    """What `@sd-jwt/sd-jwt-vc` with `@sd-jwt/jwt-status-list` says, both of the folder `modules`."""
    question = {
        "modules": str(modules),
        "keys": {kid: signer.public_jwk for kid, signer in world.signers.items()},
        "lists": dict(lists),
        "now": int(NOW.timestamp()),
        "cases": [{"token": one.shown, "nonce": one.nonce} for one in cases],
    }
    answers = run("sdjwt.mjs", question, node=node, folder=folder)
    return [answer.get("claims", answer.get("refused")) for answer in answers]


def jose(cases: Sequence[Issued], world: World, folder: Path) -> list[Said]:
    """What Debian's `jose` says of the issuer's part, which it alone can read."""
    return [_by_jose(one, world, folder) for one in cases]


def _by_jose(one: Issued, world: World, folder: Path) -> Said:
    key = folder / f"{one.kid}.jwk"
    key.write_text(json.dumps(world.signers[one.kid].public_jwk))
    words = ["jose", "jws", "ver", "-i", "-", "-k", str(key), "-O", "-"]
    jwt = one.shown.split("~", 1)[0]
    told = subprocess.run(words, input=jwt.encode(), capture_output=True, check=False, timeout=20)
    return told.stderr.decode() if told.returncode else dict(json.loads(told.stdout))
