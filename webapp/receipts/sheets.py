"""The receipt on paper: one sheet of A4, PDF/A-3a and PDF/UA-1, signed with the municipality's key where it has one."""

from pathlib import Path
from typing import Any, Final

import structlog

from webapp.certificates.paper import codes
from webapp.certificates.paper import sheets as paper
from webapp.certificates.paper.typesetting import compiled
from webapp.certificates.paper.wording import seal, size_of_name
from webapp.core import storage
from webapp.core.clock import in_tokyo
from webapp.core.database import session
from webapp.core.eras import in_era
from webapp.core.errors import NotThere, RuleBroken
from webapp.core.i18n import gettext as _
from webapp.core.i18n import in_language
from webapp.core.services import settings
from webapp.municipalities import queries as municipalities
from webapp.receipts import days
from webapp.receipts.batches.models import ReceiptSheet
from webapp.receipts.queries import Standing

log = structlog.get_logger(__name__)
SHEET: Final = Path(__file__).with_name("receipt.typ")


def finished(standing: Standing) -> bytes:
    """What the donor gets: as it was made for the whole year, else made now. Raises RuleBroken for a void receipt."""
    if standing.void is not None:
        raise RuleBroken(_("この受領証明書は無効なので、PDFはありません。"))
    kept = session().get(ReceiptSheet, (standing.receipt.id, standing.copy_number))
    if kept is not None:
        try:
            return storage.load(kept.file_key)
        except NotThere:
            log.warning("sheet is gone", receipt=standing.receipt.id)
    return made(standing)


def made(standing: Standing) -> bytes:
    """A sheet made now. Raises RuleBroken when a character of name or address is in none of the fonts."""
    return paper.signed(
        standing.receipt.municipality_code,
        lambda is_for_trial: compiled(SHEET, content(standing, is_signed_for_trial=is_for_trial)),
    )


def content(standing: Standing, *, is_signed_for_trial: bool) -> dict[str, Any]:
    """Everything the sheet says, in Japanese whoever reads: it is a document of a Japanese municipality."""
    receipt, day = standing.receipt, in_tokyo(standing.receipt.issued_at).date()
    town = municipalities.by_code(receipt.municipality_code)
    with in_language("ja"):
        rule = str(days.rule_of(standing.pledge))
    received = in_era(receipt.received_on) + (f"（{rule}）" if rule else "")
    return {
        "title": "寄附金受領証明書",
        "number": receipt.shown_number,
        "again": _again(standing),
        "address": receipt.donor_address,
        "name": receipt.donor_name,
        "name_size": min(20.0, size_of_name(receipt.donor_name)),
        **_room(len(receipt.donor_name) + len(receipt.donor_address) + len(standing.project.title)),
        "sentence": "次のとおり、寄附金を受領したことを証明します。",
        "amount": f"金 {receipt.amount:,} 円",
        "facts": [
            ["受領年月日", received],
            ["寄附の使いみち", standing.project.title],
            ["寄附金の種類", "地方税法第37条の2第1項第1号および第314条の7第1項第1号に掲げる寄附金"],
        ],
        "issued_on": in_era(day),
        "day": [day.year, day.month, day.day],
        "issuer": town.official_name,
        "mayor": municipalities.who_signs(town.code, day),
        "mark": "見本" if standing.pledge.is_demo else "試験用" if is_signed_for_trial else "",
        "notes": _notes(standing),
        "warning": _warning(standing, is_signed_for_trial),
        "qr": codes.svg(f"{settings().base_url}/receipts/{receipt.id}"),
        "words": {"number": "証明書番号", "qr_alt": "この証明書が有効かどうかを確かめるためのQRコード"},
        **seal(town.name),
    }


def _room(letters: int) -> dict[str, float]:
    """Name, address and title of everyday lengths have air around them; the longest that fit the form fit the page."""
    return {"room": 1.0, "address_size": 11.0} if letters <= 120 else {"room": 0.4, "address_size": 9.0}


def _again(standing: Standing) -> str:
    if standing.copy is None:
        return ""
    return f"再発行（{standing.copy.number}回目）　{in_era(in_tokyo(standing.copy.made_at).date())}"


def _notes(standing: Standing) -> list[str]:
    notes = ["確定申告で寄附金控除を受けるときに使います。なくさないように保管してください。"]
    if standing.replaces is not None:
        notes.insert(
            0, f"この証明書は、番号 {standing.replaces.shown_number} の証明書に代わるものです。前の番号は無効です。"
        )
    return [*notes, "QRコードで、有効かどうかと、番号・金額・受領日を確かめられます。", "赤い印は飾りです。"]


def _warning(standing: Standing, is_signed_for_trial: bool) -> str:
    if standing.pledge.is_demo:
        return "デモ用の見本です。お金は動いていません。税の手続きには使えません。"
    return "電子署名は試験用です。税の手続きには使えません。" if is_signed_for_trial else ""
