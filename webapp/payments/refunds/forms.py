"""Forms about giving money back."""

from webapp.core.forms import Form, LimitOf, Required, YenField
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.payments.models import PaymentRefund


class RefundForm(Form):
    """A proposal to give money back."""

    amount = YenField(_l("返す額"), [Required()], low=1, high=10_000_000)
    reason = ReasonField(
        _l("過誤納と判断した理由"),
        [Required(), LimitOf(PaymentRefund, "reason")],
        description=_l("例：同じ方が二回申し込んだ。個人の名前は書かないでください。"),
        ready="refund",
    )


class DeclineForm(Form):
    """Why it is not given back."""

    reason = ReasonField(_l("返金しない理由"), [Required(), LimitOf(PaymentRefund, "reason")], ready="refund_no")
