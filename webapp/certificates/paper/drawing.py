"""The certificate on paper: PDF/A-3a and PDF/UA-1 by typst, its QR code leads to the public check."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup

from webapp.certificates.models import Certificate
from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _

_SOURCE = Path(__file__).with_name("paper.typ")
REIWA_BEFORE_FIRST_YEAR = 2018


def check_address(certificate: Certificate, base_url: str) -> str:
    """Where anybody can check this certificate; the QR code holds it."""
    return f"{base_url}/v/{certificate.public_code}"


def qr_svg(address: str) -> str:
    """A QR code, error correction M, as an SVG document without size, so that style sheets give it one."""
    import segno

    out = io.BytesIO()
    segno.make(address, error="m").save(
        out, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return out.getvalue().decode()


def qr_markup(address: str) -> Markup:
    """The QR code for a page."""
    return Markup(qr_svg(address))  # noqa: S704 - drawn by segno from an address of ours


def in_reiwa(day: date) -> str:
    """令和8年11月21日: certificates are dated in the era."""
    year = day.year - REIWA_BEFORE_FIRST_YEAR
    return f"令和{'元' if year == 1 else year}年{day.month}月{day.day}日"


def draw(certificate: Certificate, base_url: str) -> bytes:
    """The PDF. Raises RuleBroken when a character is in none of the fonts, rather than printing a blank box."""
    import typst

    try:
        return _compile(json.dumps(_content(certificate, base_url)))
    except typst.TypstError as error:
        raise RuleBroken(
            _(
                "この氏名には、印刷用の文字にない字があります。市町村の窓口にご相談ください。（%(detail)s）",
                detail=str(error)[:80],
            )
        ) from None


def _compile(data: str) -> bytes:
    import pylopdf_fonts_jp
    import typst

    made = typst.compile(
        str(_SOURCE),
        font_paths=[str(Path(pylopdf_fonts_jp.__file__).parent)],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["a-3a", "ua-1"],
    )
    assert isinstance(made, bytes)
    return made


def _content(certificate: Certificate, base_url: str) -> dict[str, Any]:
    facts = certificate.facts
    issued = certificate.valid_from
    period = f"{in_reiwa(certificate.valid_from)}から{in_reiwa(certificate.valid_until)}まで"
    return {
        "title": "二地域居住者登録証",
        "number": certificate.number,
        "holder": facts["holder"],
        "issuer": facts["issuer"],
        "mayor": facts["mayor"],
        "sentence": f"上記の者は、{facts['issuer']}において二地域居住者として登録されていることを証明します。",
        "facts": [["登録した市町村", facts["issuer"]], ["有効期間", period]],
        "issued_on": in_reiwa(issued),
        "day": [issued.year, issued.month, issued.day],
        "code": certificate.shown_code,
        "verify_host": f"{base_url}/verify",
        "qr": qr_svg(check_address(certificate, base_url)),
        "is_demo": certificate.is_demo,
        "words": {
            "demo": "デモ用の見本です。実際の証明書ではありません。",
            "number": "第",
            "name": "氏名",
            "honorific": "様",
            "check": "この証明書が有効かどうかは、QRコードか次の場所で確かめられます。",
            "code": "確認コード",
            "qr_alt": "この証明書を確かめるページへのQRコード",
        },
    }
