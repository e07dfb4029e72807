"""A sample of what the judges ask: readers and verifiers that nobody here wrote, each with something it must refuse."""

import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tests.factories.accounts import a_clerk, actor_of
from tests.factories.certificates import TOWN, a_certificate, token
from tests.judges.tools import has_readers, node_program, reader_modules
from tests.support import softhsm
from tests.support.issuers import AZUMINO, NOW, TODAY, World
from tests.support.outsiders import browser, codes, issued, node, pages, tokens
from tests.support.outsiders.issued import Issued
from tests.support.outsiders.tokens import Known, Said
from tests.support.softhsm import LIBRARY, PIN, needs_module
from webapp.certificates import actions, addresses
from webapp.certificates.models import Certificate, RevocationReason, TokenForm
from webapp.certificates.paper import sheets
from webapp.certificates.status.publishing import published
from webapp.core.clock import now
from webapp.keys import actions as keys
from webapp.keys import publishing, queries
from webapp.keys.models import KeyPurpose


def wanted(*programs: str) -> None:
    """Skip where a program of the system is missing."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")


def asked(verifier: str, cases: Sequence[Issued], known: Known, folder: Path) -> list[Said]:
    """What one of them says of each token; nothing is fetched for it."""
    if verifier == "openvc-core":
        return tokens.openvc(cases, known)
    if verifier == "jose":
        wanted("jose")
        return tokens.jose(cases, known, folder)
    if not has_readers():
        pytest.skip("@sd-jwt/sd-jwt-vc is not here: ./dev test fetches it where npm's registry is in reach")
    return tokens.sd_jwt_js(cases, known, node=node_program(), modules=reader_modules(), folder=folder)


def accepted(said: Sequence[Said]) -> list[bool]:
    return [not isinstance(one, str) for one in said]


@pytest.mark.parametrize("verifier", ["openvc-core", "@sd-jwt", "jose"])
def test_others_accept_what_is_issued_and_no_forgery(verifier: str, tmp_path: Path) -> None:
    world = World()
    cases = issued.issue(world, 3, random.Random("sample"))
    forged = [replace(one, shown=issued.a_day_longer(one.shown)) for one in cases]
    known = tokens.known_of(world, issued.status_lists(world, []))
    said = asked(verifier, [*cases, *forged], known, tmp_path)
    assert accepted(said) == [True] * 3 + [False] * 3
    assert all("signature" in str(one).lower() for one in said[3:])


@pytest.mark.parametrize("verifier", ["openvc-core", "@sd-jwt"])
def test_others_refuse_what_was_revoked_and_not_its_neighbours(verifier: str, tmp_path: Path) -> None:
    world = World()
    cases = issued.issue(world, 6, random.Random("sample"))
    known = tokens.known_of(world, issued.status_lists(world, cases[2:4]))
    said = asked(verifier, cases, known, tmp_path)
    assert accepted(said) == [True, True, False, False, True, True]
    assert "status" in str(said[2]).lower()


def test_what_a_town_publishes_is_enough_for_others(session: Session) -> None:
    clerk = a_clerk(TOWN)
    made = [a_certificate(clerk=clerk) for _ in range(2)]
    rows = [token(one, TokenForm.SDJWT) for one in made]
    cases = [Issued(row.body, row.kid, TOWN, row.status_index, {}) for row in rows]

    def said() -> list[Said]:
        lists = {addresses.status_list(TOWN, 1): published(TOWN, 1)[1]}
        return tokens.openvc(cases, Known({key["kid"]: key for key in publishing.jwks(TOWN)["keys"]}, lists, now()))

    assert [one["number"] for one in said()] == [one.number for one in made]
    actions.revoke(made[0], by=actor_of(clerk), reason=RevocationReason.LOST, note="紛失のため")
    assert accepted(said()) == [False, True]


def test_printed_codes_are_read_by_two_readers(tmp_path: Path) -> None:
    wanted("pdftoppm", "zbarimg")
    world, rng = World(), random.Random("sample")
    callers = issued.names(rng)
    texts = [("https://futamachi.example.jp/v#", world.qr(name=next(callers))) for _ in range(3)]
    pictures = codes.printed(texts, tmp_path)
    dirty = [codes.damaged(picture, rng, 0.3) for picture in pictures]
    found = codes.by_zxing([*pictures, *dirty]), codes.by_zbar([*pictures, *dirty], tmp_path)
    assert found == ([*map("".join, texts), "", "", ""],) * 2


def test_the_script_for_browsers_reads_them_too(tmp_path: Path) -> None:
    wanted("node")
    world = World()
    real = [world.qr(), world.qr(name=None, number=None)]
    said = browser.read([*real, world.qr(signer=world.stranger)], world, node=Path("node"), folder=tmp_path)
    assert said.accepted == [0, 1]
    assert said.refused == {"unknown_issuer": 1}


def test_the_script_for_browsers_believes_nothing_of_a_lost_key_however_it_is_dated(tmp_path: Path) -> None:
    wanted("node")
    world, before = World(), TODAY - timedelta(days=30)
    dated_back = world.qr(issued_on=before, valid_from=before, name="見本 盗人")
    of_another_town = world.qr(signer=world.signers[f"{AZUMINO}-credential"])
    world.change(world.town.kid, compromised_at=NOW)
    said = browser.read([dated_back, of_another_town], world, node=Path("node"), folder=tmp_path)
    assert said.accepted == []
    assert said.refused == {"key_compromised": 1, "wrong_issuer": 1}


LIST, FRESH = f"/m/{TOWN}/status-lists/1", {"status": 200, "body": "fresh"}


@pytest.mark.parametrize("path", ["/v", LIST, "/.well-known/municipality-keys.jwt"])
def test_the_worker_gives_what_is_new_and_what_it_kept_only_without_an_answer(path: str, tmp_path: Path) -> None:
    wanted("node")
    cases: dict[str, tuple[dict[str, Any], tuple[Any, Any]]] = {
        "fresh and kept": ({"kept": "old", "network": FRESH}, ("fresh", "fresh")),
        "no room": ({"kept": "old", "network": FRESH, "isFull": True}, ("fresh", "old")),
        "no network": ({"kept": "old", "network": None}, ("old", "old")),
        "a proxy alone": ({"kept": "old", "network": {"status": 502, "body": "away"}}, ("old", "old")),
        "gone": ({"kept": "old", "network": {"status": 404, "body": "gone"}}, ("gone", "old")),
        "never seen": ({"kept": None, "network": {"status": 502, "body": "away"}}, ("away", None)),
        "nothing": ({"kept": None, "network": None}, ("nothing", None)),
    }
    asked = [{"path": path, **case} for case, _expected in cases.values()]
    question = {"worker": str(node.VERIFIER / "worker.js"), "cases": asked}
    told = node.run("worker.mjs", question, node=Path("node"), folder=tmp_path)
    said = {name: (each["said"], each["kept"]) for name, each in zip(cases, told, strict=True)}
    assert said == {name: expected for name, (_case, expected) in cases.items()}


@pytest.mark.parametrize("path", ["/my/certificates", "/v/ABCD12345678", "/verify", "/staff/certificates", "/"])
def test_the_worker_keeps_no_page_of_a_person(path: str, tmp_path: Path) -> None:
    wanted("node")
    question = {"worker": str(node.VERIFIER / "worker.js"), "cases": [{"path": path, "kept": None, "network": FRESH}]}
    assert node.run("worker.mjs", question, node=Path("node"), folder=tmp_path) == [{"said": None, "kept": None}]


@pytest.fixture
def certificate(session: Session) -> Certificate:
    return a_certificate()


def test_a_sheet_looks_the_same_in_three_programs(certificate: Certificate, tmp_path: Path) -> None:
    wanted("pdftoppm", "mutool", "gs")
    sheet = sheets.finished(certificate)
    assert "Total document signed" in pages.signature(sheet, tmp_path)
    poppler = pages.drawn(sheet, "poppler", tmp_path)
    for name, most in pages.ALIKE.items():
        assert pages.difference(poppler, pages.drawn(sheet, name, tmp_path)) < most
    whole, lacking = (pages.sheet_entitled(certificate, title) for title in (pages.WHOLE, pages.LACKING))
    drawn = pages.drawn(whole, "poppler", tmp_path), pages.drawn(lacking, "mupdf", tmp_path)
    assert pages.difference(*drawn) >= pages.ALIKE["mupdf"]


@needs_module
@pytest.mark.settings(key_module=str(LIBRARY), key_module_pin=PIN)
def test_a_sheet_is_signed_by_a_key_in_a_security_module(
    certificate: Certificate, hsm: str, tmp_path: Path, time_machine: Any
) -> None:
    wanted("pdfsig")
    coming = keys.rotate(TOWN, KeyPurpose.PDF, by=keys.SERVICE, pkcs11_uri=softhsm.PDF)
    time_machine.move_to(now() + keys.OVERLAP + timedelta(minutes=1))
    keys.activate(coming)
    sheets.ensure(TOWN)
    sheet = sheets.finished(certificate)
    assert (coming.wrapped_private, queries.active(TOWN, KeyPurpose.PDF)) == (None, coming)
    assert sheets.check(sheet, TOWN).is_whole
    told = pages.signature(sheet, tmp_path)
    assert "Signature is Valid" in told
    assert "Total document signed" in told
    changed = sheet.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    assert "Digest Mismatch" in pages.signature(changed, tmp_path)
