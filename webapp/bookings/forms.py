"""Forms of bookings: the booking itself, a calendar's hours and rules, days off, reasons."""

from datetime import date
from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import ValidationError

from webapp.bookings.models import Booking, BookingCalendar, BookingClosure, BookingUse
from webapp.core.clock import today
from webapp.core.forms import (
    Chosen,
    DayField,
    Form,
    LimitOf,
    NumberField,
    OptionalField,
    ParagraphField,
    Required,
    TextField,
    options,
)
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.opening_words import read_days, read_hours, why_not
from webapp.core.reason_field import ReasonField

LENGTHS = (15, 30, 45, 60, 90, 120, 180, 240)


class Readable:
    """Words about days or hours that `webapp.core.opening` can read."""

    def __init__(self, read: Any) -> None:
        self.check = why_not(read)

    def __call__(self, form: Any, field: Any) -> None:
        if field.data and (why := self.check(field.data)):
            raise ValidationError(why)


class WishForm(Form):
    """Who comes; for nights also from when to when."""

    arrival = DayField(_l("到着の日"), [Required()])
    departure = DayField(_l("出発の日"), [Required()])
    people = NumberField(_l("人数"), [Required()], low=1, high=50, default=1)
    message = ParagraphField(
        _l("伝えたいこと"), [LimitOf(Booking, "message")], description=_l("聞きたいこと、来る手段、子どもの年齢など")
    )
    shown_name = TextField(_l("相手に見せる名前"), [Required(), LimitOf(Booking, "shown_name")])
    shares_contact = BooleanField(
        _l("メールアドレスを相手に伝える"), description=_l("伝えなくても、ふたまちからのお知らせは届きます。")
    )


def wish_form(calendar: BookingCalendar, *, name: str, is_hidden: bool, arrival: date | None = None) -> WishForm:
    """The form for one calendar and one person."""
    form = WishForm(data={"shown_name": "" if is_hidden else name, "people": 1, "arrival": arrival})
    if not calendar.is_by_night:
        del form.arrival
        del form.departure
    if is_hidden:
        del form.shares_contact
        form.shown_name.label.text = _("呼び名（本名でなくてかまいません）")
        form.shown_name.description = _("相手にはこの呼び名だけが見えます。メールアドレスは伝わりません。")
    return form


class CalendarForm(Form):
    """A calendar's words, hours and rules."""

    title = TextField(
        _l("窓口の名前"),
        [Required(), LimitOf(BookingCalendar, "title")],
        description=_l("例：平日の内見、オープン席、移住相談"),
    )
    place = TextField(
        _l("場所"),
        [LimitOf(BookingCalendar, "place")],
        description=_l("住まいの番地は書かないでください。待ち合わせの場所などを書きます。"),
    )
    with_whom = TextField(_l("だれが応対するか"), [LimitOf(BookingCalendar, "with_whom")])
    note = ParagraphField(
        _l("予約した人に伝えること"),
        [LimitOf(BookingCalendar, "note")],
        description=_l("持ち物、鍵、駐車場、緊急の連絡先など"),
    )
    days = TextField(
        _l("開く曜日"),
        [Required(), LimitOf(BookingCalendar, "days"), Readable(read_days)],
        description=_l("例：月〜金、毎日、第1・第3土曜"),
    )
    hours = TextField(
        _l("開く時間"),
        [Required(), LimitOf(BookingCalendar, "hours"), Readable(read_hours)],
        description=_l("例：9:00〜12:00、13:00〜17:00"),
    )
    closed = TextField(
        _l("休み"),
        [LimitOf(BookingCalendar, "closed"), Readable(read_days)],
        description=_l("例：祝日、12/29〜1/3、第3水曜"),
    )
    slot_minutes = SelectField(_l("1回の長さ"), coerce=int)
    capacity = NumberField(_l("同時に受けられる数"), [Required()], low=1, high=500, default=1)
    counts_people = BooleanField(_l("人数で数える（席など）"), description=_l("選ばないときは、1組を1と数えます。"))
    min_nights = NumberField(
        _l("泊数の下限"), [Required()], low=1, high=90, default=1, description=_l("泊まる窓口だけで使います。")
    )
    max_nights = NumberField(_l("泊数の上限"), [Required()], low=1, high=365, default=7)
    lead_hours = NumberField(_l("何時間前まで受けるか"), [OptionalField()], low=0, high=720, default=24)
    horizon_days = NumberField(_l("何日先まで受けるか"), [Required()], low=1, high=365, default=60)
    cancel_hours = NumberField(_l("何時間前までなら自由に取り消せるか"), [OptionalField()], low=0, high=720, default=24)
    needs_word = BooleanField(_l("1件ずつ返事をする"), description=_l("選ばないときは、空いていればすぐに決まります。"))
    takes_waiting = BooleanField(_l("キャンセル待ちを受け付ける"), default=True)
    is_open = BooleanField(_l("予約を受け付ける"), default=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lengths = [(str(n), _("%(n)s分", n=n)) for n in LENGTHS]
        self.slot_minutes.choices = options([*lengths, ("0", _("開いている時間まるごと"))])

    def values(self) -> dict[str, Any]:
        """As the table keeps it."""
        zero = {"lead_hours", "cancel_hours"}
        known = {name: value for name, value in self.data.items() if name != "csrf_token"}
        return {
            name: 0 if value is None and name in zero else "" if value is None else value
            for name, value in known.items()
        }


def calendar_form(use: BookingUse, calendar: BookingCalendar | None = None) -> CalendarForm:
    """The form for one use: nights have no hours, everything else no nights."""
    form = CalendarForm(obj=calendar) if calendar else CalendarForm(data={"slot_minutes": 60, **_USUAL})
    for name in ("hours", "slot_minutes") if use is BookingUse.STAY else ("min_nights", "max_nights"):
        del form[name]
    return form


_USUAL: dict[str, Any] = {
    "capacity": 1,
    "lead_hours": 24,
    "horizon_days": 60,
    "cancel_hours": 24,
    "min_nights": 1,
    "max_nights": 7,
    "takes_waiting": True,
    "is_open": True,
}


class StartForm(Form):
    """What is to be booked, and where."""

    what = SelectField(_l("何の予約を受けますか"), [Chosen()])


class ClosureForm(Form):
    """Days off."""

    first = DayField(_l("休みの始まり"), [Required()])
    last = DayField(_l("休みの終わり"), [Required()])
    reason = TextField(
        _l("理由"),
        [Required(), LimitOf(BookingClosure, "reason")],
        description=_l("予約していた人にそのまま届きます。"),
    )

    def validate_last(self, field: Any) -> None:
        """Not before it begins, and not gone by."""
        if field.data and (field.data < today() or (self.first.data and field.data < self.first.data)):
            raise ValidationError(_("始まりの日より後で、きょうより先の日にしてください。"))


class ReasonForm(Form):
    """Why; the person reads it."""

    reason = ReasonField(_l("理由"), [Required(), LimitOf(Booking, "decision_reason")], ready="decline")


class DayForm(Form):
    """Which day to look at; sent by GET."""

    class Meta(Form.Meta):
        """Nothing is changed, so no token is needed."""

        csrf = False

    on = DayField(_l("日にち"), [OptionalField()])
