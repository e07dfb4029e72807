"""What stands in the export, as lines of a sheet in Japanese: words for its names, dates and choices."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import SQLModel

from webapp.core.clock import in_tokyo
from webapp.core.labels import Labelled
from webapp.core.themes import FACILITY_LABELS, LICENCE_LABELS, SKILL_LABELS, THEME_LABELS
from webapp.municipalities import queries as municipalities
from webapp.municipalities.statistics.wishes import MATTER_LABELS
from webapp.privacy.papers.labels import LABELS, PARTS
from webapp.residents.models import WantedKind

__all__ = ["PARTS", "lines_of"]

Lines = list[list[str]]
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_CODE: Final = re.compile(r"\d{6}")
#: pictures and control signs have no letter in any font of ours; looking for each of them would set the sheet anew
_PICTURES: Final = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\x00-\x08\x0b-\x1f]+")
_THEMES: Final = {
    **THEME_LABELS, **SKILL_LABELS, **LICENCE_LABELS, **FACILITY_LABELS, **MATTER_LABELS,
    **{kind.value: kind.label for kind in WantedKind}, "ja": "日本語", "en": "英語", "easy": "やさしい日本語",
}  # fmt: skip


def lines_of(row: Any) -> Lines:
    """One row as label and value; what is empty and what are only inner numbers stay out."""
    if not isinstance(row, dict):
        return [["内容", _said("", row)]]
    return [[label, value] for label, value in _walk(row, "") if value]


def _walk(row: dict[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        if key == "id" or key.endswith(("_id", "_key", "_hash")) or value in (None, "", [], {}):
            continue
        label = f"{above}{LABELS.get(key, key)}"
        if isinstance(value, dict):
            yield from _walk(value, f"{label}／")
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            for number, one in enumerate(value, 1):
                yield from _walk(one, f"{label}{number}／") if isinstance(one, dict) else [(label, _said(key, one))]
        else:
            yield label, _said(key, value)


def _said(key: str, value: Any) -> str:
    """One value in words."""
    if isinstance(value, list):
        return "、".join(_said(key, one) for one in value)
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    text = _PICTURES.sub("〓", str(value))
    if _MOMENT.match(text):
        at = in_tokyo(datetime.fromisoformat(text))
        return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M}"
    if _DAY.fullmatch(text):
        day = date.fromisoformat(text)
        return f"{day.year}年{day.month}月{day.day}日"
    if _CODE.fullmatch(text) and (found := municipalities.by_codes({text})):
        return found[text].full_name
    return _choices().get((key, text)) or str(_THEMES.get(text, text))


@cache
def _choices() -> dict[tuple[str, str], str]:
    """Words of stored choices by the name of their column; loaded tables do not change while the service runs."""
    found: dict[tuple[str, str], str] = {}
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            kind = column.type.enum_class if isinstance(column.type, sa.Enum) else None
            if kind is not None and issubclass(kind, Labelled):
                for member in kind:
                    found.setdefault((column.name, member.value), str(member.label))
    return found
