"""The sheet of A4: what it says, that it is whole, signed, archived and readable; what is not in a font is refused."""

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pikepdf.pdfa
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from sqlmodel import Session

from tests.factories.accounts import a_resident_user
from tests.factories.certificates import TOWN, a_certificate, token
from tests.factories.residents import a_resident
from tests.support.client import PageClient
from webapp.certificates.kinds.registry import all_kinds
from webapp.certificates.models import TokenForm
from webapp.certificates.paper import sheets, signature, wording
from webapp.certificates.paper.drawing import SHEET, draw
from webapp.certificates.paper.signature import Trust
from webapp.certificates.paper.typesetting import compiled
from webapp.core.errors import RuleBroken

#: what the checker does not know of a sheet by typst: extension schemas of XMP, and level A
NOT_KNOWN = {
    "ISO_19005_3:6.6.2.3.1-1",
    "ISO_19005_3:6.6.4-3",
}


@pytest.fixture
def sheet(session: Session) -> bytes:
    return sheets.finished(a_certificate())


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", "", PdfReader(io.BytesIO(pdf)).pages[0].extract_text())


def picture_of(pdf: bytes, folder: Path) -> Image.Image:
    (folder / "sheet.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", "sheet.pdf", "sheet"], cwd=folder, check=True)
    return Image.open(folder / "sheet.png").convert("L")


