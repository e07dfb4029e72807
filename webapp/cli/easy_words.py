"""How short and plain the sentences of やさしい日本語 must be (docs/decisions/0026)."""

import re
from collections.abc import Iterable, Iterator

WANTED, LONGEST = 25, 32  # characters of a sentence
#: words that nobody needs who is told what to do; those that name a thing of this service (登録, 同意, 期限) are learnt instead
HARD = (
    "申請", "承認", "提出", "取得", "交付", "発行", "有効期限", "閲覧", "記載", "該当", "当該", "必須", "任意", "送信", "変更", "削除",
    "氏名", "添付", "併せて", "及び", "又は", "並びに", "速やか", "不可", "控除", "抹消", "脱退", "所有者", "担当者", "定員", "届出",
    "秘匿", "二地域居住", "改ざん", "内見", "成約", "仲立ち", "伴走", "見送", "決済会社", "割り振", "照合", "漏えい", "紛失",
    "露出", "再開", "調定", "補正", "既定", "暗号化", "依頼",
)  # fmt: skip
#: modules that quote names from a standard; no word of a name is ours
_QUOTING = frozenset({"webapp/pages/accessibility/criteria.py"})
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|<[^>]+>")
_ENDS = re.compile(r"[。！？\n]")
#: the name and paragraph of a law or paper that a number is from: quoted as it stands, in every language
_CITES = re.compile(r"第\d+[条号]|\d+条|税制(?:改正|度の改正)")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a message; what is filled in counts as two characters."""
    return filter(None, (part.strip() for part in _ENDS.split(_PLACEHOLDER.sub("××", text))))


def is_plain(text: str) -> bool:
    """Whether Japanese is easy as it stands: short sentences without a hard word; or the name of a source."""
    if _is_citation(text):
        return True
    return all(len(sentence) <= WANTED for sentence in sentences(text)) and not any(word in text for word in HARD)


def may_stay(text: str, files: Iterable[str]) -> bool:
    """Whether a message that stands in these files is its own plain Japanese: it is plain, or only the name of a criterion."""
    return is_plain(text) or ("。" not in text and _QUOTING.issuperset(files))


def too_long(text: str) -> list[str]:
    """The sentences that are longer than even a translation may be."""
    return [] if _is_citation(text) else [sentence for sentence in sentences(text) if len(sentence) > LONGEST]


def _is_citation(text: str) -> bool:
    return "。" not in text and _CITES.search(text) is not None
