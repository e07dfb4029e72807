"""Forms of public questions."""

from webapp.core.forms import Form, LimitOf, ParagraphField, Required
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason
from webapp.inquiries.questions.models import Question


class AskForm(Form):
    """A question for everybody to read."""

    text = ParagraphField(
        _l("みんなが読む質問"),
        [Required(), LimitOf(Question, "text")],
        description=_l(
            "名前や連絡先など、だれのことかわかる内容は書かないでください。例：冬の間、道の除雪はありますか。"
        ),
    )


class AnswerForm(Form):
    """The answer, public with the question."""

    answer = ParagraphField(_l("みんなが読む答え"), [Required(), LimitOf(Question, "answer")], render_kw={"rows": 4})


class LeaveOutForm(Form):
    """Why it stays off the page."""

    reason = ReasonField(
        _l("公開しない理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("たずねた人にそのまま届きます。例：個人の名前が入っているため。"),
        ready="leave_out",
    )
