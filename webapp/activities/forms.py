"""Forms of activities: designating one, planning an occasion, checking in by hand, claiming, deciding."""

from datetime import UTC, date, datetime, time
from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms.validators import ValidationError

from webapp.activities.models import Activity
from webapp.activities.occasions.models import ActivityOccasion
from webapp.activities.records.models import ActivityRecord
from webapp.activities.wording import duration_choices
from webapp.core.clock import TOKYO, today
from webapp.core.forms import (
    Chosen,
    ClockField,
    DayField,
    Form,
    LimitOf,
    ManyField,
    OptionalField,
    ParagraphField,
    Required,
    TextField,
    options,
)
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.themes import THEMES, choices


class MinutesField(SelectField):
    """How long something takes, chosen from half hours."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, coerce=int, choices=lambda: options(duration_choices()), **kwargs)


class ActivityForm(Form):
    """What counts, how it is shown, who may attest it."""

    title = TextField(
        _l("活動の名前"), [Required(), LimitOf(Activity, "title")], description=_l("例：奈良井宿の花壇の手入れ")
    )
    theme = SelectField(_l("テーマ"), choices=options([("", _l("選ばない")), *choices(THEMES)]))
    description = ParagraphField(_l("どんな活動か"), [LimitOf(Activity, "description")])
    what_counts = ParagraphField(
        _l("何をすれば1回と数えるか"),
        [Required(), LimitOf(Activity, "what_counts")],
        description=_l("例：半日以上、作業に参加したとき。見学だけの日は数えません。"),
    )
    minutes = MinutesField(_l("1回のおよその時間"))
    starts_on = DayField(_l("数え始める日"), [Required()])
    ends_on = DayField(_l("数え終わる日"), [OptionalField()], description=_l("決まっていなければ空のままにします。"))
    listing_id = SelectField(_l("結びつけるイベントの掲載"), [OptionalField()])
    attesters = ManyField(_l("証明を任せる支援法人"), description=_l("市町村の職員は、いつでも証明できます。"))
    hubs_attest = BooleanField(_l("ハブ人材にも証明を任せる"))
    takes_claims = BooleanField(_l("参加した人が自分で届けることも受け付ける"))

    def validate_ends_on(self, field: Any) -> None:
        """Not before it begins."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_("数え始める日より後の日にしてください。"))


class OccasionForm(Form):
    """When and where."""

    place = TextField(
        _l("場所"), [Required(), LimitOf(ActivityOccasion, "place")], description=_l("例：奈良井宿 中町の休憩所")
    )
    day = DayField(_l("日にち"), [Required()])
    starts = ClockField(_l("始まりの時刻"), [Required()])
    ends = ClockField(_l("終わりの時刻"), [Required()])
    minutes = MinutesField(_l("1回として数える時間"))

    def validate_ends(self, field: Any) -> None:
        """Not before it begins."""
        if field.data and self.starts.data and field.data <= self.starts.data:
            raise ValidationError(_("始まりの時刻より後にしてください。"))

    def moment(self, clock: time | None) -> datetime:
        """A time of that day in Japan as an instant."""
        assert isinstance(self.day.data, date)
        assert clock is not None
        return datetime.combine(self.day.data, clock, TOKYO).astimezone(UTC)


class CodeForm(Form):
    """The code of the screen, typed by hand."""

    typed = TextField(
        _l("画面に出ているコード"),
        [Required()],
        description=_l("8けたの英数字です。例：7K2P-9QXM。大文字・小文字は区別しません。"),
    )


class ClaimForm(Form):
    """What somebody did, with a file that shows it."""

    done_on = DayField(_l("参加した日"), [Required()])
    minutes = MinutesField(_l("参加した時間"))
    note = ParagraphField(
        _l("したこと"),
        [Required(), LimitOf(ActivityRecord, "note")],
        description=_l("どこで、だれと、何をしたかを書いてください。"),
    )
    file = FileField(
        _l("写真かPDF"), description=_l("写真は10MB、PDFは5MBまで。撮った場所などの記録は自動で消します。")
    )

    def validate_done_on(self, field: Any) -> None:
        """Not a day to come."""
        if field.data and field.data > today():
            raise ValidationError(_("これからの日は届けられません。参加したあとに届けてください。"))


class EvidenceForm(Form):
    """One more file."""

    file = FileField(_l("写真かPDF"), [Chosen()])


class ReasonForm(Form):
    """Why; the other side reads it."""

    reason = ReasonField(_l("理由"), [Required(), LimitOf(ActivityRecord, "note")], ready="activity")
