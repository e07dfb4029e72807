"""Forms of threads: a first question, a message, an answer, and what a desk does beside."""

from wtforms import MultipleFileField, SelectField
from wtforms.validators import Optional

from webapp.accounts.models import User
from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason
from webapp.inquiries.threads.models import ReplyTemplate, Thread, ThreadMessage

_FILES = _l(
    "PDFと写真（JPEG・PNG・WebP・HEIC）を5個まで、1つ12メガバイトまで。写真の撮影場所などの記録は消してから届けます。"
)


class FilesField(MultipleFileField):
    """Several files at once."""


class MessageForm(Form):
    """More of the same matter."""

    text = ParagraphField(_l("書くこと"), [Required(), LimitOf(ThreadMessage, "text")])
    files = FilesField(_l("添えるファイル"), [Optional()], description=_FILES)


class QuestionForm(MessageForm):
    """A first question."""

    subject = TextField(
        _l("件名"), [Required(), LimitOf(Thread, "subject")], description=_l("例：駐車場の広さについて")
    )
    text = ParagraphField(
        _l("たずねたいこと"),
        [Required(), LimitOf(ThreadMessage, "text")],
        description=_l("知りたいことと、いつごろまでに知りたいかを書くと、答えやすくなります。"),
    )
    shown_name = TextField(
        _l("相手に見せる名前"),
        [Optional(), LimitOf(Thread, "shown_name")],
        description=_l("書かなければ、番号だけが相手に見えます。名前はあとからでも伝えられます。"),
    )


class NameForm(Form):
    """A name of one's own choice."""

    shown_name = TextField(_l("相手に見せる名前"), [Required(), LimitOf(Thread, "shown_name")])


class AnswerForm(MessageForm):
    """The place's answer."""

    text = ParagraphField(_l("返事"), [Required(), LimitOf(ThreadMessage, "text")], render_kw={"rows": 6})
    signed = TextField(
        _l("担当者の名前"),
        [Required(), LimitOf(ThreadMessage, "signed")],
        description=_l("だれが答えたかが相手に伝わります。例：企画課 中村"),
    )


class AssignForm(Form):
    """Who looks after it."""

    to = SelectField(_l("担当"), [Optional()], validate_choice=True)

    def offer(self, people: list[User]) -> None:
        """Have these colleagues to choose from."""
        self.to.choices = options([("", _("決めない")), *((person.id, person.display_name) for person in people)])


class OfferForm(Form):
    """Who is to answer instead."""

    place = SelectField(_l("引き継ぐ相手"), [Chosen()])

    def offer(self, others: list[tuple[str, str]]) -> None:
        """Have these to choose from."""
        self.place.choices = options([("", _("選んでください")), *others])


class RefuseForm(Form):
    """Why no more messages are taken."""

    reason = ReasonField(
        _l("送信を止める理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("記録に残り、市町村の担当者が読みます。相手には、止めたことだけが伝わります。"),
        ready="no_more_messages",
    )


class TemplateForm(Form):
    """A ready-made answer."""

    title = TextField(_l("見出し"), [Required(), LimitOf(ReplyTemplate, "title")])
    text = ParagraphField(_l("文"), [Required(), LimitOf(ReplyTemplate, "text")])
