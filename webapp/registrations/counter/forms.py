"""What a clerk notes at the counter: kind of document and day. There is no field for a number."""

from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from webapp.core.forms import Chosen, DayField, Form, LimitOf, Required, options
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason
from webapp.identity.models import DocumentKind


class CounterForm(Form):
    """One check at the counter."""

    document_kind = RadioField(_l("見せてもらった書類"), [Chosen()], choices=options(DocumentKind.choices()))
    seen_on = DayField(_l("確かめた日"), [Required()])
    is_same = BooleanField(
        _l("書類のお名前と生年月日が、申請と同じでした"),
        [
            InputRequired(
                _l("書類と申請が同じことを確かめてから、記録してください。違うときは、補正をお願いしてください。")
            )
        ],
    )
    address_matches = BooleanField(_l("書類の住所の市区町村も、申請と同じでした"))


class WithdrawForm(Form):
    """Why a check at the counter is taken back."""

    reason = ReasonField(_l("取り消す理由"), [Required(), LimitOf(TrailReason, "text")], ready="end")
