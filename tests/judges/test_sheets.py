"""Sheets of paper before outside programs: signatures by pdfsig, pages by three renderers, accessibility by outloud."""

import json
import random
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from sqlmodel import Session

from tests.factories.accounts import a_clerk, a_resident_user
from tests.factories.certificates import TOWN, a_certificate
from tests.factories.residents import a_resident
from tests.judges.tools import command, debian, outloud
from tests.support.outsiders import issued, pages
from webapp.certificates.models import Certificate
from webapp.certificates.paper import sheets
from webapp.certificates.paper.drawing import draw

SHEETS = 12
FLIPS = 2_000
PACKAGES = {"pdfsig": "poppler-utils", "pdftoppm": "poppler-utils", "mutool": "mupdf-tools", "gs": "ghostscript"}


@pytest.fixture
def certificates(session: Session) -> list[Certificate]:
    """Of people with names of every kind."""
    callers = issued.names(random.Random("sheets"), most_bytes=40)
    clerk = a_clerk("202151")
    made = []
    for _ in range(SHEETS):
        family, given = next(callers).split(" ")
        user = a_resident_user()
        a_resident(user, family_name=family, given_name=given)
        made.append(a_certificate(user, clerk))
    return made


def test_every_signature_is_valid_for_pdfsig_and_covers_the_whole_file(
    certificates: list[Certificate], tmp_path: Path
) -> None:
    debian("pdfsig", PACKAGES["pdfsig"])
    for certificate in certificates:
        told = pages.signature(sheets.finished(certificate), tmp_path)
        assert "Signature is Valid" in told
        assert "Total document signed" in told
        assert "ETSI.CAdES.detached" in told


def test_control_pdfsig_finds_a_changed_sheet(certificates: list[Certificate], tmp_path: Path) -> None:
    debian("pdfsig", PACKAGES["pdfsig"])
    rng = random.Random("changed")
    for certificate in certificates:
        signed = sheets.finished(certificate)
        place = rng.randrange(100, signed.index(b"/ByteRange") - 1000)
        changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        assert "Signature is Valid" not in pages.signature(changed, tmp_path)
    assert "Digest Mismatch" in pages.signature(signed.replace(b"%PDF-1.7", b"%PDF-1.6", 1), tmp_path)


@pytest.mark.parametrize(("program", "name"), [("mutool", "mupdf"), ("gs", "ghostscript")])
def test_a_sheet_looks_the_same_everywhere(
    certificates: list[Certificate], program: str, name: str, tmp_path: Path
) -> None:
    debian("pdftoppm", PACKAGES["pdftoppm"])
    debian(program, PACKAGES[program])
    for certificate in certificates:
        sheet = sheets.finished(certificate)
        drawn = [pages.drawn(sheet, by, tmp_path) for by in ("poppler", name)]
        assert pages.difference(*drawn) < pages.ALIKE[name], certificate.holder_name


@pytest.mark.parametrize(("program", "name"), [("mutool", "mupdf"), ("gs", "ghostscript")])
def test_control_a_sheet_without_one_character_looks_different(
    certificates: list[Certificate], program: str, name: str, tmp_path: Path
) -> None:
    debian("pdftoppm", PACKAGES["pdftoppm"])
    debian(program, PACKAGES[program])
    whole = pages.drawn(pages.sheet_entitled(certificates[0], pages.WHOLE), "poppler", tmp_path)
    lacking = pages.drawn(pages.sheet_entitled(certificates[0], pages.LACKING), name, tmp_path)
    assert pages.difference(whole, lacking) >= pages.ALIKE[name]


def errors(pdf: bytes, folder: Path) -> list[Any]:
    """What the checker of PDF/UA calls an error."""
    (folder / "sheet.pdf").write_bytes(pdf)
    result = command([outloud(), "--json", folder / "report.json", "--quiet", folder / "sheet.pdf"])
    report = folder / "report.json"
    assert report.exists(), (result.stdout + result.stderr)[-2000:]
    return _errors_in(json.loads(report.read_text()))


def _errors_in(report: Any) -> list[Any]:
    if isinstance(report, list):
        return [found for part in report for found in _errors_in(part)]
    if not isinstance(report, dict):
        return []
    own = [report] if report.get("severity") == "error" else []
    return own + [found for part in report.values() for found in _errors_in(part)]


def test_a_sheet_can_be_read_aloud(certificates: list[Certificate], tmp_path: Path) -> None:
    """PDF/UA-1 is kept before the signature, whose widget costs one finding."""
    for certificate in certificates[:4]:
        assert errors(draw(certificate), tmp_path) == []


def test_control_a_sheet_without_structure_is_found(certificates: list[Certificate], tmp_path: Path) -> None:
    (tmp_path / "drawn.pdf").write_bytes(draw(certificates[0]))
    with pikepdf.open(tmp_path / "drawn.pdf") as opened:
        del opened.Root.StructTreeRoot
        opened.save(tmp_path / "bare.pdf")
    assert errors((tmp_path / "bare.pdf").read_bytes(), tmp_path)


def test_no_flipped_bit_of_a_signed_sheet_passes(certificates: list[Certificate]) -> None:
    """Anywhere but in the signature's own bytes, where a letter may be small and unused certificates lie: no one signs them."""
    rng = random.Random("bits")
    signed = sheets.finished(certificates[0])
    assert _is_whole(signed)
    begin = signed.index(b"/Contents <") + len(b"/Contents <")
    end = begin + len(signed[begin : signed.index(b">", begin)].rstrip(b"0"))
    places = [*range(begin), *range(end + 1, len(signed))]
    passed = []
    for place in rng.sample(places, FLIPS):
        changed = bytearray(signed)
        changed[place] ^= 1 << rng.randrange(8)
        if _is_whole(bytes(changed)):
            passed.append(place)
    assert passed == []


def _is_whole(pdf: bytes) -> bool:
    try:
        found = sheets.check(pdf, TOWN)
    except ValueError:
        return False
    return found is not None and found.is_whole
