"""Forms about giving money back."""

from webapp.core.forms import Form, LimitOf, ParagraphField, Required, YenField
from webapp.core.i18n import lazy as _l
from webapp.payments.models import PaymentRefund


class RefundForm(Form):
    """A proposal to give money back."""

    amount = YenField(_l("返す額"), [Required()], low=1, high=10_000_000)
    reason = ParagraphField(
        _l("過誤納と判断した理由"),
        [Required(), LimitOf(PaymentRefund, "reason")],
        description=_l("例：同じ方が二回申し込んだ。個人の名前は書かないでください。"),
    )


class DeclineForm(Form):
    """Why it is not given back."""

    reason = ParagraphField(_l("返金しない理由"), [Required(), LimitOf(PaymentRefund, "reason")])
