"""Forms of decisions about money."""

from webapp.core.forms import Form, LimitOf, ParagraphField, TextField, YenField
from webapp.core.i18n import lazy as _l
from webapp.projects.forms import MOST_YEN
from webapp.projects.line_fields import BudgetField
from webapp.projects.settlement.models import Subsidy


class DecideForm(Form):
    """What raising cost, and the decision's number."""

    costs = BudgetField(
        _l("募集にかかった経費"),
        description=_l("決済の手数料のほかに、かかった経費です。「費目（空白）金額」の形で、1行に1つ書いてください。"),
    )
    number = TextField(_l("決定の番号"), [LimitOf(Subsidy, "number")], description=_l("例：企第123号"))
    reason = ParagraphField(_l("決定の理由"), [LimitOf(Subsidy, "reason")])


class SettleForm(Form):
    """What the proposer paid itself, and what becomes of the rest."""

    own_yen = YenField(
        _l("取り組む人たちが出したお金"), low=0, high=MOST_YEN, description=_l("なければ空けておきます。")
    )
    use_of_rest = ParagraphField(
        _l("残りの使いみち"),
        [LimitOf(Subsidy, "use_of_rest")],
        description=_l("残りがあるときは、寄附の前に約束した使いみちを書きます。公開されます。"),
    )
    reason = ParagraphField(_l("確定の理由"))
