"""SD-JWT VC: what is issued is read back, what is not right is refused with its own code."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.issuers import AZUMINO, CLAIMS, IIYAMA, NOW, TODAY, World, issuer, open_claims
from webapp.credentials import disclosures, sdjwt, vc
from webapp.credentials.binding import KeyBinding
from webapp.credentials.encoding import b64, unb64
from webapp.credentials.errors import RefusalCode, Refused
from webapp.credentials.trust import day_start


def refusal(token: str, world: World, **options: Any) -> RefusalCode:
    with pytest.raises(Refused) as caught:
        sdjwt.verify(token, world.keys, **{"now": NOW, **options})
    return caught.value.code


def test_all_claims_come_back(world: World) -> None:
    found = sdjwt.verify(world.sdjwt(), world.keys, now=NOW)
    assert found.claims == {**open_claims(), **CLAIMS}
    assert found.header == {"alg": "ES256", "typ": "dc+sd-jwt", "kid": f"{IIYAMA}-credential"}
    assert set(found.disclosed) == set(CLAIMS)
    assert vc.read_status_claim(found.claims) == (f"{issuer(IIYAMA)}/status-lists/1", 4711)


def test_what_is_not_shown_is_not_in_the_token_at_all(world: World) -> None:
    shown = sdjwt.present(world.sdjwt(), {"family_name"})
    assert sdjwt.verify(shown, world.keys, now=NOW).claims == {**open_claims(), "family_name": "見本"}
    assert not any("花子" in unb64(part).decode("utf-8", "replace") for part in shown.replace(".", "~").split("~"))


def test_two_tokens_of_one_person_share_no_digest_and_no_salt(world: World) -> None:
    parts = [set(world.sdjwt().split("~")[1:-1]) for _ in range(2)]
    assert not parts[0] & parts[1]


def test_the_holder_signs_for_one_question(world: World) -> None:
    binding = KeyBinding(world.holder, "nonce", "https://school.example.jp", NOW)
    shown = sdjwt.present(world.sdjwt(holder=True), {"number"}, key_binding=binding)
    asked: dict[str, Any] = {"nonce": "nonce", "audience": "https://school.example.jp"}
    found = sdjwt.verify(shown, world.keys, now=NOW, **asked)
    assert found.is_shown_by_holder
    assert found.holder_jwk == world.holder.public_jwk
    assert refusal(shown, world, **{**asked, "nonce": "another"}) is RefusalCode.REPLAYED
    assert refusal(shown, world, **{**asked, "audience": "https://x.example"}) is RefusalCode.WRONG_AUDIENCE
    assert refusal(shown, world, **asked, now=NOW + timedelta(seconds=61)) is RefusalCode.REPLAYED
    assert refusal(sdjwt.present(shown, {"number"}), world, **asked) is RefusalCode.NEEDS_HOLDER
    assert refusal(shown, world) is RefusalCode.REPLAYED  # nobody asked


@pytest.mark.parametrize("name", ["iss", "iat", "exp", "nbf", "vct", "cnf", "status", "_sd", "_sd_alg", "..."])
def test_what_a_verifier_needs_can_never_be_hidden(name: str, world: World) -> None:
    with pytest.raises(ValueError, match="never disclosable"):
        sdjwt.issue({**open_claims(), name: 1}, [name], world.town)


@pytest.mark.parametrize("name", ["vct", "exp", "status", "cnf", "_sd", "...", "iss"])
def test_a_hidden_claim_under_a_forbidden_name_is_refused(name: str, world: World, monkeypatch: Any) -> None:
    monkeypatch.setattr(vc, "NEVER_DISCLOSABLE", frozenset())
    monkeypatch.setattr(sdjwt, "_check_names", lambda *_: None)
    claims = {key: value for key, value in open_claims().items() if key != name}
    token = sdjwt.issue({**claims, name: open_claims().get(name, "x")}, [name], world.town)
    monkeypatch.undo()
    assert refusal(token, world) in {RefusalCode.BAD_DISCLOSURE, RefusalCode.BAD_CLAIM}


def test_a_claim_that_collides_with_an_open_one_is_refused(world: World) -> None:
    hidden = b64(json.dumps(["salt", "vct2", "x"]).encode())
    token = _signed(world, {**open_claims(), "vct2": "open"}, [hidden])
    assert refusal(token, world) is RefusalCode.BAD_DISCLOSURE


@pytest.mark.parametrize("algorithm", ["sha-512", "md5", None])
def test_another_digest_is_refused(algorithm: Any, world: World) -> None:
    token = _signed(world, {**open_claims(), "_sd_alg": algorithm}, [])
    assert refusal(token, world) is RefusalCode.BAD_DISCLOSURE


def test_the_same_digest_twice_is_refused(world: World) -> None:
    hidden = b64(json.dumps(["salt", "a", "x"]).encode())
    token = _signed(world, open_claims(), [hidden, hidden])
    assert refusal(token.removesuffix(f"{hidden}~"), world) is RefusalCode.BAD_DISCLOSURE


def test_one_town_cannot_vouch_for_another(world: World) -> None:
    theirs = world.signers[f"{AZUMINO}-credential"]
    assert refusal(world.sdjwt(signer=theirs), world) is RefusalCode.WRONG_ISSUER
    assert refusal(world.sdjwt(iss=issuer(AZUMINO)), world) is RefusalCode.WRONG_ISSUER


def test_a_key_for_status_lists_signs_no_credential(world: World) -> None:
    assert refusal(world.sdjwt(signer=world.signers[f"{IIYAMA}-status"]), world) is RefusalCode.WRONG_PURPOSE


def test_an_unknown_key_and_a_stranger_under_a_known_name(world: World) -> None:
    assert refusal(world.sdjwt(signer=world.stranger), world) is RefusalCode.TAMPERED
    del world.known[world.town.kid]
    assert refusal(world.sdjwt(), world) is RefusalCode.UNKNOWN_ISSUER


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"compromised_at": day_start(TODAY) + timedelta(hours=20)}, RefusalCode.KEY_COMPROMISED),
        ({"compromised_at": day_start(TODAY) - timedelta(days=9)}, RefusalCode.KEY_COMPROMISED),
        ({"compromised_at": day_start(TODAY + timedelta(days=1))}, None),
        ({"not_after": day_start(TODAY) - timedelta(seconds=1)}, RefusalCode.KEY_NOT_IN_FORCE),
        ({"not_before": day_start(TODAY + timedelta(days=1))}, RefusalCode.KEY_NOT_IN_FORCE),
        ({"not_before": day_start(TODAY) + timedelta(hours=15)}, None),  # issue times are rounded down to the day
    ],
)
def test_what_was_signed_outside_of_a_keys_time_is_refused(
    changes: Any, code: RefusalCode | None, world: World
) -> None:
    world.change(world.town.kid, **changes)
    if code is None:
        assert sdjwt.verify(world.sdjwt(), world.keys, now=NOW)
    else:
        assert refusal(world.sdjwt(), world) is code


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (day_start(TODAY) - timedelta(minutes=4), None),  # small differences of clocks
        (day_start(TODAY) - timedelta(days=1), RefusalCode.ISSUED_LATER),  # a clock that is a day behind
        (day_start(TODAY + timedelta(days=365)) - timedelta(seconds=1), None),  # the last second of the last day
        (day_start(TODAY + timedelta(days=365)), RefusalCode.EXPIRED),
    ],
)
def test_the_days_on_which_it_holds_are_japanese(now: Any, code: RefusalCode | None, world: World) -> None:
    if code is None:
        assert sdjwt.verify(world.sdjwt(), world.keys, now=now)
    else:
        assert refusal(world.sdjwt(), world, now=now) is code


def test_what_only_lies_ahead_or_behind_still_says_what_it_says(world: World) -> None:
    later = world.sdjwt(**vc.times(TODAY, TODAY + timedelta(days=30), date(2028, 1, 1)))
    with pytest.raises(Refused) as caught:
        sdjwt.verify(later, world.keys, now=NOW)
    assert caught.value.code is RefusalCode.NOT_YET
    assert caught.value.claims["number"] == CLAIMS["number"]


def test_endless_input_is_refused_before_it_is_read(world: World) -> None:
    token = world.sdjwt()
    assert refusal("x" * 17_000, world) is RefusalCode.TOO_LARGE
    assert refusal(token + "WyJhIiwiYiIsImMiXQ~" * 80, world) is RefusalCode.TOO_LARGE
    deep = b64(b"[" * 6_000 + b"]" * 6_000)
    assert refusal(f"{deep}.{deep[:10]}.x~", world) in {RefusalCode.TOO_DEEP, RefusalCode.TOO_LARGE}


def _signed(world: World, payload: dict[str, Any], hidden: list[str]) -> str:
    """A token as no issuer of ours makes it, with a good signature."""
    from webapp.credentials import jws

    digests = {"_sd": [disclosures.digest(one) for one in hidden], "_sd_alg": "sha-256"}
    return "~".join([jws.sign({**digests, **payload}, world.town, typ=vc.TYP), *hidden, ""])
