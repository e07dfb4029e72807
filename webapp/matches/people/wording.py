"""Why a person fits, said to the place without numbers that lead to the person, and said to the person themselves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from matching import Match, Reason
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.themes import SKILL_LABELS, THEME_LABELS

_LEAST_POINTS = 0.5
INTERESTED = "interested"
FAMILY = "family"
#: reason code of the ranking → what it is about here; what is not named is not told
_ABOUT = {
    "theme_chosen": "themes",
    "theme_read": "themes",
    "text_alike": "text",
    "skill_wanted": "skills",
    "skill_related": "experience",
    "area_wished": "area",
    "near_home": "distance",
    "free_of_charge": "budget",
    "given_away": "budget",
    "rent_within": "budget",
    "price_within": "budget",
    "days_fit": "rhythm",
    "remote_fit": "remote",
    "children_welcome": FAMILY,
    "environment_wished": "environment",
    "stay_wished": "stay",
    "kind_wished": "kind",
}
_NAMING = {"themes", "skills", "experience"}
_ORDER = [*THEME_LABELS, *SKILL_LABELS]
#: about what → as the place reads it, as the person reads it
SENTENCES: dict[str, tuple[Any, Any]] = {
    INTERESTED: (
        _l("この掲載に「興味あり」と答えています。"),
        _l("あなたが「興味あり」と答えた掲載です。"),
    ),
    "themes": (_l("「%(words)s」をしてみたい人です。"), _l("あなたのしてみたいこと「%(words)s」に合います。")),
    "skills": (_l("「%(words)s」ができます。"), _l("あなたのできること「%(words)s」が生きます。")),
    "experience": (_l("「%(words)s」に関わる経験があります。"), _l("あなたの「%(words)s」の経験が生きます。")),
    "text": (_l("文章に、この掲載と近い言葉があります。"), _l("あなたの文章と、掲載の言葉が近いです。")),
    "area": (_l("このまちか、この県を希望しています。"), _l("あなたが希望している地域です。")),
    "distance": (_l("通いやすい距離に住んでいます。"), _l("あなたの住まいから通いやすい距離です。")),
    "budget": (_l("費用が、希望の範囲におさまります。"), _l("費用が、あなたの希望の範囲におさまります。")),
    "rhythm": (_l("滞在のしかたが合います。"), _l("あなたの滞在のしかたに合います。")),
    "remote": (_l("離れた場所からも関われます。"), _l("離れた場所からも関われます。")),
    FAMILY: (_l("家族と一緒に来られます。"), _l("ご家族と一緒に来られます。")),
    "environment": (_l("このまちのような環境を希望しています。"), _l("あなたが希望している環境のまちです。")),
    "stay": (_l("短い滞在から始めたい人です。"), _l("短い滞在から始められます。")),
    "kind": (_l("この種類の掲載を探しています。"), _l("あなたが探している種類の掲載です。")),
}
#: what speaks against a person, by reason code, as the place reads it
_CAUTIONS = {
    "far_from_home": _l("遠くに住んでいます。"),
    "theme_avoided": _l("この内容に苦手なところがあります。"),
    "kind_other": _l("ほかの種類の掲載を探しています。"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason: what it is about, and the codes of the themes or skills it names."""

    about: str
    codes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Stands for the fact in a form."""
        return self.about

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> "Fact":
        """A fact as it was stored; what is not known any more says nothing."""
        return cls(str(stored["about"]), tuple(stored.get("codes", ())))

    def stored(self) -> dict[str, Any]:
        """The fact for a JSON column."""
        return {"about": self.about, "codes": list(self.codes)}

    def to_place(self) -> str:
        """As the place reads it."""
        return self._say(0)

    def to_person(self) -> str:
        """As the person reads it."""
        return self._say(1)

    def _say(self, side: int) -> str:
        if self.about not in SENTENCES:
            return ""
        known = [str(label) for code in self.codes if (label := SKILL_LABELS.get(code) or THEME_LABELS.get(code))]
        sentence = str(SENTENCES[self.about][side])
        return sentence % {"words": _("・").join(known)} if "%(words)s" in sentence else sentence


def facts_of(match: Match, *, tells_family: bool, is_interested: bool = False) -> list[Fact]:
    """What speaks for the person, strongest first; of a family only where its size may be told."""
    found = [Fact(INTERESTED)] if is_interested else []
    for part in sorted(match.contributions, key=lambda part: -part.points):
        fact = _fact(part.reason) if part.points >= _LEAST_POINTS else None
        if fact is not None and fact.about not in {known.about for known in found}:
            found.append(fact)
    return [fact for fact in found if tells_family or fact.about != FAMILY]


def _fact(reason: Reason | None) -> Fact | None:
    about = _ABOUT.get(reason.code) if reason else None
    if reason is None or about is None:
        return None
    codes = tuple(sorted(_codes(reason.params.values()), key=_ORDER.index)) if about in _NAMING else ()
    return Fact(about, codes) if codes or about not in _NAMING else None


def _codes(values: Iterable[Any]) -> Iterable[str]:
    for value in values:
        for code in value if isinstance(value, tuple) else ():
            if code in THEME_LABELS or code in SKILL_LABELS:
                yield code


def caution_of(match: Match) -> str:
    """What speaks most against the person, as far as a place may know it."""
    return str(_CAUTIONS.get(match.caution.code, "")) if match.caution else ""
