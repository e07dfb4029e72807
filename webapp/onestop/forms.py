"""Forms of the one-stop exception. None has a place for a My Number, and every text refuses one."""

from typing import Any

from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, ValidationError

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
    YenField,
    options,
)
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.municipalities.fields import MunicipalityField
from webapp.onestop.actions import Details, Move
from webapp.onestop.models import OneStopApplication, OneStopChange

_OLDEST = 1900
_RETURNS = (("no", _l("しない")), ("yes", _l("する・する必要がある")))


class ApplyForm(Form):
    """The two conditions of the law, and what the sheet says beside the donation."""

    files_return = RadioField(
        _l("この年の確定申告（または住民税の申告）をしますか"),
        [Chosen()],
        choices=options(_RETURNS),
        description=_l(
            "給与が2,000万円をこえる人、自営業の人、2か所以上から給与がある人、医療費控除や1年目の住宅ローン控除を受ける人は「する」です。"
        ),
    )
    within_five = BooleanField(
        _l("この年にワンストップ特例を使う市町村は、5つ以内です"),
        [
            DataRequired(
                _l("6つ以上の市町村に申請すると、すべて無効になります。5つ以内のときだけ、印を付けてください。")
            )
        ],
    )
    kana = TextField(
        _l("氏名のフリガナ"),
        [LimitOf(OneStopApplication, "kana")],
        description=_l("例：サトウ ハナコ。空けておいて、紙に書いてもかまいません。"),
    )
    birth_date = DayField(_l("生年月日"), [OptionalField()], description=_l("空けておいて、紙に書いてもかまいません。"))
    phone = TextField(
        _l("電話番号"),
        [LimitOf(OneStopApplication, "phone")],
        description=_l("書類に足りないものがあるとき、まちがかけることがあります。"),
        render_kw={"autocomplete": "tel", "inputmode": "tel"},
    )

    def validate_files_return(self, field: Any) -> None:
        """Who files a return needs no application, and one would be void."""
        if field.data == "yes":
            raise ValidationError(
                _("申告をする人は、ワンストップ特例を使えません。受領証明書を使って、すべての寄附を申告してください。")
            )

    def validate_birth_date(self, field: Any) -> None:
        """A day on which somebody may have been born."""
        if field.data and not (field.data.year >= _OLDEST and field.data <= today()):
            raise ValidationError(_("生年月日を確かめてください。例：1990-05-01"))

    def details(self) -> Details:
        """What was typed."""
        return Details(self.kana.data or "", self.birth_date.data, self.phone.data or "", self.elsewhere_count())

    def elsewhere_count(self) -> int:
        """Municipalities applied to elsewhere, as far as this form asks for them."""
        return 0


class GuestApplyForm(ApplyForm):
    """Who has no account keeps no list here: a number is asked for."""

    towns_elsewhere = NumberField(
        _l("ほかにワンストップ特例を使う市町村の数"),
        high=100,
        description=_l("この年に、ほかのサイトや窓口で申請した（する）市町村です。なければ0。"),
    )

    def elsewhere_count(self) -> int:
        """As it was told."""
        return self.towns_elsewhere.data or 0


class ElsewhereForm(Form):
    """A donation made on another site."""

    town_code = MunicipalityField(_l("寄附した市町村"), [Required()])
    amount = YenField(_l("寄附した額"), [Required()], low=1, high=1_000_000_000)
    uses_onestop = BooleanField(_l("この寄附でも、ワンストップ特例を使う"), default=True)


class MoveForm(Form):
    """A new name or address on the 住民票."""

    name = TextField(
        _l("いまの氏名"), [Required(), LimitOf(OneStopChange, "new_name")], render_kw={"autocomplete": "name"}
    )
    address = TextField(
        _l("いまの住所"),
        [Required(), LimitOf(OneStopChange, "new_address")],
        description=_l("住民票のとおりに、都道府県から。来年1月1日の住所が、住民税を納める市町村を決めます。"),
        render_kw={"autocomplete": "address-line1"},
    )
    changed_on = DayField(_l("変わった日"), [Required()], description=_l("引っ越しや改姓をした日です。"))

    def move(self) -> Move:
        """What was typed."""
        assert self.changed_on.data is not None
        return Move(self.name.data, self.address.data, self.changed_on.data)


class ReceiveForm(Form):
    """When a sheet arrived."""

    received_on = DayField(_l("届いた日"), [Required()])


class RefuseForm(Form):
    """Why; the donor reads it."""

    reason = ReasonField(
        _l("理由"),
        [Required(), LimitOf(OneStopApplication, "decision_reason")],
        description=_l(
            "そのまま本人に届きます。足りない書類や、直すところを書いてください。マイナンバーは書かないでください。"
        ),
        ready="onestop_refuse",
    )


class ScanForm(Form):
    """The code of one sheet, from a scanner or typed."""

    sheet = TextField(_l("整理番号かQRコード"), [Required()], render_kw={"autocomplete": "off"})


class ArrivalsForm(Form):
    """A heap of sheets: one code a line, all of the same day."""

    received_on = DayField(_l("届いた日"), [Required()])
    sheets = ParagraphField(
        _l("届いた申請書の整理番号"),
        [Required()],
        description=_l("1行に1つ。QRコードを続けて読み取ると、改行されて入ります。"),
        render_kw={"rows": 8},
    )
