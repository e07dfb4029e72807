"""The sheets as PDF/A-3a and PDF/UA-1, drawn anew each time: none of them is stored."""

from datetime import date
from pathlib import Path
from typing import Any, Final

from webapp.certificates.paper import codes
from webapp.certificates.paper.typesetting import compiled
from webapp.core.i18n import in_language
from webapp.core.services import settings
from webapp.onestop.models import OneStopApplication, OneStopChange
from webapp.onestop.paper import wording

SHEET: Final = Path(__file__).with_name("sheet.typ")


def application_sheet(row: OneStopApplication, *, amount: int, received_on: date) -> bytes:
    """The application, two pages. Raises RuleBroken when a character is in none of the fonts."""
    with in_language("ja"):
        return _drawn(row, wording.application(row, amount=amount, received_on=received_on))


def change_sheet(row: OneStopApplication, notice: OneStopChange) -> bytes:
    """The notice of a move to one municipality."""
    with in_language("ja"):
        return _drawn(row, wording.change(row, notice))


def _drawn(row: OneStopApplication, content: dict[str, Any]) -> bytes:
    return compiled(SHEET, {**content, "qr": codes.svg(f"{settings().base_url}/staff/onestop/sheets/{row.code}")})
