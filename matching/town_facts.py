"""What may matter about a town beside its offers: chosen by a resident or read from their words, met by each town.

How far a town meets each is told by its place among all towns of the country, so that every fact has the same scale.
"""

from collections.abc import Sequence

import numpy as np

from matching.columns import Numbers
from matching.model import Offer, Resident
from matching.surroundings import named, shares
from matching.vocabulary import Strengths, indicator

WORDS: dict[str, tuple[str, ...]] = {
    "doctors": ("病院", "医師", "お医者", "医療", "診療所", "通院"),
    "nurseries": ("保育",),
    "small_school": ("小さな学校", "少人数の学校", "小規模校"),
    "children": ("子どもが多い", "子どもの多い", "子育て世帯"),
    "nature": ("自然", "山", "森", "緑"),
    "quiet": ("静か", "のどか", "人が少な", "混んでいない"),
    "shops": ("買い物", "スーパー", "店が多い"),
    "eating": ("飲食店", "外食", "食べ歩き"),
    "culture": ("図書館", "公民館"),
    "farming": ("農業", "農家", "畑"),
    "newcomers": ("移住者", "移ってきた人"),
    "digital": ("it企業", "スタートアップ"),
    "cheap": ("安い家", "家が安", "安く買"),
    "large": ("都会", "都市", "大きなまち", "大きな町", "街なか", "まちなか"),
    "small": ("小さなまち", "小さな町", "小さな村", "田舎"),
}
"""Code of a fact → how people write that it matters to them. Distance and price have fields of their own."""
CODES = {code: column for column, code in enumerate(WORDS)}
NOTICEABLE = 0.4
"""From here on (seven towns of ten meet it less, or more) a fact is called a reason."""
TOLD = 3


def wishes(residents: Sequence[Resident]) -> Strengths:
    """(residents, CODES): the share of each fact among those that matter. What is not wanted is not held against a town."""
    read = np.maximum(named([resident.text for resident in residents], WORDS), 0)
    return shares(np.maximum(read, indicator((resident.matters for resident in residents), CODES)))


def standings(offers: Sequence[Offer]) -> Numbers:
    """(offers, CODES): -1 for the town that meets a fact least of all, 1 for the one that meets it most, 0 unknown."""
    unique = {id(offer.town_standing): offer.town_standing for offer in offers}
    places = {key: row for row, key in enumerate(unique)}
    towns = np.zeros((len(unique), len(CODES)))
    for key, standing in unique.items():
        for code, share in standing.items():
            if code in CODES:
                towns[places[key], CODES[code]] = 2 * share - 1
    rows = np.array([places[id(offer.town_standing)] for offer in offers], dtype=np.intp)
    found: Numbers = towns[rows]
    return found


def told(offer: Offer, overlap: Numbers, points: float) -> tuple[str, ...]:
    """The facts behind the points, the strongest first. overlap: (CODES,) products of both sides."""
    own = {code: 2 * offer.town_standing[code] - 1 for code in CODES if code in offer.town_standing}
    behind = [code for code, at in own.items() if overlap[CODES[code]] * points > 0 and abs(at) >= NOTICEABLE]
    return tuple(sorted(behind, key=lambda code: -abs(own[code]))[:TOLD])
