"""Fields for short lists that people write as lines: what for and how much, a day and what happens."""

import unicodedata
from datetime import date
from typing import Any

from wtforms.validators import ValidationError

from webapp.core.forms import ParagraphField
from webapp.core.i18n import gettext as _
from webapp.core.money import read_yen
from webapp.projects.models import BudgetLine

LONGEST_LABEL = 80


class _LinesField(ParagraphField):
    """One line an item; `.lines` holds what was read, in the order in which it was written."""

    lines: list[Any]

    def pre_validate(self, form: Any) -> None:
        """Read every line. Raises ValidationError naming the first that cannot be read."""
        super().pre_validate(form)
        self.lines = []
        for number, typed in enumerate((self.data or "").splitlines(), 1):
            if not typed.strip():
                continue
            try:
                self.lines.append(self.read(typed.strip().replace("　", " ")))
            except ValueError:
                raise ValidationError(self.unreadable(number)) from None

    def read(self, typed: str) -> Any:
        """One line. Raises ValueError."""
        raise NotImplementedError

    def unreadable(self, number: int) -> str:
        """What to do about a line."""
        raise NotImplementedError


class BudgetField(_LinesField):
    """What for, a space, how much."""

    lines: list[BudgetLine]

    def process_data(self, value: Any) -> None:
        """Show a row's budget as the lines it was typed in."""
        self.data = "\n".join(f"{line['label']} {line['yen']}" for line in value or [])

    def read(self, typed: str) -> BudgetLine:
        """「屋根の修理 800000」."""
        label, _gap, amount = typed.rpartition(" ")
        if not label.strip() or len(label.strip()) > LONGEST_LABEL:
            raise ValueError("a label of some length is needed")
        return {"label": label.strip(), "yen": read_yen(amount)}

    def unreadable(self, number: int) -> str:
        """An example helps most."""
        return _(
            "%(number)s行目を読み取れません。「使いみち（空白）金額」の形で書いてください。例：屋根の修理 800000",
            number=number,
        )


class ScheduleField(_LinesField):
    """A day, a space, what is done by then."""

    lines: list[tuple[date, str]]

    def process_data(self, value: Any) -> None:
        """Show milestones as the lines they were typed in."""
        self.data = "\n".join(f"{step.due_on} {step.title}" for step in value or [])

    def read(self, typed: str) -> tuple[date, str]:
        """「2027-03-31 屋根の工事が終わる」."""
        day, _gap, title = typed.partition(" ")
        if not title.strip() or len(title.strip()) > LONGEST_LABEL:
            raise ValueError("a title of some length is needed")
        return date.fromisoformat(unicodedata.normalize("NFKC", day).replace("/", "-")), title.strip()

    def unreadable(self, number: int) -> str:
        """An example helps most."""
        return _(
            "%(number)s行目を読み取れません。「年-月-日（空白）すること」の形で書いてください。例：2027-03-31 屋根の工事が終わる",
            number=number,
        )
