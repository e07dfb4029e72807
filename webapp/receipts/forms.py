"""Forms around receipts: a correction, and giving one again."""

from webapp.core.forms import Form, LimitOf, Required, TextField
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason
from webapp.receipts.models import Receipt


class CorrectForm(Form):
    """Name and address as they should stand, and why."""

    donor_name = TextField(_l("氏名"), [Required(), LimitOf(Receipt, "donor_name")])
    donor_address = TextField(_l("住所"), [Required(), LimitOf(Receipt, "donor_address")])
    reason = ReasonField(
        _l("直す理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("記録に残ります。寄附者には届きません。"),
        ready="receipt",
    )


class AgainForm(Form):
    """Why it is given again."""

    reason = ReasonField(
        _l("再発行の理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("例：郵送した紙が届かなかったため。記録に残ります。"),
        ready="receipt",
    )
