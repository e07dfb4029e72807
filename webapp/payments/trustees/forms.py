"""Forms about designations, in the words of the announcement."""

from typing import Any

from wtforms.validators import Optional

from webapp.core.forms import DayField, Form, LimitOf, ParagraphField, Required, TextField
from webapp.core.i18n import lazy as _l
from webapp.payments.trustees.models import PaymentTrustee

COLUMNS = (
    "name", "address", "revenues", "announced_on", "announcement", "starts_on", "ends_on", "notice_text",
)  # fmt: skip


class TrusteeForm(Form):
    """One designation as announced."""

    name = TextField(
        _l("名称"),
        [Required(), LimitOf(PaymentTrustee, "name")],
        description=_l("告示のとおりに。例：見本決済株式会社"),
    )
    address = TextField(_l("住所または事務所の所在地"), [Required(), LimitOf(PaymentTrustee, "address")])
    revenues = TextField(
        _l("納付事務の対象となる歳入"),
        [Required(), LimitOf(PaymentTrustee, "revenues")],
        description=_l("例：寄附金（ふるさと納税に係るもの）"),
    )
    announced_on = DayField(_l("告示の日"), [Required()])
    announcement = TextField(
        _l("告示の番号"), [Required(), LimitOf(PaymentTrustee, "announcement")], description=_l("例：告示第12号")
    )
    starts_on = DayField(_l("指定の始まる日"), [Required()])
    ends_on = DayField(_l("指定の最後の日"), [Optional()], description=_l("決まっていなければ空のままにします。"))
    notice_text = ParagraphField(
        _l("支払いの前に寄附者へ知らせる文"),
        [LimitOf(PaymentTrustee, "notice_text")],
        description=_l("名称と告示は自動で表示されます。ほかに知らせることがあれば書いてください。"),
    )

    def told(self) -> dict[str, Any]:
        """What was typed, by the table's column."""
        return {name: self[name].data for name in COLUMNS} | {"notice_text": self.notice_text.data or ""}


class EndForm(Form):
    """The last day."""

    last_day = DayField(_l("最後の日"), [Required()], description=_l("この日までの支払いを受け取れます。"))
