"""The form of a gift."""

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, ValidationError

from webapp.core.forms import Chosen, Form, LimitOf, NumberField, ParagraphField, Required, TextField, YenField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.projects.gifts.models import Gift, GiftKind, Standard
from webapp.projects.gifts.rules import too_dear

#: things that can be turned into something else are forbidden as gifts
_REDEEMABLE = ("ポイント", "商品券", "ギフト券", "金券", "プリペイド", "電子マネー", "クーポン", "現金")


class GiftForm(Form):
    """What it is, what it costs, and why it counts as local."""

    kind = RadioField(_l("種類"), [Chosen()], choices=options(GiftKind.choices()), default=GiftKind.EXPERIENCE.value)
    title = TextField(_l("名前"), [Required(), LimitOf(Gift, "title")])
    about = ParagraphField(_l("説明"), [LimitOf(Gift, "about")])
    from_yen = YenField(_l("この額以上の寄附に"), [Required()], low=1, high=100_000_000)
    cost_yen = YenField(
        _l("調達費"),
        [InputRequired(_l("「調達費」を入力してください。"))],
        description=_l("1つを用意する費用です。寄附額の3割までです。"),
    )
    side_cost_yen = YenField(_l("送料など"), description=_l("1つを包んで送る費用です。なければ空けておきます。"))
    value_yen = YenField(_l("ふつうに買うときの値段"))
    standard = SelectField(_l("地場産品基準"), [Chosen()], choices=options(Standard.choices()))
    evidence = ParagraphField(
        _l("地場産品である根拠"),
        [Required(), LimitOf(Gift, "evidence")],
        description=_l("例：市内の工房で、塗りと仕上げのすべてをしている。"),
    )
    stock: Any = NumberField(_l("数"), low=0, high=1_000_000, description=_l("空けておくと、かぎりなく出します。"))
    municipality_code = ""

    def validate_title(self, field: TextField) -> None:
        """No points, tickets or money."""
        if any(word in (field.data or "") for word in _REDEEMABLE):
            raise ValidationError(_("ポイントや金券など、お金の代わりになるものは返礼品にできません。"))

    def validate_cost_yen(self, field: YenField) -> None:
        """Within its share of the donation."""
        if field.data is None or not self.from_yen.data:
            return
        if problem := too_dear(self.municipality_code, self.from_yen.data, field.data):
            raise ValidationError(problem)

    def values(self) -> dict[str, Any]:
        """What was typed, by the table's column."""
        names = ("kind", "title", "from_yen", "cost_yen", "standard", "evidence", "stock")
        typed = {name: self[name].data for name in names}
        return typed | {
            "about": self.about.data or "",
            "side_cost_yen": self.side_cost_yen.data or 0,
            "value_yen": self.value_yen.data or 0,
        }
