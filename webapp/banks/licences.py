"""The number of a broker's licence: its shape, in one spelling."""

import re
import unicodedata

from webapp.core.errors import RuleBroken
from webapp.core.i18n import gettext as _
from webapp.municipalities import queries as municipalities

_SHAPE = re.compile(r"(.{3,6}?)(?:\((\d{1,2})\))\s*第\s*(\d{1,6})\s*号")
#: a broker with offices in two prefectures or more is licensed by the minister
MINISTER = "国土交通大臣"
#: of the four prefectures that are no 県, each knows its own word
_GOVERNOR = "知事"


def read(typed: str) -> str:
    """A licence number in the form 「長野県知事（3）第1234号」. Raises RuleBroken when it cannot be one.

    Only the shape is checked: whether the licence holds is looked up by the bank in the ministry's register.
    """
    plain = "".join(unicodedata.normalize("NFKC", typed).split())
    found = _SHAPE.fullmatch(plain)
    if found is None or not _is_authority(found[1]) or int(found[2]) < 1:
        raise RuleBroken(
            _(
                "宅建業の免許番号を、免許証のとおりに入力してください。例：長野県知事（3）第1234号、国土交通大臣（5）第567号"
            )
        )
    return f"{found[1]}（{int(found[2])}）第{int(found[3])}号"


def _is_authority(name: str) -> bool:
    if name == MINISTER:
        return True
    known = {place.name for place in municipalities.prefectures()}
    return name.endswith(_GOVERNOR) and name.removesuffix(_GOVERNOR) in known
