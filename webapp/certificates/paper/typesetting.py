"""Sheets set by typst: PDF/A-3a and PDF/UA-1, or nothing; what a sheet says comes as data, how it looks as a file."""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _

STANDARDS: Final = ("a-3a", "ua-1")
_MISSING: Final = re.compile(r"text (\S+) could not be displayed")


def compiled(sheet: Path, content: dict[str, Any], *, instead: str = "") -> bytes:
    """The PDF of a sheet's content. Raises RuleBroken that names the character no font has: never a blank box.

    With `instead`, such characters are shown by it, all that our font lacks at once: for what people typed and only
    they read. A letter in another script may have hundreds of them, and setting the sheet anew takes seconds.
    """
    import typst

    try:
        made = _compiler(sheet).compile(sys_inputs={"data": json.dumps(content)}, pdf_standards=list(STANDARDS))
    except typst.TypstError as error:
        found = _MISSING.search(str(error))
        if found is None:
            raise
        if instead:
            missing = {*_unquoted(found.group(1)), *_not_in_our_font(content)}
            return compiled(sheet, _replaced(content, str.maketrans(dict.fromkeys(missing, instead))), instead=instead)
        raise RuleBroken(
            _(
                "この書類に印刷できない文字があります：%(characters)s。文字の置きかえを防ぐため、PDFは作りませんでした。"
                "市町村の窓口で、別の書き方（代わりの漢字やカナ）を相談してください。",
                characters=_described(found.group(1)),
            )
        ) from None
    assert isinstance(made, bytes)
    return made


def _unquoted(named: str) -> str:
    """The character itself: messages quote it, and write what cannot be seen as its number."""
    text = named.strip('`"')
    return chr(int(text[3:-1], 16)) if text.startswith("\\u{") else text


def _not_in_our_font(content: dict[str, Any]) -> Iterator[str]:
    """The characters that are drawn as one is that no font has."""
    from PIL import ImageFont

    path = str(_fonts() / "NotoSansJP-Regular.otf")
    font = ImageFont.truetype(path, 20, layout_engine=ImageFont.Layout.BASIC)
    unknown = bytes(font.getmask("\U0010fffe"))
    signs = set(json.dumps(content, ensure_ascii=False))
    return (sign for sign in signs if sign.isprintable() and bytes(font.getmask(sign)) == unknown)


def _replaced(content: Any, shown: dict[int, str]) -> Any:
    if isinstance(content, dict):
        return {key: _replaced(value, shown) for key, value in content.items()}
    if isinstance(content, list):
        return [_replaced(value, shown) for value in content]
    return content.translate(shown) if isinstance(content, str) else content


def _described(text: str) -> str:
    """「𛂞」（U+1B09E） for each character that is not everyday."""
    rare = [c for c in text if unicodedata.category(c) not in ("Zs", "Cc")]
    return "、".join(f"「{c}」（U+{ord(c):04X}）" for c in rare)


@cache
def _compiler(sheet: Path) -> Any:
    """One of each sheet for each process: it keeps the fonts read and the template parsed."""
    import typst

    return typst.Compiler(str(sheet), font_paths=[str(_fonts())], ignore_system_fonts=True)


def _fonts() -> Path:
    import pylopdf_fonts_jp

    return Path(pylopdf_fonts_jp.__file__).parent
