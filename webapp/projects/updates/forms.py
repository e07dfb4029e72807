"""Forms of updates."""

from collections.abc import Sequence

from flask_wtf.file import MultipleFileField
from wtforms import RadioField, SelectField
from wtforms.validators import Optional

from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.templating import show_date
from webapp.core.trail import TrailReason
from webapp.hubs.gatherings.models import Gathering
from webapp.projects.updates.models import ProjectUpdate, UpdateKind


class UpdateForm(Form):
    """What happened, for donors and everybody."""

    kind = RadioField(_l("何のお知らせですか"), [Chosen()], choices=options(UpdateKind.choices()), default="news")
    title = TextField(
        _l("題名"), [Required(), LimitOf(ProjectUpdate, "title")], description=_l("例：漆の室の土壁が塗り上がりました")
    )
    text = ParagraphField(
        _l("本文"),
        [Required(), LimitOf(ProjectUpdate, "text")],
        description=_l(
            "何が進み、だれが動き、次に何をするかを、ふだんの言葉で書いてください。写っている人や話した人の名前は、本人に確かめてからにします。"
        ),
        render_kw={"rows": 12},
    )
    photos = MultipleFileField(
        _l("写真（JPEG・PNG・WebP・HEIC、4枚まで）"),
        description=_l("撮った場所などの情報は消してから公開します。"),
    )
    gathering = SelectField(
        _l("お誘いする集まり"),
        [Optional()],
        description=_l("選ぶと、近況とメールから、集まりの申し込みに進めます。"),
        validate_choice=True,
    )

    def offer(self, gatherings: Sequence[Gathering]) -> None:
        """What one may invite to; nothing is chosen at first."""
        said = [(one.id, f"{one.title}（{show_date(one.starts_at)}）") for one in gatherings]
        self.gathering.choices = options([("", _("選ばない")), *said])

    @property
    def href(self) -> str:
        """The way to the gathering that was chosen, or none."""
        return f"/gatherings/{self.gathering.data}" if self.gathering.data else ""


class ReasonForm(Form):
    """Why something is sent back or taken off the page."""

    reason = ReasonField(
        _l("理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("書いた人がそのまま読みます。どこを直せばよいかを書いてください。"),
        render_kw={"rows": 3},
        ready="leave_out",
    )
