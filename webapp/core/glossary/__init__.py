"""What words of laws and offices mean, in plain words: for the pop-outs of pages and the page of all words."""

from webapp.core.glossary.giving import GIVING
from webapp.core.glossary.home import HOME
from webapp.core.glossary.living import LIVING
from webapp.core.glossary.safety import SAFETY
from webapp.core.glossary.support import SUPPORT
from webapp.core.glossary.term import Group, Term

__all__ = ["GROUPS", "Group", "Term", "anchor_of", "term_of"]
#: every word, in the order of the page
GROUPS = (LIVING, SUPPORT, HOME, GIVING, SAFETY)
_ALL = {term.key: (number, term) for number, term in enumerate((t for group in GROUPS for t in group.terms), 1)}


def term_of(key: str) -> Term:
    """The word as it is written in Japanese. Raises KeyError for one that is not explained: a page must not promise it."""
    return _ALL[key][1]


def anchor_of(key: str) -> str:
    """Its place on the page of all words, and the id of its pop-out."""
    return f"word-{_ALL[key][0]}"
