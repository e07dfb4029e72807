"""The headings of a town's own lists: many words for the same thing, and one that must not be there."""

import re
import unicodedata
from collections.abc import Sequence

from webapp.core.errors import BadFile
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l

_NOISE = re.compile(r"[\s※＊*・_\-－:：]|\(.*?\)|（.*?）|【.*?】|\[.*?\]|必須|任意")
_MY_NUMBER = re.compile("マイナンバー|個人番号|mynumber")
#: what is read, and how towns call it (as `_plain` writes it)
_NAMES: dict[str, tuple[str, ...]] = {
    "full_name": ("氏名", "名前", "お名前", "会員氏名", "会員名", "name", "fullname"),
    "family_name": ("姓", "氏", "苗字", "名字", "lastname", "familyname"),
    "given_name": ("名", "firstname", "givenname"),
    "full_kana": ("氏名カナ", "フリガナ", "ふりがな", "カナ", "氏名フリガナ", "氏名ふりがな", "氏名かな", "よみがな", "読み", "kana"),
    "family_kana": ("姓カナ", "氏カナ", "セイ", "せい", "姓フリガナ", "姓ふりがな"),
    "given_kana": ("名カナ", "メイ", "めい", "名フリガナ", "名ふりがな"),
    "email": ("メールアドレス", "メール", "eメール", "電子メール", "email", "mail", "mailaddress", "emailaddress"),
    "birth_date": ("生年月日", "誕生日", "birthday", "birthdate", "dateofbirth"),
    "home_code": ("市区町村コード", "自治体コード", "全国地方公共団体コード", "団体コード", "住所コード"),
    "prefecture": ("都道府県", "都道府県名"),
    "city": ("市区町村", "市町村", "市区町村名"),
    "address": ("住所", "現住所", "ご住所", "住所1", "address"),
    "member_number": ("会員番号", "登録番号", "住民票番号", "番号", "no", "no.", "id", "会員id"),
    "is_confidential": ("秘匿", "秘匿希望", "dv", "dv等", "支援措置", "公開不可"),
}  # fmt: skip
_MEANINGS = {name: key for key, names in _NAMES.items() for name in names}
_SHOWN = {
    "full_name": _l("氏名（または姓と名）"),
    "email": _l("メールアドレス"),
    "address": _l("住所（または都道府県と市区町村、市区町村コード）"),
}


def understood(headings: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """(heading → what it means, headings that are not used). Raises BadFile for My Number and for what is missing."""
    if any(_MY_NUMBER.search(_plain(heading)) for heading in headings):
        raise BadFile(
            _(
                "マイナンバー（個人番号）の列があります。ふたまちでは、マイナンバーを預かることができません。"
                "その列を消したファイルを選んでください。このファイルの内容は保存していません。"
            )
        )
    meanings: dict[str, str] = {}
    for heading in headings:
        key = _MEANINGS.get(_plain(heading))
        if key is not None and key not in meanings.values():
            meanings[heading] = key
    _refuse_missing(set(meanings.values()))
    return meanings, [heading for heading in headings if heading not in meanings]


def _refuse_missing(known: set[str]) -> None:
    enough = {
        "full_name": "full_name" in known or {"family_name", "given_name"} <= known,
        "email": "email" in known,
        "address": bool(known & {"address", "home_code"}) or {"prefecture", "city"} <= known,
    }
    missing = [str(_SHOWN[key]) for key, is_there in enough.items() if not is_there]
    if missing:
        raise BadFile(
            _(
                "1行目の見出しに、必要な項目がありません：%(names)s。見出しを書き足してから、もう一度選んでください。",
                names=joined(missing),
            )
        )


def _plain(heading: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", heading)).lower()
