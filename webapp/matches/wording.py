"""Reasons and refusals in the reader's language, with the labels of our own tables."""

from collections.abc import Mapping
from typing import Any

from matching import SENTENCES, Reason, fill
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.themes import FACILITY_LABELS, LICENCE_LABELS, SKILL_LABELS, THEME_LABELS
from webapp.listings.models import ListingKind
from webapp.municipalities.statistics.wishes import MATTER_LABELS

_TABLES: dict[str, dict[str, Any]] = {
    "themes": THEME_LABELS,
    "skills": SKILL_LABELS,
    "licences": LICENCE_LABELS,
    "facilities": FACILITY_LABELS,
    "matters": MATTER_LABELS,
    "kind": {kind.value: kind.label for kind in ListingKind},
}
#: what a contribution is called; a field that is not named here is shown by `field_label`'s word for the rest
FIELD_LABELS = {
    "themes": _l("やりたいこと"),
    "text": _l("文章の近さ"),
    "skills": _l("できること"),
    "area": _l("希望の地域"),
    "distance": _l("距離"),
    "budget": _l("予算"),
    "rhythm": _l("滞在のしかた"),
    "family": _l("家族"),
    "kind": _l("探しているもの"),
    "environment": _l("まわりの環境"),
    "town": _l("まちに求めること"),
    "remote": _l("離れた場所からの関わり"),
    "stay": _l("滞在の長さ"),
    "experience": _l("これまでの参加"),
    "variety": _l("まちの偏りの調整"),
    "floor": _l("まちの偏りの調整"),
    "price": _l("混雑の調整"),
    "base": _l("条件に合っていること"),
    "rerank": _l("これまでの反応からの調整"),
}


def field_label(field: str) -> Any:
    """What a contribution is called."""
    return FIELD_LABELS.get(field, _("そのほか"))


class Speaker:
    """Says reasons; `places` are the names of the municipalities and prefectures that may be named, by code."""

    def __init__(self, places: Mapping[str, str]) -> None:
        self._places = places

    def say(self, reason: Reason) -> str:
        """One reason as a sentence."""
        return fill(reason, self._label, _(SENTENCES[reason.code]), between=_("、"))

    def _label(self, name: str, code: str) -> str:
        if name == "area":
            return self._places.get(code) or self._places.get(code.ljust(6, "0")) or code
        return str(_TABLES.get(name, {}).get(code, code))


def templates() -> list[str]:
    """Every sentence of a reason or refusal, for the catalogues."""
    return list(SENTENCES.values())
