"""The screens of an application in their order, and their words."""

from typing import Any

from webapp.core.i18n import lazy as _l

SCREENS = ("corporation", "officers", "work", "accounts", "documents", "statement", "confirm")
#: those on which a town may ask for a correction
WRITTEN = SCREENS[:-2]
LABELS: dict[str, Any] = {
    "corporation": _l("法人"),
    "officers": _l("役員"),
    "work": _l("業務と計画"),
    "accounts": _l("収支と体制"),
    "documents": _l("書類"),
    "statement": _l("欠格事由"),
    "confirm": _l("確かめて送る"),
}
HEADINGS: dict[str, Any] = {
    "corporation": _l("どんな法人ですか"),
    "officers": _l("役員は誰ですか"),
    "work": _l("どの業務を、どのようにしますか"),
    "accounts": _l("費用と体制を教えてください"),
    "documents": _l("書類を出してください"),
    "statement": _l("欠格事由にあたらないことを確かめてください"),
    "confirm": _l("内容を確かめて送ってください"),
}
