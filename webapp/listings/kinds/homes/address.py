"""The public address of a home names no house: an area, a hamlet, a 丁目, never a lot number."""

import re
import unicodedata

from webapp.core.i18n import gettext as _

#: numbers that are part of the name of an area: 3丁目, 北5条西, 第10地割, 2区
_OF_AN_AREA = re.compile(r"[0-9]+(?=丁目|条|線|区|地割|地区|組|班|町)")
_NUMBER = re.compile(r"[0-9]")
_KANJI_LOT = re.compile(r"[〇一二三四五六七八九十百千]+番(?:地|の|$)")


def why_too_fine(address: str) -> str:
    """Why a public address is finer than its 字; empty when it is not."""
    plain = unicodedata.normalize("NFKC", address)
    if _NUMBER.search(_OF_AN_AREA.sub("", plain)) or _KANJI_LOT.search(plain):
        return _("番地や号は公開できません。大字・字・丁目までにして、番地は「くわしい所在地」に書いてください。")
    return ""
