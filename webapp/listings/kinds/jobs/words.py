"""Words that keep people out of a job by age, sex or nationality, which the law forbids in an offer of employment."""

import re
import unicodedata
from collections.abc import Iterable

from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l

_AGE = re.compile(
    r"[0-9]{2}\s*[歳才]\s*(?:以下|未満|まで|前後|くらい|位)|[0-9]{2}\s*[歳才]?\s*[~〜\-ー]\s*[0-9]{2}\s*[歳才代]"
    r"|[1-6]0代(?!わ)|若い(?:方|人|力)|若手|若者|ヤング|シニア不可"
)
_SEX = re.compile(
    r"(?:男性|女性|男子|女子)(?!(?:用|専用)?(?:トイレ|更衣))|主婦(?![(・/]\s*主?夫)"
    r"|ウエ[イー]トレス|ウェイトレス|看護婦|保母|営業マン|カメラマン|スチュワーデス|ホステス"
)
#: both named together keep nobody out
_BOTH = re.compile(r"男女|男性\s*[・/、と]\s*女性|女性\s*[・/、と]\s*男性|(?:男性|女性)も")
_NATIONALITY = re.compile(
    r"日本人(?:のみ|限定|に限)|日本国籍|外国人(?:不可|お断り|NG|の方は.{0,8}(?:不可|できません|ご遠慮))|ネイティブ(?:のみ|限定)|国籍(?:を問|限定|に限)(?!いません|わず)"
)
_LAWS = (
    (_AGE, _l("年齢（労働施策総合推進法9条）")),
    (_SEX, _l("性別（男女雇用機会均等法5条）")),
    (_NATIONALITY, _l("国籍（職業安定法3条）")),
)
_WAGE = re.compile(r"時給|日給|月給|週給|賃金|給料|給与|[0-9,]+\s*円\s*/\s*(?:h|時間)|1時間\s*[0-9,]+\s*円")


def excluding(texts: Iterable[str]) -> list[str]:
    """A sentence for each reason by which these texts keep people out, with the words that do it."""
    text = _BOTH.sub("", unicodedata.normalize("NFKC", "\n".join(texts)))
    found = []
    for pattern, law in _LAWS:
        words = list(dict.fromkeys(one.group() for one in pattern.finditer(text)))
        if words:
            found.append(
                _(
                    "%(law)sで募集を分けることは禁じられています：%(words)s。仕事に必要な力や経験に書きかえてください。",
                    law=law,
                    words=joined(_("「%(word)s」", word=word) for word in words),
                )
            )
    return found


def promising_wages(texts: Iterable[str]) -> list[str]:
    """A sentence when the texts of unpaid work speak of wages."""
    words = list(dict.fromkeys(_WAGE.findall(unicodedata.normalize("NFKC", "\n".join(texts)))))
    if not words:
        return []
    return [
        _(
            "ボランティアとプロボノでは賃金を払えません：%(words)s。時間に応じて払うなら「雇用」で募集してください。",
            words=joined(_("「%(word)s」", word=word) for word in words),
        )
    ]
