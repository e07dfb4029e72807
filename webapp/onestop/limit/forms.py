"""The forms of the estimator: from the tax notice, or from a salary and a family. Nothing of them is stored."""

from typing import Any

from wtforms import BooleanField, SelectField

from webapp.core.clock import today
from webapp.core.forms import Chosen, Form, NumberField, Required, YenField, options
from webapp.core.i18n import lazy as _l
from webapp.onestop.limit import tables
from webapp.onestop.limit.rates import special_rate
from webapp.onestop.limit.reckoning import TaxPayer
from webapp.onestop.limit.salary import Household

HIGHEST = 1_000_000_000
_SPOUSES = (
    ("none", _l("いない・配偶者控除を受けない（共働きなど）")),
    ("ordinary", _l("配偶者控除を受ける（70歳未満）")),
    ("old", _l("配偶者控除を受ける（70歳以上）")),
)
DEPENDENTS = ("ordinary", "student", "old", "old_at_home")


def years() -> list[int]:
    """This year first; the years there is a table for."""
    known = {table.year for table in tables.TABLES}
    return sorted(known | {today().year}, reverse=True)


class _LimitForm(Form):
    """What both ways ask. Posted, not put into the address: incomes do not belong into the logs of a server."""

    year = SelectField(_l("寄附する年"), coerce=int)
    elsewhere = YenField(
        _l("この年に、ほかですでに寄附した額"),
        high=HIGHEST,
        description=_l("ほかのサイトや、まちの窓口での寄附です。なければ空けておきます。"),
    )
    planned = YenField(
        _l("これから寄附したい額"),
        high=HIGHEST,
        description=_l("入れると、そのうちいくらが戻るかを計算します。"),
    )
    remembers = BooleanField(
        _l("この目安を、寄附するときの注意に使う"),
        description=_l(
            "目安の額だけを、このブラウザに覚えておきます。年収や税額は覚えません。サインアウトすると消えます。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year.choices = [(year, str(year)) for year in years()]


class NoticeForm(_LimitForm):
    """From the 住民税決定通知書."""

    levy = YenField(
        _l("所得割額（市町村民税と道府県民税の合計）"),
        [Required()],
        high=HIGHEST,
        description=_l(
            "「税額」の欄の所得割です。ふるさと納税や住宅ローン控除を引く前の額（調整控除を引いたあと）を足してください。"
        ),
    )
    taxable = YenField(
        _l("課税総所得金額"),
        [Required()],
        high=HIGHEST,
        description=_l("「課税標準」の欄の総所得です。例：2330000"),
    )
    difference = YenField(
        _l("人的控除額の差の合計"),
        high=10_000_000,
        description=_l(
            "家族の控除の、所得税と住民税の差です。分からなければ空けてください（本人の分の5万円で計算します）。"
        ),
    )

    def payer(self) -> TaxPayer:
        """What decides about the limit."""
        difference = tables.BASIC_DIFFERENCE if self.difference.data is None else self.difference.data
        return TaxPayer(self.levy.data or 0, special_rate((self.taxable.data or 0) - difference), self.year.data)


class SalaryForm(_LimitForm):
    """From a salary and a family."""

    salary = YenField(
        _l("給与の年収（税や保険料を引く前）"),
        [Required()],
        high=HIGHEST,
        description=_l("源泉徴収票の「支払金額」です。例：5000000"),
    )
    social = YenField(
        _l("社会保険料（年）"),
        high=HIGHEST,
        description=_l("源泉徴収票の「社会保険料等の金額」です。空けておくと、年収の15%とみなします。"),
    )
    other_deductions = YenField(
        _l("そのほかの所得控除（年）"),
        high=HIGHEST,
        description=_l("iDeCo、生命保険料控除、障害者控除などの合計です。住宅ローン控除は入れません。"),
    )
    spouse = SelectField(_l("配偶者"), [Chosen()], choices=options(_SPOUSES), default="none")
    ordinary = NumberField(
        _l("16〜18歳・23〜69歳の扶養親族"), high=10, description=_l("15歳以下の子どもは数えません。")
    )
    student = NumberField(_l("19〜22歳の扶養親族"), high=10)
    old = NumberField(_l("70歳以上の扶養親族（別居）"), high=10)
    old_at_home = NumberField(_l("70歳以上の扶養親族（同居の親など）"), high=10)

    def household(self) -> Household:
        """What was told."""
        return Household(
            self.salary.data or 0,
            social=self.social.data,
            other_deductions=self.other_deductions.data or 0,
            spouse=self.spouse.data,
            dependents={name: self[name].data or 0 for name in DEPENDENTS},
        )


COMMON = ("year", "elsewhere", "planned")
NOTICE_PARTS = ((_l("住民税の通知書から"), ("levy", "taxable", "difference")), (_l("寄附のこと"), COMMON))
SALARY_PARTS = (
    (_l("収入と控除"), ("salary", "social", "other_deductions")),
    (_l("家族"), ("spouse", *DEPENDENTS)),
    (_l("寄附のこと"), COMMON),
)
