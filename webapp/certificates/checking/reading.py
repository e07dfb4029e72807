"""What somebody hands in for the check: a code, the digits of a QR code, an SD-JWT, the address of either, or a file."""

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

from webapp.certificates.checking.by_code import check_code
from webapp.certificates.checking.by_token import check_digits, check_sdjwt
from webapp.certificates.checking.result import Result, unreadable
from webapp.certificates.checking.sheet import with_page
from webapp.certificates.paper import reading as paper
from webapp.core.i18n import gettext as _

MOST_TEXT: Final = 20_000
MOST_PDF: Final = 10 * 2**20
#: no code is that long, no QR code's digits are that short
SHORTEST_DIGITS: Final = 40
_CODE_IN_PATH = re.compile(r"/v/([0-9A-Za-z-]{12,16})/?\Z")


def check_text(typed: str) -> Result:
    """The check of whatever was typed, pasted or scanned."""
    if len(typed) > MOST_TEXT:
        return unreadable(_("長すぎます。QRコードの数字か、証明書の文字だけを入れてください。"))
    text = _without_address(unicodedata.normalize("NFKC", typed).strip())
    digits = re.sub(r"[\s-]", "", text)
    if digits.isascii() and digits.isdigit() and len(digits) >= SHORTEST_DIGITS:
        return check_digits(digits)
    if "~" in text or text.count(".") == 2:
        return check_sdjwt(text)
    return check_code(text)


def check_file(data: bytes) -> Result:
    """The check of a file: a PDF with its SD-JWT attached, or the SD-JWT itself as text."""
    if len(data) > MOST_PDF:
        return unreadable(_("ファイルが大きすぎます。10MBまでの、証明書のPDFを選んでください。"))
    if data.startswith(b"%PDF-"):
        found = paper.read(data)
        return unreadable(found.trouble) if found.token is None else with_page(check_sdjwt(found.token), data)
    try:
        text = data[: MOST_TEXT + 1].decode("utf-8")
    except UnicodeDecodeError:
        return unreadable(_("証明書のPDFか、文字のファイルを選んでください。写真や画像は読めません。"))
    return check_text(text)


def _without_address(text: str) -> str:
    """The part of an address that matters: after # the digits, after /v/ the code."""
    if not text.lower().startswith(("http://", "https://")):
        return text
    try:
        parts = urlsplit(text)
    except ValueError:
        return text
    code = _CODE_IN_PATH.search(parts.path)
    return parts.fragment or (code.group(1) if code else text)
