"""Forms of the town's answers: what to correct, what is granted, why not, how it ends."""

from typing import Any

from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import Optional, ValidationError

from webapp.core.clock import today
from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.i18n import recorded
from webapp.core.reason_field import ReasonField
from webapp.corporations.designations.models import Designation
from webapp.corporations.designations.screens import LABELS, WRITTEN
from webapp.corporations.forms import TasksField
from webapp.corporations.models import SupportTask

OWN_WORDS = "own"
#: sentences a town often needs; staff choose one, add to it, or write their own
DECLINING: dict[str, Any] = {
    "purpose": _l("定款の目的に、特定居住の促進に関わる活動が含まれていることを確かめられませんでした。"),
    "means": _l("業務を続けるための体制や経理の基礎を確かめられませんでした。"),
    "record": _l("業務を適正に行うための実績や知識を確かめられませんでした。"),
    "barred": _l("指定の基準に定める欠格事由にあたるため、指定できません。"),
    "no_answer": _l("お願いした補正（直すこと）へのお返事を、期限までに確かめられませんでした。"),
}
CORRECTING: dict[str, Any] = {
    "papers": _l("書類が足りないか、古いものがありました。"),
    "plan": _l("業務の計画を、もう少しくわしく書いてください。"),
    "mismatch": _l("申請の内容と登記事項証明書が合わないところがありました。"),
}


class TemplatedReasonForm(Form):
    """A ready sentence, own words, or both."""

    template = SelectField(_l("よく使う文"), [Optional()])
    reason = ParagraphField(
        _l("理由（書き足すこと）"),
        [LimitOf(Designation, "end_reason")],
        description=_l("申請した人に、このまま届きます。何が、なぜ、どうすればよいかを書いてください。"),
    )
    sentences: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template.choices = options([("", _l("使わない")), *self.sentences.items()])

    def validate_reason(self, field: Any) -> None:
        """One of the two is given."""
        if not field.data and not self.template.data:
            raise ValidationError(_("よく使う文を選ぶか、理由を書いてください。"))

    @property
    def words(self) -> str:
        """The reason as it is sent: a ready sentence in the source language, whoever reads at the desk."""
        ready = recorded(self.sentences.get(self.template.data or "", ""))
        return "\n".join(part for part in (ready, self.reason.data) if part)


class DeclineForm(TemplatedReasonForm):
    """Why it is not designated."""

    sentences = DECLINING


class CorrectionForm(TemplatedReasonForm):
    """The reason, and what must be corrected screen by screen (fields `about_…`)."""

    sentences = CORRECTING

    def comments(self) -> dict[str, str]:
        """Screen → what must be corrected, blanks left out."""
        return {key: self[f"about_{key}"].data for key in WRITTEN if self[f"about_{key}"].data}


for _screen in WRITTEN:
    setattr(CorrectionForm, f"about_{_screen}", ParagraphField(LABELS[_screen], [LimitOf(Designation, "hearing")]))


class AnswerForm(Form):
    """What the town says to a question."""

    answer = ParagraphField(_l("答え"), [Required(), LimitOf(Designation, "answer")])


class TermsForm(Form):
    """What is granted."""

    on = DateField(_l("指定の日"), [Required()], default=today)
    tasks = TasksField(_l("指定する業務"), [Chosen()], choices=options(SupportTask.choices()))
    area = TextField(_l("業務の区域"), [LimitOf(Designation, "area")])
    number = TextField(
        _l("指定の番号"),
        [LimitOf(Designation, "number")],
        description=_l("空のままなら、まちごとの通し番号を付けます。"),
    )
    number_compared = BooleanField(_l("法人番号・名称・住所を、登記事項証明書と見比べました"), [Chosen()])


class ReasonForm(Form):
    """A decision that needs a reason."""

    reason = ReasonField(
        _l("理由"),
        [Required(), LimitOf(Designation, "end_reason")],
        description=_l("法人に、このまま届きます。"),
        ready="designation",
    )


class RevokeForm(ReasonForm):
    """A revocation: how the corporation was heard, and why."""

    hearing = ParagraphField(
        _l("言い分を聞いた記録"),
        [Required(), LimitOf(Designation, "hearing")],
        description=_l("いつ、どのように聞き、法人が何と言ったか。まちの記録だけに残ります。"),
    )
