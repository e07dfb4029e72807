"""Five hundred issued SD-JWTs before three verifiers that nobody here wrote: all accepted, the revoked and the forged refused."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.judges.tools import debian, node_program, reader_modules
from tests.support.issuers import World
from tests.support.outsiders import issued, tokens
from tests.support.outsiders.issued import Issued
from tests.support.outsiders.tokens import Known, Said

COUNT = 500
#: (tokens, which of them are taken back) → what a verifier says of each
Ask = Callable[[Sequence[Issued], Sequence[Issued]], list[Said]]


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def cases(world: World) -> list[Issued]:
    made = issued.issue(world, COUNT, random.Random("five hundred"))
    assert len({one.shown for one in made}) == COUNT
    assert COUNT / 3 < sum(bool(one.nonce) for one in made) < 2 * COUNT / 3
    return made


@pytest.fixture(params=["openvc-core", "@sd-jwt", "jose"])
def ask(request: pytest.FixtureRequest, world: World, tmp_path: Path) -> Ask:
    def known(revoked: Sequence[Issued]) -> Known:
        return tokens.known_of(world, issued.status_lists(world, revoked))

    if request.param == "openvc-core":
        return lambda cases, revoked: tokens.openvc(cases, known(revoked))
    if request.param == "jose":
        debian("jose")
        return lambda cases, revoked: tokens.jose(cases, known(revoked), tmp_path)
    places = {"node": node_program(), "modules": reader_modules(), "folder": tmp_path}
    return lambda cases, revoked: tokens.sd_jwt_js(cases, known(revoked), **places)


def is_read(said: Said, one: Issued, *, hidden_too: bool = True) -> bool:
    """Whether the verifier accepts the token and reads what it shows; `jose` does not know of hidden claims."""
    if isinstance(said, str):
        return False
    return one.claims.items() <= said.items() if hidden_too else said["iss"] == one.claims["iss"]


def test_every_token_is_accepted_and_read(ask: Ask, cases: list[Issued], request: pytest.FixtureRequest) -> None:
    said = ask(cases, [])
    is_jose = "jose" in request.node.name
    missed = [
        (one, each) for one, each in zip(cases, said, strict=True) if not is_read(each, one, hidden_too=not is_jose)
    ]
    assert missed == []


@pytest.mark.parametrize("ask", ["openvc-core", "@sd-jwt"], indirect=True)
@pytest.mark.parametrize("side", [0, 1])
def test_exactly_the_revoked_are_refused(ask: Ask, cases: list[Issued], side: int) -> None:
    """Every second entry is taken back, then the others: each token is refused once, and once its neighbours are."""
    revoked = [one for one in cases if one.index % 2 == side]
    said = ask(cases, revoked)
    refused = {one.shown for one, each in zip(cases, said, strict=True) if isinstance(each, str)}
    assert refused == {one.shown for one in revoked}
    assert all("status" in each.lower() for each in said if isinstance(each, str))


@pytest.mark.parametrize("forgery", ["a day longer", "by a stranger"])
def test_control_no_forged_token_is_accepted(ask: Ask, cases: list[Issued], world: World, forgery: str) -> None:
    forge = issued.a_day_longer if forgery == "a day longer" else lambda token: issued.by_a_stranger(token, world)
    said = ask([replace(one, shown=forge(one.shown)) for one in cases], [])
    assert [each for each in said if not isinstance(each, str)] == []
    assert all("signature" in str(each).lower() for each in said)


@pytest.mark.parametrize("ask", ["openvc-core", "@sd-jwt"], indirect=True)
def test_control_no_answer_to_another_question_is_accepted(ask: Ask, cases: list[Issued]) -> None:
    bound = [replace(one, nonce="another") for one in cases if one.nonce]
    assert [each for each in ask(bound, []) if not isinstance(each, str)] == []
