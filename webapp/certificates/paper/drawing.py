"""The certificate on paper: one sheet of A4, PDF/A-3a and PDF/UA-1 by typst, the SD-JWT inside, the QR code on it."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Final

from webapp.certificates import addresses, tokens
from webapp.certificates.models import Certificate, TokenForm
from webapp.certificates.paper import codes, wording
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import in_language
from webapp.core.services import settings

_SHEET: Final = Path(__file__).with_name("sheet.typ")
STANDARDS: Final = ("a-3a", "ua-1")
_MISSING: Final = re.compile(r"text (\S+) could not be displayed")


def draw(certificate: Certificate, *, with_name: bool = True, is_signed_for_trial: bool = False) -> bytes:
    """The sheet before it is signed. Raises RuleBroken when a character is in none of the fonts: never a blank box.

    `with_name`: whether the QR code may tell the name; what is printed on the sheet stays the same.
    """
    with in_language("ja"):
        said = wording.content(certificate, is_signed_for_trial=is_signed_for_trial)
    sdjwt = tokens.token_of(certificate, TokenForm.SDJWT)
    return compiled(
        {
            **said,
            "verify_host": f"{settings().base_url}/verify",
            "qr": codes.svg(*_code(certificate, with_name)),
            "sdjwt": sdjwt.body if sdjwt else "",
        }
    )


def compiled(content: dict[str, Any]) -> bytes:
    """The PDF of a sheet's content. Raises RuleBroken that names the character no font has."""
    import typst

    try:
        made = _compiler().compile(sys_inputs={"data": json.dumps(content)}, pdf_standards=list(STANDARDS))
    except typst.TypstError as error:
        found = _MISSING.search(str(error))
        if found is None:
            raise
        raise RuleBroken(
            _(
                "証明書に印刷できない文字があります：%(characters)s。文字の置きかえを防ぐため、PDFは作りませんでした。"
                "市町村の窓口で、別の書き方（代わりの漢字やカナ）を相談してください。",
                characters=_described(found.group(1)),
            )
        ) from None
    assert isinstance(made, bytes)
    return made


def _described(text: str) -> str:
    """「𛂞」（U+1B09E） for each character that is not everyday."""
    rare = [c for c in text if unicodedata.category(c) not in ("Zs", "Cc")]
    return "、".join(f"「{c}」（U+{ord(c):04X}）" for c in rare)


def _code(certificate: Certificate, with_name: bool) -> tuple[str, str]:
    """What the QR code says: the signed digits, or for certificates from before them the address of the check."""
    began_to_hide = tokens.hides_name(certificate) and not certificate.is_confidential
    is_named = with_name and not began_to_hide  # who hid from the start has a code with the name only by asking for it
    forms = (TokenForm.QR_NAME, TokenForm.QR_ANON) if is_named else (TokenForm.QR_ANON,)
    for form in forms:
        token = tokens.token_of(certificate, form)
        if token is not None:
            return addresses.check_digits(""), token.body
    return addresses.check_page(certificate.public_code), ""


@cache
def _compiler() -> Any:
    """One for each process: it keeps the fonts read and the template parsed."""
    import pylopdf_fonts_jp
    import typst

    fonts = Path(pylopdf_fonts_jp.__file__).parent
    return typst.Compiler(str(_SHEET), font_paths=[str(fonts)], ignore_system_fonts=True)
