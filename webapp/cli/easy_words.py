"""What やさしい日本語 must hold: whose words need it, and how short and plain its sentences are (docs/decisions/0026)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
STAFF_LAYOUT = "layouts/staff.html"
#: parts of the paths of modules whose words are read at work only: by staff of towns, by operators, at desks
WORK_PLACES = (
    "staff", "/desk", "operator", "webapp/cli", "webapp/demo", "tenancy/", "accounting/", "/registry", "/sheets", "/importing",
    "batches", "/lists/", "/reviews/", "/settlement", "/keys/", "core/navigation", "local_stripe",
    "payments/accounts", "payments/trustees", "payments/refunds", "payments/disputes", "payments/payouts",
)  # fmt: skip
#: modules whose words are quoted from a standard
QUOTED_PLACES = ("accessibility/criteria",)
WANTED, LONGEST = 25, 32  # characters of a sentence
#: words that nobody needs who is told what to do; those that name a thing of this service (登録, 同意, 期限) are learnt instead
HARD = (
    "申請", "承認", "提出", "取得", "交付", "発行", "有効期限", "閲覧", "記載", "該当", "当該", "必須", "任意", "送信", "変更", "削除",
    "氏名", "添付", "併せて", "及び", "又は", "並びに", "速やか", "不可", "控除", "抹消", "脱退", "所有者", "担当者", "定員", "届出",
    "秘匿", "二地域居住", "改ざん", "内見", "成約", "仲立ち", "伴走", "見送",
)  # fmt: skip
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|<[^>]+>")
_ENDS = re.compile(r"[。！？\n]")
#: the name and paragraph of a law or paper that a number is from: quoted as it stands, in every language
_CITES = re.compile(r"第\d+[条号]|\d+条|税制(?:改正|度の改正)")
_REFERS = re.compile(r"(?:include|import|from|extends)\s+\"([^\"]+)\"")


def needs_easy(files: Iterable[str]) -> bool:
    """Whether words that stand in these files are read by somebody who is not at work there."""
    return not all(_is_for_work(file) for file in files)


def _is_for_work(file: str) -> bool:
    if file.startswith("webapp/templates/"):
        return file.removeprefix("webapp/templates/") in work_templates()
    return any(place in file for place in WORK_PLACES + QUOTED_PLACES)


@cache
def work_templates() -> frozenset[str]:
    """Templates in the layout of staff, and those that only such templates use."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    users: defaultdict[str, set[str]] = defaultdict(set)
    for name, text in texts.items():
        for used in _REFERS.findall(text):
            users[used].add(name)
    found = {name for name, text in texts.items() if f'extends "{STAFF_LAYOUT}"' in text}
    while more := {
        n for n in texts if n not in found and users[n] and users[n] <= found and "/" in n and not _is_shared(n)
    }:
        found |= more
    return frozenset(found)


def _is_shared(name: str) -> bool:
    return name.startswith(("components/", "layouts/"))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a message; what is filled in counts as two characters."""
    return filter(None, (part.strip() for part in _ENDS.split(_PLACEHOLDER.sub("××", text))))


def is_plain(text: str) -> bool:
    """Whether Japanese is easy as it stands: short sentences without a hard word; or the name of a source."""
    if _is_citation(text):
        return True
    return all(len(sentence) <= WANTED for sentence in sentences(text)) and not any(word in text for word in HARD)


def too_long(text: str) -> list[str]:
    """The sentences that are longer than even a translation may be."""
    return [] if _is_citation(text) else [sentence for sentence in sentences(text) if len(sentence) > LONGEST]


def _is_citation(text: str) -> bool:
    return "。" not in text and _CITES.search(text) is not None
