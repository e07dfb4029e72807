"""Forms of taking part: an application made to suit its listing, the makers' settings, reasons, feedback."""

from datetime import date
from typing import Any

from wtforms import BooleanField, RadioField
from wtforms.validators import ValidationError

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
from webapp.core.reason_field import ReasonField
from webapp.listings.models import Listing, ListingKind
from webapp.participations.applying import Answers
from webapp.participations.feedback.models import ParticipationFeedback
from webapp.participations.models import Choosing, Participation, ParticipationCall
from webapp.participations.terms import Terms

_DAYS = ("day1", "day2", "day3")


class ApplicationForm(Form):
    """Every question that an application may have; `for_listing` leaves out what does not suit."""

    adults = NumberField(_l("大人の人数"), [Required()], low=1, high=20, default=1)
    children = NumberField(_l("子どもの人数"), [OptionalField()], low=0, high=20, default=0)
    children_ages = TextField(
        _l("子どもの年齢"), [LimitOf(Participation, "children_ages")], description=_l("例：5歳と8歳")
    )
    day1 = DayField(_l("希望日（1番目）"), [OptionalField()])
    day2 = DayField(_l("希望日（2番目）"), [OptionalField()])
    day3 = DayField(_l("希望日（3番目）"), [OptionalField()])
    message = ParagraphField(_l("応募の理由・伝えたいこと"), [LimitOf(Participation, "message")])
    shown_name = TextField(_l("相手に見せる名前"), [Required(), LimitOf(Participation, "shown_name")])
    shares_contact = BooleanField(
        _l("参加が決まったら、メールアドレスを相手に伝える"),
        description=_l("伝えなくても、ふたまちからのお知らせは届きます。終わったあとは、相手の画面から消えます。"),
    )

    def validate_children(self, field: Any) -> None:
        """Ages help to prepare."""
        if field.data and not (self.children_ages.data or ""):
            raise ValidationError(_("子どもの年齢を書いてください。準備や保険に使います。"))

    def validate_day1(self, field: Any) -> None:
        """Not a day gone by."""
        self._not_past(field)

    validate_day2 = validate_day3 = validate_day1

    def _not_past(self, field: Any) -> None:
        if field.data and field.data < today():
            raise ValidationError(_("これからの日を選んでください。"))

    def answers(self) -> Answers:
        """What was answered; questions that were not asked have their usual answer."""
        days = [self[name].data for name in _DAYS if name in self]
        return Answers(
            adults=self._value("adults") or 1,
            children=self._value("children") or 0,
            children_ages=self._value("children_ages") or "",
            wished_days=[day for day in days if isinstance(day, date)],
            shown_name=self._value("shown_name") or "",
            message=self._value("message") or "",
            shares_contact=bool(self._value("shares_contact")),
        )

    def _value(self, name: str) -> Any:
        return self[name].data if name in self else None


def application_form(listing: Listing, terms: Terms, *, name: str, is_hidden: bool) -> ApplicationForm:
    """The form for one listing and one person: no children where none can come, wished days where there is no day."""
    form = ApplicationForm(data={"shown_name": "" if is_hidden else name, "adults": 1, "children": 0})
    is_event, is_job = listing.kind is ListingKind.EVENT, listing.kind is ListingKind.JOB
    left_out = _DAYS if is_event else ()
    if terms.children_from is None:
        left_out = (*left_out, "children", "children_ages")
    if is_job:
        left_out = (*left_out, "adults")
    if is_hidden:
        left_out = (*left_out, "shares_contact")
        form.shown_name.label.text = _("呼び名（本名でなくてかまいません）")
        form.shown_name.description = _("相手にはこの呼び名だけが見えます。メールアドレスは伝わりません。")
    for one in left_out:
        del form[one]
    if not terms.is_first_come:
        form.message.validators = [Required(), *form.message.validators]
        form.message.flags.required = True
    return form


class CallForm(Form):
    """How a listing takes people in."""

    is_open = BooleanField(_l("応募を受け付ける"))
    choosing = RadioField(_l("決め方"), [Chosen()], choices=options(Choosing.choices()))
    capacity = NumberField(
        _l("枠"),
        [OptionalField()],
        low=1,
        high=10_000,
        description=_l("大人と子どもを合わせた人数です。決めないときは空のままにします。"),
    )
    apply_until = DayField(_l("応募の締切"), [OptionalField()])
    takes_waiting = BooleanField(_l("枠が埋まったら、キャンセル待ちを受け付ける"))
    takes_children = BooleanField(_l("子ども連れでの参加を受け付ける"))
    children_from = NumberField(_l("何歳から"), [OptionalField()], low=0, high=17)
    note = ParagraphField(
        _l("応募する人に書いてほしいこと"),
        [LimitOf(ParticipationCall, "note")],
        description=_l("例：草刈り機を使ったことがあるか"),
    )

    def changes(self) -> dict[str, Any]:
        """As the table keeps it."""
        names = ("is_open", "capacity", "apply_until", "takes_waiting", "note")
        known = {name: self[name].data for name in names}
        ages = (self.children_from.data or 0) if self.takes_children.data else None
        return {**known, "note": known["note"] or "", "choosing": Choosing(self.choosing.data), "children_from": ages}


class ReasonForm(Form):
    """Why; the other side reads it."""

    reason = ReasonField(_l("理由"), [Required(), LimitOf(Participation, "decision_reason")], ready="decline")


class FeedbackForm(Form):
    """How it was: a public part, and one for the town's staff."""

    again = RadioField(
        _l("また参加したいですか"), [Chosen()], choices=options([("yes", _l("はい")), ("no", _l("いいえ"))])
    )
    text = ParagraphField(_l("公開の感想"), [LimitOf(ParticipationFeedback, "text")])
    confidential = ParagraphField(
        _l("町の担当者だけに伝えたいこと"),
        [LimitOf(ParticipationFeedback, "confidential")],
        description=_l(
            "相手には見えません。困ったこと、危ないと感じたことを書いてください。急ぎのときは電話で伝えてください。"
        ),
    )


class HandledForm(Form):
    """What was done about it."""

    note = ReasonField(_l("対応の記録"), [Required(), LimitOf(ParticipationFeedback, "handled_note")], ready="handled")
