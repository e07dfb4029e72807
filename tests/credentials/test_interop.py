"""An independent verifier agrees: it accepts what we issue, refuses what is altered or revoked, and its tokens read here."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from openvc.keys import P256SigningKey
from openvc.proof.sd_jwt import SdJwtVcProofSuite
from openvc.status import token_status_list as theirs

from tests.support.issuers import CLAIMS, IIYAMA, NOW, VCT, World, issuer, open_claims
from tests.support.mutants.jws import other_s
from tests.support.mutants.lists import a_list
from webapp.credentials import jws, sdjwt, statuslist
from webapp.credentials.binding import KeyBinding
from webapp.credentials.encoding import b64, from_json_object, unb64
from webapp.credentials.errors import Refused
from webapp.credentials.signer import PublicKey, key_of

ASKED = {"nonce": "n-0S6", "audience": "https://school.example.jp"}


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_it_accepts_our_tokens_and_refuses_altered_ones(world: World) -> None:
    suite, jwk = SdJwtVcProofSuite(), world.town.public_jwk
    token = world.sdjwt()
    found = suite.verify(token, public_key_jwk=jwk, expected_vct=VCT)
    assert {name: found.claims[name] for name in CLAIMS} == CLAIMS
    head, payload, rest = token.split(".")
    for altered in (f"{head}.{payload[:-8]}AAAAAAAA.{rest}", token.replace(rest[:20], "A" * 20)):
        with pytest.raises(Exception):  # noqa: B017 - theirs are of many types
            suite.verify(altered, public_key_jwk=jwk)
    with pytest.raises(Exception):  # noqa: B017
        suite.verify(token, public_key_jwk=world.stranger.public_jwk)


def test_it_accepts_our_holders_signature_and_refuses_it_for_another_question(world: World) -> None:
    suite, jwk = SdJwtVcProofSuite(), world.town.public_jwk
    binding = KeyBinding(world.holder, **ASKED, issued=NOW)
    shown = sdjwt.present(world.sdjwt(holder=True), {"number"}, key_binding=binding)
    assert suite.verify(shown, public_key_jwk=jwk, require_key_binding=True, **ASKED).key_bound
    with pytest.raises(Exception):  # noqa: B017
        suite.verify(shown, public_key_jwk=jwk, require_key_binding=True, **{**ASKED, "nonce": "x"})


def test_what_it_issues_and_presents_is_read_here(world: World) -> None:
    """Its signatures may have the higher S, which ours never have: the token is made again until it is the lower one."""
    holder, key = P256SigningKey.generate("holder"), P256SigningKey.generate(f"{IIYAMA}-theirs")
    world.known[key.kid] = PublicKey(key.kid, key_of(key.public_jwk()), "credential", IIYAMA, issuer(IIYAMA))
    suite = SdJwtVcProofSuite()
    claims = {**open_claims(), **CLAIMS}
    token = _with_lower_s(
        suite.issue(claims, signing_key=key, disclosable=list(CLAIMS), holder_jwk=holder.public_jwk(), vct=VCT)
    )
    found = sdjwt.verify(token, world.keys, now=NOW)
    assert {name: found.claims[name] for name in CLAIMS} == CLAIMS
    shown = suite.create_presentation(token, holder_key=holder, **ASKED)
    assert sdjwt.verify(shown, world.keys, now=NOW, **ASKED).is_shown_by_holder


def _with_lower_s(token: str) -> str:
    jwt, rest = token.split("~", 1)
    covered, signature = jwt.rsplit(".", 1)
    raw = min(unb64(signature), other_s(unb64(signature)), key=lambda made: made[32:])
    return f"{covered}.{b64(raw)}~{rest}"


def test_it_finds_a_revoked_token_in_our_list_and_not_its_neighbours(world: World) -> None:
    bits = statuslist.StatusBits(2**13)
    bits.set(4711, 1)
    bits.set(4712, 2)
    token = a_list(bits, world.signers[f"{IIYAMA}-status"])

    def ask(index: int) -> Any:
        claims = {"status": {"status_list": {"idx": index, "uri": f"{issuer(IIYAMA)}/status-lists/1"}}}
        payload = from_json_object(unb64(token.split(".")[1]))
        return theirs.check_token_status(claims, resolve_status_list_token=lambda _uri: payload)

    assert [(ask(index).revoked, ask(index).suspended) for index in (4710, 4711, 4712, 4713)] == [
        (False, False),
        (True, False),
        (False, True),
        (False, False),
    ]


def test_lists_of_either_side_are_the_same_bytes(world: World) -> None:
    data = theirs.new_status_list(2**12, bits=2)
    bits = statuslist.StatusBits(2**12)
    for index in range(0, 2**12, 7):
        theirs.set_status(data, index, index % 4, bits=2)
        bits.set(index, index % 4)
    assert theirs.encode_status_list(bytes(data)) == bits.to_lst()
    assert statuslist.StatusBits.from_lst(theirs.encode_status_list(bytes(data))).data == bits.data


def test_joserfc_agrees_on_a_plain_signature(world: World) -> None:
    from joserfc import jws as plain
    from joserfc.errors import BadSignatureError
    from joserfc.jwk import ECKey

    made = jws.sign({"a": 1}, world.town, typ="JWT")
    assert plain.deserialize_compact(made, ECKey.import_key(world.town.public_jwk)).payload == b'{"a":1}'
    with pytest.raises(BadSignatureError):
        plain.deserialize_compact(made, ECKey.import_key(world.stranger.public_jwk))
    with pytest.raises(Refused):
        jws.verify(made, world.keys, typ="other", purpose="credential", most_bytes=1000)
