"""Which reasons a town has for a decision, and how often each was taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import col, select

from webapp.core.database import session
from webapp.core.i18n import DEFAULT_LOCALE, in_language, recorded
from webapp.core.i18n import gettext as _
from webapp.desk.reasons.house import HOUSE
from webapp.desk.reasons.models import Answer, ReasonTemplate, ReasonUse


@dataclass(frozen=True)
class Reason:
    """One reason as a town has it now; `words` go into the decision in the source language, whoever reads at the desk."""

    key: str
    title: str
    words: str
    is_shown: bool = True
    is_own: bool = False
    #: what a built-in sentence says, in the reader's language
    meaning: str = ""

    @property
    def said(self) -> str:
        """The sentence, and what it means for who reads another language."""
        return f"{self.words}{_('（%(words)s）', words=self.meaning)}" if self.meaning != self.words else self.words


def reasons_of(municipality_code: str, answer: Answer) -> list[Reason]:
    """Everything a town has for an answer, hidden ones too: the house's in their order, then its own."""
    return _merged(answer, current(municipality_code, answer))


def all_reasons_of(municipality_code: str) -> dict[Answer, list[Reason]]:
    """The same for every answer, by one question to the database."""
    rows = current(municipality_code, *Answer)
    return {answer: _merged(answer, [row for row in rows if row.answer is answer]) for answer in Answer}


def _merged(answer: Answer, rows: Sequence[ReasonTemplate]) -> list[Reason]:
    own = {row.key: row for row in rows}
    house = HOUSE[answer]
    known = [_as_reason(own.pop(key)) if key in own else _built_in(key, *both) for key, both in house.items()]
    return [*known, *(_as_reason(row) for row in own.values())]


def built_in(answer: Answer, key: str) -> Reason | None:
    """A reason of the house as it is written in the code: what a town starts from when it writes its own."""
    with in_language(DEFAULT_LOCALE):
        return _built_in(key, *HOUSE[answer][key]) if key in HOUSE[answer] else None


def shown_reasons(municipality_code: str, answer: Answer) -> dict[str, Reason]:
    """What staff can choose, by key."""
    return shown_reasons_of(municipality_code, (answer,))[answer]


def shown_reasons_of(municipality_code: str, answers: Sequence[Answer]) -> dict[Answer, dict[str, Reason]]:
    """The same for several answers by one question to the database."""
    rows = current(municipality_code, *answers)
    merged = {answer: _merged(answer, [row for row in rows if row.answer is answer]) for answer in answers}
    return {answer: {one.key: one for one in reasons if one.is_shown} for answer, reasons in merged.items()}


def versions_of(municipality_code: str, answer: Answer, key: str) -> list[ReasonTemplate]:
    """Every version a town wrote of one reason, newest first."""
    chosen = select(ReasonTemplate).where(
        ReasonTemplate.municipality_code == municipality_code,
        ReasonTemplate.answer == answer,
        ReasonTemplate.key == key,
    )
    return list(session().exec(chosen.order_by(col(ReasonTemplate.id).desc())))


def uses_of(municipality_code: str) -> dict[tuple[str, str], ReasonUse]:
    """By answer and key, how often and when last a reason was taken."""
    rows = session().exec(select(ReasonUse).where(ReasonUse.municipality_code == municipality_code))
    return {(row.answer, row.key): row for row in rows}


def current(municipality_code: str, *answers: Answer, to_change: bool = False) -> list[ReasonTemplate]:
    """The versions that stand now, locked if they are to change."""
    chosen = select(ReasonTemplate).where(
        ReasonTemplate.municipality_code == municipality_code,
        col(ReasonTemplate.answer).in_(answers),
        col(ReasonTemplate.replaced_at).is_(None),
    ).order_by(col(ReasonTemplate.key))  # fmt: skip
    return list(session().exec(chosen.with_for_update() if to_change else chosen))


def _built_in(key: str, title: Any, words: Any) -> Reason:
    return Reason(key, str(title), recorded(words), meaning=str(words))


def _as_reason(row: ReasonTemplate) -> Reason:
    return Reason(row.key, row.title, row.words, row.is_shown, is_own=True, meaning=row.words)
