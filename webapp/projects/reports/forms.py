"""Forms of a payment with its receipt, and of a report."""

from typing import Any

from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import BooleanField, SelectField

from webapp.core.forms import Chosen, DayField, Form, LimitOf, ParagraphField, Required, TextField, YenField
from webapp.core.i18n import lazy as _l
from webapp.projects.forms import MOST_YEN
from webapp.projects.reports.models import Expense, Report


class ExpenseForm(Form):
    """What was paid, when, for which line; and the paper that shows it."""

    budget_label = SelectField(_l("使いみち"), [Chosen()])
    title = TextField(_l("何に払いましたか"), [Required(), LimitOf(Expense, "title")], description=_l("例：杉板 40枚"))
    paid_on = DayField(_l("支払った日"), [Required()])
    yen = YenField(_l("金額"), [Required()], low=1, high=MOST_YEN)
    receipt = FileField(
        _l("領収書（PDF・JPEG・PNG）"),
        [FileRequired(_l("領収書のファイルを選んでください。"))],
        description=_l("まちの担当者と、提案した人だけが見ます。公開されるのは、使いみちごとの合計です。"),
    )

    def values(self) -> dict[str, Any]:
        """What was typed, by the table's column."""
        return {name: self[name].data for name in ("budget_label", "title", "paid_on", "yen")}


class ReportForm(Form):
    """What happened, and what changed."""

    milestone_id = SelectField(_l("どの予定についてですか"))
    title = TextField(_l("題名"), [Required(), LimitOf(Report, "title")])
    body = ParagraphField(_l("したこと"), [Required(), LimitOf(Report, "body")])
    results = ParagraphField(
        _l("数字で見る変化"), [LimitOf(Report, "results")], description=_l("例：参加した人 延べ120人、直した屋根 80㎡")
    )
    photos = MultipleFileField(_l("写真（JPEG・PNG・WebP・HEIC、4枚まで）"))
    is_final = BooleanField(_l("これを実績報告にする（すべて終わったとき）"))

    def values(self) -> dict[str, Any]:
        """What was typed, by the table's column."""
        typed = {name: self[name].data or "" for name in ("title", "body", "results")}
        return typed | {"milestone_id": self.milestone_id.data or None, "is_final": bool(self.is_final.data)}
