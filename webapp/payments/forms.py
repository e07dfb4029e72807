"""Form of the desk of payments."""

from webapp.core.forms import Form, LimitOf, Required
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason


class SettleForm(Form):
    """What a person found out about a payment that does not fit."""

    reason = ReasonField(
        _l("確かめたことと、したこと"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("例：決済会社の画面で、全額を返金した。個人の名前は書かないでください。"),
        ready="payment",
    )
