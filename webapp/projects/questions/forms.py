"""Forms of questions about projects."""

from webapp.core.forms import Form, LimitOf, ParagraphField, Required
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason
from webapp.projects.questions.models import ProjectQuestion


class AskForm(Form):
    """A question for everybody to read."""

    text = ParagraphField(
        _l("みんなが読む質問"),
        [Required(), LimitOf(ProjectQuestion, "text")],
        description=_l(
            "名前や連絡先など、だれのことかわかる内容は書かないでください。例：完成した工房は、だれでも使えますか。"
        ),
    )


class AnswerForm(Form):
    """The answer, public with the question."""

    answer = ParagraphField(
        _l("みんなが読む答え"), [Required(), LimitOf(ProjectQuestion, "answer")], render_kw={"rows": 4}
    )


class LeaveOutForm(Form):
    """Why it stays off the page."""

    reason = ReasonField(
        _l("公開しない理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("たずねた人がそのまま読みます。"),
        render_kw={"rows": 2},
        ready="leave_out",
    )
