"""The form of a project; the budget is written as lines of 「使いみち 金額」."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import ValidationError

from webapp.core.forms import Chosen, DayField, Form, LimitOf, ParagraphField, Required, TextField, YenField
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.money import read_yen
from webapp.projects.models import BudgetLine, Project


class BudgetField(ParagraphField):
    """One line an item: what for, a space, how much. `.lines` holds what was read."""

    lines: list[BudgetLine]

    def process_data(self, value: Any) -> None:
        """Show a row's budget as the lines it was typed in."""
        self.data = "\n".join(f"{line['label']} {line['yen']}" for line in value or [])

    def pre_validate(self, form: Any) -> None:
        """Read every line. Raises ValidationError naming the first that cannot be read."""
        super().pre_validate(form)
        self.lines = []
        for number, typed in enumerate((self.data or "").splitlines(), 1):
            if not typed.strip():
                continue
            label, _gap, amount = (
                typed.strip().rpartition(" ") if " " in typed.strip() else typed.strip().rpartition("　")
            )
            try:
                self.lines.append({"label": label.strip()[:80], "yen": read_yen(amount)})
            except ValueError:
                raise ValidationError(
                    _(
                        "%(number)s行目を読み取れません。「使いみち（空白）金額」の形で書いてください。例：屋根の修理 800000",
                        number=number,
                    )
                ) from None


class ProjectForm(Form):
    """Everything a donor reads before giving."""

    municipality_code = SelectField(_l("市町村"), [Chosen()])
    title = TextField(_l("題名"), [Required(), LimitOf(Project, "title")])
    summary = TextField(_l("一文で言うと"), [Required(), LimitOf(Project, "summary")])
    story = ParagraphField(
        _l("物語"),
        [Required(), LimitOf(Project, "story")],
        description=_l("なぜ始めるのか、だれが困っているのか、実現すると何が変わるのかを書いてください。"),
    )
    team = ParagraphField(_l("取り組む人たち"), [LimitOf(Project, "team")])
    goal_yen = YenField(_l("目標額"), [Required()], low=10_000, high=1_000_000_000)
    budget = BudgetField(
        _l("使いみちの内訳"),
        [Required()],
        description=_l(
            "1行に1つ、「使いみち（空白）金額」の形で書いてください。合計が目標額と同じになるようにします。"
        ),
    )
    below_goal = ParagraphField(
        _l("目標に届かなかったとき"),
        [Required(), LimitOf(Project, "below_goal")],
        description=_l("ふるさと納税は返金しないのがふつうです。届かないときに何に使うかを約束します。"),
    )
    above_goal = ParagraphField(_l("目標を超えたとき"), [Required(), LimitOf(Project, "above_goal")])
    opens_on = DayField(_l("受付の初日"), [Required()])
    closes_on = DayField(_l("受付の最終日"), [Required()])

    def validate_closes_on(self, field: DayField) -> None:
        """The last day is not before the first."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("受付の最終日は、初日より後の日にしてください。"))

    def values(self) -> dict[str, Any]:
        """What was typed, by the table's column."""
        typed = {name: self[name].data for name in _AS_TYPED} | {name: self[name].data or "" for name in _MAY_BE_EMPTY}
        return typed | {"budget": self.budget.lines}


_AS_TYPED = ("municipality_code", "title", "summary", "story", "goal_yen", "opens_on", "closes_on")
_MAY_BE_EMPTY = ("team", "below_goal", "above_goal")


class ReasonForm(Form):
    """Why something is given up."""

    reason = ParagraphField(_l("理由"), [Required()])
