"""Which words of either side speak of a shared theme: a clause of each, as it was written."""

import re

from webapp.core.themes import THEMES

LONGEST = 26
SHORTEST = 3
_WORDS = {theme.code: theme.words for theme in THEMES}
_CLAUSE_ENDS = re.compile(r"[。．.！!？?\n、，,；;（）()「」『』【】]+")


def clause(theme: str, text: str) -> str:
    """The shortest clause of the text with a word of the theme; empty when there is none."""
    words = _WORDS.get(theme, ())
    clauses = [part.strip() for part in _CLAUSE_ENDS.split(text)]
    speaking = [part for part in clauses if len(part) >= SHORTEST and any(word in part for word in words)]
    chosen = min(speaking, key=len, default="")
    return chosen if len(chosen) <= LONGEST else chosen[: LONGEST - 1] + "…"


def theirs(theme: str, offer_text: str) -> str:
    """The same of an offer, whose first line is its title: the title stands above anyway, so the rest is asked first."""
    title, _line, rest = offer_text.partition("\n")
    return clause(theme, rest) or clause(theme, title)
