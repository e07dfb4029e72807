"""The form of a pledge: how much, who, and the agreement."""

from typing import Any

from wtforms import BooleanField
from wtforms.validators import DataRequired

from webapp.core.forms import Form, LimitOf, ParagraphField, Required, TextField, YenField
from webapp.core.i18n import lazy as _l
from webapp.municipalities.fields import MunicipalityField
from webapp.pledges.models import Pledge


class PledgeForm(Form):
    """One screen; the next one repeats everything before the payment page."""

    amount = YenField(
        _l("寄附の額"), [Required()], low=1, high=10_000_000, description=_l("2,000円から、いくらでも。例：10000")
    )
    donor_name = TextField(
        _l("氏名"),
        [Required(), LimitOf(Pledge, "donor_name")],
        description=_l("住民票のとおりに。受領証明書に載ります。"),
        render_kw={"autocomplete": "name"},
    )
    home_code = MunicipalityField(_l("住民票のある市町村"), [Required()])
    donor_address = TextField(
        _l("住所"),
        [Required(), LimitOf(Pledge, "donor_address")],
        description=_l("住民票のとおりに、都道府県から。受領証明書に載ります。"),
        render_kw={"autocomplete": "street-address"},
    )
    message = ParagraphField(_l("まちへの応援メッセージ"), [LimitOf(Pledge, "message")])
    shows_name = BooleanField(_l("応援者として名前を公開してもよい"))
    agrees = BooleanField(
        _l("上の内容を読み、寄附を申し出ます"),
        [DataRequired(_l("寄附の申出の内容を読んで、同意の欄に印を付けてください。"))],
    )

    def donor(self) -> dict[str, Any]:
        """Who gives, by the table's column."""
        names = ("donor_name", "donor_address", "home_code", "shows_name")
        return {name: self[name].data for name in names} | {"message": self.message.data or ""}
