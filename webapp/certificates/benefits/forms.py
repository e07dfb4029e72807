"""Forms of benefits: offer one, record its use."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import Optional

from webapp.certificates.benefits.models import Benefit
from webapp.certificates.forms import CodeField
from webapp.core.forms import Chosen, DayField, Form, LimitOf, NumberField, ParagraphField, Required, TextField
from webapp.core.i18n import lazy as _l


class BenefitForm(Form):
    """What a partner offers."""

    municipality_code = SelectField(_l("市町村"), [Chosen()])
    partner_name = TextField(_l("協力店・施設の名前"), [Required(), LimitOf(Benefit, "partner_name")])
    title = TextField(_l("特典"), [Required(), LimitOf(Benefit, "title")], description=_l("例：コワーキング1日無料"))
    conditions = ParagraphField(_l("条件"), [LimitOf(Benefit, "conditions")])
    times_a_month = NumberField(_l("1か月に使える回数"), [Required()], low=1, high=31, default=1)
    ends_on = DayField(_l("終了日"), [Optional()])

    def values(self) -> dict[str, Any]:
        """What was typed, by the table's column."""
        names = ("municipality_code", "partner_name", "title", "conditions", "times_a_month", "ends_on")
        return {name: self[name].data for name in names} | {"conditions": self.conditions.data or ""}


class UseForm(Form):
    """A partner records a use: which benefit, whose certificate."""

    benefit_id = SelectField(_l("特典"), [Chosen()])
    code = CodeField(_l("確認コード"), [Required()], description=_l("お客さまの登録証のQRコードの下にある12文字です。"))
