"""Towns that fit a resident: those of the best suggestions, each with why."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

from matching import Reason, Resident
from webapp.core.i18n import gettext as _
from webapp.core.i18n import joined
from webapp.core.i18n import lazy as _l
from webapp.core.themes import SKILL_LABELS, THEME_LABELS
from webapp.listings.models import ListingKind
from webapp.matches.sentences import Teller
from webapp.matches.suggestions import Seeker, Suggestion
from webapp.municipalities.travel import Trip

LOOKED_AT = 120
MOST_TOWNS = 12
LISTINGS_EACH = 3
#: spokes of the small radar: what they are called, and whose contributions they gather
SPOKES: tuple[tuple[Any, frozenset[str]], ...] = (
    (_l("やりたいこと"), frozenset({"themes", "text", "environment"})),
    (_l("できること"), frozenset({"skills"})),
    (_l("場所"), frozenset({"area", "distance", "town"})),
    (_l("費用"), frozenset({"budget"})),
    (_l("滞在・家族"), frozenset({"rhythm", "family", "remote", "stay", "kind"})),
)
RADIUS = 44.0


@dataclass(frozen=True)
class Town:
    """A town with its best listings. `spokes` are shares of the longest spoke of the same kind on the page."""

    code: str
    name: str
    score: int
    best: list[Suggestion]
    reasons: list[str]
    against: list[str]
    way: Trip | None
    spokes: list[tuple[Any, float]]
    kinds: str

    @property
    def outline(self) -> str:
        """The corners of the radar's shape for an SVG polygon whose middle is 0,0."""
        return corners([share for _label, share in self.spokes])


def corners(lengths: Sequence[float]) -> str:
    """Points at these shares of the radius, evenly around, the first at the top."""
    turns = [2 * pi * place / len(lengths) - pi / 2 for place in range(len(lengths))]
    return " ".join(f"{RADIUS * n * cos(t):.1f},{RADIUS * n * sin(t):.1f}" for n, t in zip(lengths, turns, strict=True))


def towns_for(seeker: Seeker, limit: int = MOST_TOWNS) -> list[Town]:
    """Towns in the order of their best suggestion, so that a small town with one good listing is not outnumbered."""
    by_town: dict[str, list[Suggestion]] = {}
    for one in seeker.best(LOOKED_AT):
        by_town.setdefault(one.municipality_code, []).append(one)
    chosen = list(by_town.items())[:limit]
    raw = [_spokes(found) for _code, found in chosen]
    longest = [max((spokes[n] for spokes in raw), default=0.0) or 1.0 for n in range(len(SPOKES))]
    teller = seeker.teller({})
    return [
        _town(code, found, [n / most for n, most in zip(spokes, longest, strict=True)], teller)
        for (code, found), spokes in zip(chosen, raw, strict=True)
    ]


def _town(code: str, found: list[Suggestion], spokes: list[float], teller: Teller) -> Town:
    first = found[0]
    against = teller.too_long(next((one.way for one in found if one.way), None))
    if teller.me.wished_areas and not is_wished(teller.me, code):
        against.append(_("希望の地域の外にあります。"))
    return Town(
        code=code,
        name=first.card.place,
        score=first.score,
        best=found[:LISTINGS_EACH],
        reasons=_reasons(first.card.place, found, is_wished=is_wished(teller.me, code)),
        against=against,
        way=next((one.way for one in found if one.way), None),
        spokes=[(label, share) for (label, _fields), share in zip(SPOKES, spokes, strict=True)],
        kinds=_kinds(found),
    )


def is_wished(me: Resident, code: str) -> bool:
    """Whether the person named the town or its prefecture, however little that may count for points."""
    prefecture = code[:2]
    return any(area[:5] in (code[:5], prefecture, f"{prefecture}000") for area in me.wished_areas)


def _reasons(name: str, found: list[Suggestion], *, is_wished: bool) -> list[str]:
    """What the town's suggestions say together: what one can do there, what one can give, and where it is."""
    said = [reason for one in found for reason in one.codes]
    themes = _labels(said, ("theme_chosen", "theme_read"), "themes", THEME_LABELS)
    skills = _labels(said, ("skill_wanted",), "skills", SKILL_LABELS)
    return [
        *([_("%(themes)sに関わる掲載があります。", themes=_quoted(themes))] if themes else []),
        *([_("%(skills)sができる人を求めています。", skills=_quoted(skills))] if skills else []),
        *([_("希望の地域です。")] if is_wished else []),
    ] or [_("%(town)sの掲載が、あなたの条件に合っています。", town=name)]


def _labels(said: list[Reason], codes: tuple[str, ...], name: str, labels: Mapping[str, Any]) -> list[str]:
    """The three named most often."""
    count = Counter(code for reason in said if reason.code in codes for code in _codes(reason, name))
    return [str(labels.get(code, code)) for code, _times in count.most_common(3)]


def _quoted(words: Sequence[str]) -> str:
    return joined(_("「%(word)s」", word=word) for word in words)


def _codes(reason: Reason, name: str) -> tuple[str, ...]:
    value = reason.params[name]
    return value if isinstance(value, tuple) else ()


def _kinds(found: list[Suggestion]) -> str:
    count = Counter(one.card.kind for one in found)
    return joined(
        _("%(kind)s%(n)s件", kind=kind.label, n=count[kind.value]) for kind in ListingKind if count[kind.value]
    )


def _spokes(found: list[Suggestion]) -> list[float]:
    """The most points that one suggestion has along each spoke."""
    return [
        max(sum(rung.points for rung in one.rungs if rung.field in fields and rung.points > 0) for one in found)
        for _label, fields in SPOKES
    ]