def violations(pdf: bytes) -> set[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        report = pikepdf.pdfa.check(opened, "3b")
    return {found.rule for found in report.findings if found.kind == "violation"}


def test_the_sheet_says_everything_that_is_certified(session: Session) -> None:
    certificate = a_certificate()
    text = text_of(sheets.finished(certificate))
    for words in (
        "二地域居住者登録証",
        "佐藤花子",
        certificate.number,
        "長野県塩尻市",
        certificate.shown_code,
        "試験用",
    ):
        assert words in text


def test_it_is_one_page_for_the_archive_and_stays_so_when_signed(session: Session) -> None:
    certificate = a_certificate()
    drawn, signed = draw(certificate), sheets.finished(certificate)
    for pdf in (drawn, signed):
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            assert len(opened.pages) == 1
            assert "/StructTreeRoot" in opened.Root
            assert opened.Root.Lang == "ja-JP"
            metadata = opened.Root.Metadata.read_bytes()
            assert b"<pdfaid:part>3</pdfaid:part>" in metadata
            assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
        assert violations(pdf) <= NOT_KNOWN


def test_the_checker_does_find_what_breaks_the_archive(session: Session) -> None:
    with pikepdf.open(io.BytesIO(draw(a_certificate()))) as opened:
        del opened.Root.Metadata
        out = io.BytesIO()
        opened.save(out)
    assert violations(out.getvalue()) - NOT_KNOWN


def test_the_sdjwt_is_inside(session: Session) -> None:
    certificate = a_certificate()
    inside = PdfReader(io.BytesIO(sheets.finished(certificate))).attachments
    assert inside["certificate.sd-jwt"] == [token(certificate, TokenForm.SDJWT).body.encode()]


def test_its_qr_code_is_three_centimetres_and_leads_to_the_signed_digits(session: Session, tmp_path: Path) -> None:
    certificate = a_certificate()
    picture = picture_of(sheets.finished(certificate), tmp_path)
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert found.text == f"http://localhost/v#{token(certificate, TokenForm.QR_NAME).body}"
    corner = found.position
    width = (corner.top_right.x - corner.top_left.x) / 200 * 25.4
    assert 27 <= width <= 30


@pytest.mark.parametrize("since", ["before", "after"])
def test_who_asked_for_secrecy_has_no_name_in_the_code(session: Session, tmp_path: Path, since: str) -> None:
    user = a_resident_user()
    profile = a_resident(user, is_confidential=since == "before")
    certificate = a_certificate(user)
    profile.is_confidential = True
    picture = picture_of(sheets.finished(certificate), tmp_path)
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert found.text.endswith(token(certificate, TokenForm.QR_ANON).body)


def test_a_character_that_no_font_has_is_named_and_nothing_is_printed(session: Session) -> None:
    user = a_resident_user()
    a_resident(user, family_name="𛂞田")
    certificate = a_certificate(user)
    with pytest.raises(RuleBroken, match="U\\+1B09E"):
        sheets.finished(certificate)


@pytest.mark.parametrize("name", ["髙﨑 𠮷太郎", "葛󠄀城 花", "ヴォーン ミズキ", "Anne-Marie O’Neil"])
def test_rare_and_foreign_names_are_printed(session: Session, name: str) -> None:
    family, given = name.split(" ")
    user = a_resident_user()
    a_resident(user, family_name=family, given_name=given)
    assert "二地域居住者登録証" in text_of(sheets.finished(a_certificate(user)))


def test_every_kind_has_a_sentence_and_fits_its_title(session: Session) -> None:
    said = wording.content(a_certificate(), is_signed_for_trial=False)
    for kind in all_kinds():
        title = str(kind.title)
        size = min(30.0, 128 / (len(title) * 1.42 * 0.3528))
        made = compiled(
            SHEET,
            {
                **said,
                "title": title,
                "title_size": size,
                "sentence": kind.sentence,
                "verify_host": "x",
                "qr": "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>",
                "sdjwt": "",
            },
        )
        assert len(PdfReader(io.BytesIO(made)).pages) == 1


def test_the_signature_is_valid_for_others_too(sheet: bytes, tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    for name, pdf, says in (("good", sheet, "Signature is Valid"), ("bad", altered(sheet), "Digest Mismatch")):
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        told = subprocess.run(["pdfsig", f"{name}.pdf"], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert says in told.stdout
        assert "ETSI.CAdES.detached" in told.stdout


def altered(pdf: bytes) -> bytes:
    """With one letter of the document's own description changed."""
    place = pdf.index(b"%PDF-1.") + 200
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def test_nothing_may_be_changed_or_added_after_the_signature(session: Session) -> None:
    signed = sheets.finished(a_certificate())
    found = sheets.check(signed, TOWN)
    assert found is not None
    assert (found.is_whole, found.trust) == (True, Trust.TEST)
    assert "試験用 長野県塩尻市" in found.signer
    for changed in (altered(signed), signed + b"\n% more\n", stuffed(signed)):
        try:
            found = sheets.check(changed, TOWN)
        except ValueError:
            continue
        assert found is None or not found.is_whole


def stuffed(pdf: bytes) -> bytes:
    """With something hidden in the room that the signature leaves empty."""
    place = pdf.index(b"00000000>", pdf.rindex(b"/Contents <"))
    return pdf[:place] + b"deadbeef" + pdf[place + 8 :]


def test_a_signature_by_somebody_else_is_foreign(session: Session) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding

    from webapp.certificates.paper import authority
    from webapp.credentials.signer import LocalSigner

    key = ec.generate_private_key(ec.SECP256R1())
    leaf = authority.certify(key.public_key(), "にせの町").public_bytes(Encoding.DER)
    chain = signature.Chain((leaf,))
    made = signature.sign(draw(a_certificate()), LocalSigner(key, "x"), chain, reason="x", shown_as="x")
    found = signature.check(made, [], [])
    assert found is not None
    assert (found.is_whole, found.trust) == (True, Trust.FOREIGN)


def test_the_holder_opens_it_and_a_stranger_does_not(database: Any, signed_in: Any) -> None:
    with database.transaction():
        holder, stranger = a_resident_user(), a_resident_user()
        certificate = a_certificate(holder)
    path = f"/my/certificates/{certificate.id}/certificate.pdf"
    browser: PageClient = signed_in(holder)
    response = browser.raw.get(path)
    assert response.status_code == 200
    assert response.data.startswith(b"%PDF-1.7")
    assert signed_in(stranger).raw.get(path).status_code == 404
