"""Forms of reports: what somebody tells, and what is answered."""

from typing import Any

from wtforms import BooleanField, EmailField, RadioField, SelectField
from wtforms.validators import Email, Length, Optional

from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.inquiries.reports.models import Report, ReportReason

_R = ReportReason
OF_LISTINGS = (_R.WRONG, _R.GONE, _R.UNLAWFUL, _R.DISCRIMINATING, _R.OTHER)
OF_PEOPLE = (_R.NO_ANSWER, _R.CONDUCT, _R.DISCRIMINATING, _R.SAFETY, _R.OTHER)


def _reasons(which: tuple[ReportReason, ...]) -> list[Any]:
    return options([(reason.value, reason.label) for reason in which])


class ListingReportForm(Form):
    """What is wrong with a listing."""

    reason = RadioField(_l("どんな問題ですか"), [Chosen()], choices=_reasons(OF_LISTINGS))
    text = ParagraphField(
        _l("くわしく"),
        [Required(), LimitOf(Report, "text")],
        description=_l("例：11月20日に電話したところ、もう売れたとのことでした。"),
    )
    email = EmailField(
        _l("答えを受け取るメールアドレス"),
        [
            Optional(),
            Length(max=254),
            Email(message=_l("メールアドレスの形になっていません。例：name@example.jp")),
        ],
        description=_l("書かなくても知らせられます。答えを送ったら消します。"),
    )


class ComplaintForm(Form):
    """What went wrong, told to a town."""

    town = SelectField(_l("申し出る市町村"), [Chosen()])
    reason = RadioField(_l("どんなことですか"), [Chosen()], choices=_reasons(OF_PEOPLE))
    text = ParagraphField(
        _l("あったこと"),
        [Required(), LimitOf(Report, "text")],
        description=_l("いつ、どこで、だれと、何があったか、どうしてほしいかを書いてください。"),
    )

    def offer(self, towns: list[tuple[str, str]]) -> None:
        """Have these towns to choose from."""
        self.town.choices = options([("", _("選んでください")), *towns])


class ConfidentialForm(ComplaintForm):
    """The same, and who alone may read it."""

    town = SelectField(_l("どのまちのことですか"), [Chosen()])

    reader = RadioField(
        _l("だれに読んでほしいですか"),
        [Chosen()],
        choices=options(
            [("town", _l("市町村の担当者だけ")), ("operator", _l("ふたまちの運営者だけ（市町村にも知らせません）"))]
        ),
        default="town",
    )


class DecisionForm(Form):
    """What was found, and the words for who told it."""

    outcome = RadioField(
        _l("判断"),
        [Chosen()],
        choices=options([("upheld", _l("問題を認めて対応した")), ("dismissed", _l("問題は認められなかった"))]),
    )
    answer = ReasonField(
        _l("知らせてくれた人への答え"),
        [Required(), LimitOf(Report, "decision")],
        description=_l("調べたこと、わかったこと、したことを書きます。そのまま届きます。"),
        render_kw={"rows": 6},
        ready="report",
    )
    hides = BooleanField(_l("この掲載を休止する"))


class ManyForm(Form):
    """One answer for many who told the same."""

    answer = ReasonField(
        _l("選んだ知らせへの、同じ答え"),
        [Required(), LimitOf(Report, "decision")],
        description=_l("判断を送るときに要ります。「調べ始める」だけなら、空のままにしてください。"),
        render_kw={"rows": 4},
        ready="report",
    )


class ConclusionForm(Form):
    """The operator's last word."""

    answer = ParagraphField(_l("申し出た人への答え"), [Required(), LimitOf(Report, "decision")], render_kw={"rows": 6})
