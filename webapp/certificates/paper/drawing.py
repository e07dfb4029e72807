"""The certificate on paper: one sheet of A4, PDF/A-3a and PDF/UA-1 by typst, the SD-JWT inside, the QR code on it."""

from pathlib import Path
from typing import Final

from webapp.certificates import addresses, tokens
from webapp.certificates.models import Certificate, TokenForm
from webapp.certificates.paper import codes, wording
from webapp.certificates.paper.typesetting import compiled
from webapp.core.i18n import in_language
from webapp.core.services import settings

SHEET: Final = Path(__file__).with_name("sheet.typ")


def draw(certificate: Certificate, *, with_name: bool = True, is_signed_for_trial: bool = False) -> bytes:
    """The sheet before it is signed. Raises RuleBroken when a character is in none of the fonts: never a blank box.

    `with_name`: whether the QR code may tell the name; what is printed on the sheet stays the same.
    """
    with in_language("ja"):
        said = wording.content(certificate, is_signed_for_trial=is_signed_for_trial)
    sdjwt = tokens.token_of(certificate, TokenForm.SDJWT)
    return compiled(
        SHEET,
        {
            **said,
            "verify_host": f"{settings().base_url}/verify",
            "qr": codes.svg(*_code(certificate, with_name)),
            "sdjwt": sdjwt.body if sdjwt else "",
        },
    )


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
