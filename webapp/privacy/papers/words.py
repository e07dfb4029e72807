"""What stands in the export, as lines of a sheet in Japanese: words for its names, dates and choices."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from webapp.core.clock import in_tokyo
from webapp.core.database import session
from webapp.core.themes import FACILITY_LABELS, LICENCE_LABELS, SKILL_LABELS, THEME_LABELS
from webapp.municipalities.models import Municipality
from webapp.municipalities.statistics.wishes import MATTER_LABELS
from webapp.privacy.papers.choices import TABLES, choice_words
from webapp.privacy.papers.labels import LABELS, PARTS
from webapp.residents.models import WantedKind

__all__ = ["PARTS", "lines_of"]

Lines = list[list[str]]
#: whole, as the export writes them: what people typed may begin in the same way
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_CODE: Final = re.compile(r"\d{6}")
#: pictures and control signs have no letter in any font of ours; looking for each of them would set the sheet anew
_PICTURES: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\x00-\x08\x0b-\x1f]+")
_THEMES: Final = {
    **THEME_LABELS, **SKILL_LABELS, **LICENCE_LABELS, **FACILITY_LABELS, **MATTER_LABELS,
    **{kind.value: kind.label for kind in WantedKind}, "ja": "日本語", "en": "英語", "easy": "やさしい日本語",
}  # fmt: skip


def lines_of(row: Any, part: str) -> Lines:
    """One row of a part as label and value; what is empty and what are only inner numbers stay out."""
    if not isinstance(row, dict):
        return [["内容", _said(part, "", row)]]
    return [[label, value] for label, value in _walk(row, part, "") if value]


def _walk(row: dict[str, Any], place: str, above: str) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if key == "id" or key.endswith(("_id", "_key", "_hash")) or value in (None, "", [], {}):
            continue
        label, inside = f"{above}{LABELS.get(key, key)}", key if key in TABLES else place
        if isinstance(value, dict):
            yield from _walk(value, inside, f"{label}／")
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            for number, one in enumerate(value, 1):
                if isinstance(one, dict):
                    yield from _walk(one, inside, f"{label}{number}／")
                else:
                    yield label, _said(inside, key, one)
        else:
            yield label, _said(place, key, value)


def _said(place: str, key: str, value: Any) -> str:
    """One value in words."""
    if isinstance(value, list):
        return "、".join(_said(place, key, one) for one in value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    if isinstance(value, int | float):
        return str(value)
    text = _PICTURES.sub("〓", str(value))
    return _known(place, key, text) or text


def _known(place: str, key: str, text: str) -> str:
    """What a moment, a day, a town's code or a choice says; nothing for words that people typed."""
    try:
        if _MOMENT.fullmatch(text):
            at = in_tokyo(datetime.fromisoformat(text))
            return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return f"{day.year}年{day.month}月{day.day}日"
    except ValueError:
        return ""
    if _CODE.fullmatch(text) and (town := session().get(Municipality, text)):
        return town.full_name
    return choice_words(place, key, text) or str(_THEMES.get(text, ""))
