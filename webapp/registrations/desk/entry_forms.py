"""Forms of an entry on behalf: who it is for, and how the person agreed."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import Optional, ValidationError

from webapp.accounts.forms import AddressField
from webapp.core.clock import today
from webapp.core.forms import Chosen, DayField, Form, LimitOf, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.registrations.desk.entering import CHANNELS
from webapp.registrations.desk.models import Manner
from webapp.registrations.models import Registration
from webapp.residents.forms import IsKana
from webapp.residents.models import Answers, Resident


class NewEntryForm(Form):
    """Who it is, and how the word came."""

    code = SelectField(_l("申請先"), [Chosen()], choices=[])
    channel = RadioField(_l("受け方"), [Chosen()], choices=options((c.value, c.label) for c in CHANNELS))
    family_name = TextField(_l("姓"), [Required(), LimitOf(Resident, "family_name")])
    given_name = TextField(_l("名"), [Required(), LimitOf(Resident, "given_name")])
    family_kana = TextField(_l("姓のフリガナ"), [IsKana(), LimitOf(Resident, "family_kana")])
    given_kana = TextField(_l("名のフリガナ"), [IsKana(), LimitOf(Resident, "given_kana")])
    birth_date = DayField(_l("生年月日"), [Required()])
    is_another = BooleanField(_l("同じ名前と生年月日の、別の方です（本人に確かめました）"))

    def person(self) -> Answers:
        """The first answers about the person."""
        names = ("family_name", "given_name", "family_kana", "given_kana", "birth_date")
        return {name: self[name].data for name in names}


_SPOKEN_OR_WRITTEN = [(one.value, one.label) for one in Manner if one is not Manner.SCREEN]


class CounterFinishForm(Form):
    """Whether the clerk was shown who the person is: yes or no, nothing of the document."""

    saw_document = RadioField(
        _l("本人確認の書類を見せてもらいましたか"),
        [Chosen(_l("「はい」か「いいえ」を選んでください。"))],
        choices=options([("yes", _l("はい、見ました")), ("no", _l("いいえ、見ていません"))]),
        description=_l("「はい」か「いいえ」だけを記録します。書類の種類や番号、写しは残しません。"),
    )


class HandInForm(Form):
    """How and when the person agreed; where the way to the screen may be sent."""

    manner = RadioField(_l("本人の同意を、どのように聞きましたか"), [Chosen()], choices=options(_SPOKEN_OR_WRITTEN))
    agreed_on = DayField(_l("同意を聞いた日"), [Required()])
    was_read = BooleanField(_l("入力した内容と情報の使い方を、本人に読み上げるか見せて確かめました"), [Chosen()])
    email = AddressField(
        _l("本人のメールアドレス（あれば）"),
        [Optional()],
        autocomplete="off",
        description=_l("申請を画面で見る方法だけを送ります。本人がコードを入力するまで、お知らせは紙で出します。"),
    )

    def validate_agreed_on(self, field: Any) -> None:
        """Nobody agreed tomorrow."""
        if field.data and field.data > today():
            raise ValidationError(_("きょうまでの日を選んでください。"))


class WithdrawForForm(Form):
    """What the person said, when and how."""

    reason = ReasonField(
        _l("申し出の内容"),
        [Required(), LimitOf(Registration, "decision_reason")],
        description=_l("いつ、どのように（窓口・電話・紙）申し出があったかを書いてください。本人の記録にも残ります。"),
        ready="end",
    )
