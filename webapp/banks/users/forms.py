"""Forms of the user's side: registration with a pledge, question, wish, viewing, broker, result."""

from datetime import datetime
from typing import Any, cast

from wtforms import BooleanField, SelectField
from wtforms.fields import DateTimeLocalField
from wtforms.validators import InputRequired

from webapp.banks.users.models import BankTalk, BankUser
from webapp.core.clock import TOKYO
from webapp.core.forms import (
    Chosen,
    DayField,
    Form,
    LimitOf,
    OptionalField,
    ParagraphField,
    Required,
    TextField,
    YenField,
)
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField


class UserForm(Form):
    """Who wants to use a house, and what for."""

    full_name = TextField(
        _l("お名前"), [Required(), LimitOf(BankUser, "full_name")], render_kw={"autocomplete": "name"}
    )
    address = TextField(
        _l("ご住所"), [Required(), LimitOf(BankUser, "address")], render_kw={"autocomplete": "address-line1"}
    )
    phone = TextField(_l("電話番号"), [Required(), LimitOf(BankUser, "phone")], render_kw={"autocomplete": "tel"})
    household = TextField(
        _l("一緒に使う人"), [LimitOf(BankUser, "household")], description=_l("例：大人2人、小学生1人")
    )
    purpose = ParagraphField(
        _l("家をどう使いたいですか"),
        [Required(), LimitOf(BankUser, "purpose")],
        description=_l("例：月に1週間ほど滞在し、畑をしながら仕事をしたい。"),
    )
    shown_name = TextField(
        _l("表示する名前"),
        [LimitOf(BankUser, "shown_name")],
        description=_l("秘匿を希望している方は、お名前の代わりに、この名前でやりとりします。"),
    )
    pledge = BooleanField(_l("上のことを約束します。"), [Chosen()])


class QuestionForm(Form):
    """What somebody wants to know."""

    question = ParagraphField(
        _l("聞きたいこと"),
        [Required(), LimitOf(BankTalk, "question")],
        description=_l("内見したい日があれば、いくつか書いてください。"),
    )


class WishForm(Form):
    """What somebody asks of the owner."""

    wish = ParagraphField(
        _l("希望"),
        [Required(), LimitOf(BankTalk, "wish")],
        description=_l("買う・借りる時期、金額の希望、直したい所など。所有者と業者に伝わります。"),
    )


class WithdrawForm(Form):
    """Why, if the person wants to say so."""

    reason = ParagraphField(_l("理由（なくてもかまいません）"), [LimitOf(BankTalk, "end_reason")])


class AnswerForm(Form):
    """What the town answers."""

    answer = ParagraphField(_l("答え"), [Required(), LimitOf(BankTalk, "answer")])


class ViewingForm(Form):
    """When the house can be seen."""

    at = DateTimeLocalField(_l("内見の日時"), [InputRequired(_l("日時を入力してください。"))])
    note = ParagraphField(_l("待ち合わせ場所など"), [LimitOf(BankTalk, "answer")])

    @property
    def moment(self) -> datetime:
        """The hour as people here mean it."""
        return cast("datetime", self.at.data).replace(tzinfo=TOKYO)


class BrokerForm(Form):
    """Who takes over."""

    broker = SelectField(_l("引き継ぐ業者"), [Chosen()])


class ResultForm(Form):
    """A contract."""

    on = DayField(_l("成約の日"), [Required()])
    yen: Any = YenField(_l("金額（わかるとき）"), [OptionalField()])


class ReasonForm(Form):
    """Why; the person reads it."""

    reason = ReasonField(_l("理由"), [Required(), LimitOf(BankTalk, "end_reason")], ready="home_talk")
