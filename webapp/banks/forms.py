"""Forms of running a bank: founding, describing, towns, brokers, costs."""

from typing import Any

from wtforms import BooleanField, EmailField, SelectField
from wtforms.validators import Email, Regexp, ValidationError

from webapp.banks import licences
from webapp.banks.models import AkiyaBank, BankBroker, BankMember
from webapp.banks.sharing import Split
from webapp.core.errors import RuleBroken
from webapp.core.forms import (
    Chosen,
    Form,
    LimitOf,
    NumberField,
    OptionalField,
    ParagraphField,
    Required,
    TextField,
    YenField,
)
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField

_MARK = Regexp(r"[A-Za-z0-9]+", message=_l("半角の英字と数字だけで書いてください。例：MATSU、01"))


class FoundForm(Form):
    """A new bank."""

    place = SelectField(_l("中心のまち"), [Chosen()])
    name = TextField(_l("バンクの名前"), [Required(), LimitOf(AkiyaBank, "name")])
    prefix = TextField(
        _l("圏域の記号"),
        [Required(), LimitOf(AkiyaBank, "prefix"), _MARK],
        description=_l("登録番号の先頭です。番号は「圏域-市町-連番」になります。例：MATSU-01-001"),
    )
    label = TextField(
        _l("中心のまちの記号"), [Required(), LimitOf(BankMember, "label"), _MARK], description=_l("例：01")
    )


class DescribeForm(Form):
    """What everybody reads."""

    name = TextField(_l("バンクの名前"), [Required(), LimitOf(AkiyaBank, "name")])
    operator = TextField(
        _l("運営を任せる団体"), [LimitOf(AkiyaBank, "operator")], description=_l("まちが自ら運営するときは空欄")
    )
    about = ParagraphField(_l("案内"), [LimitOf(AkiyaBank, "about")])
    rules = ParagraphField(_l("利用のきまり"), [LimitOf(AkiyaBank, "rules")])
    contact = TextField(_l("問合せ先"), [LimitOf(AkiyaBank, "contact")])


class InviteForm(Form):
    """Another town."""

    place = SelectField(_l("参加を呼びかけるまち"), [Chosen()])
    label = TextField(_l("まちの記号"), [Required(), LimitOf(BankMember, "label"), _MARK], description=_l("例：02"))


class LeaveForm(Form):
    """Why a town leaves."""

    reason = ReasonField(_l("理由"), [Required(), LimitOf(AkiyaBank, "about")], ready="cooperation")


class PeopleForm(Form):
    """A town's population, for sharing costs."""

    population: Any = NumberField(_l("人口"), [Chosen()], low=1, high=20_000_000)
    source = TextField(
        _l("出典"), [Required(), LimitOf(BankMember, "population_source")], description=_l("例：令和2年国勢調査")
    )


class BrokerForm(Form):
    """A licensed broker."""

    name = TextField(_l("商号"), [Required(), LimitOf(BankBroker, "name")])
    licence = TextField(
        _l("宅建業の免許番号"),
        [Required(), LimitOf(BankBroker, "licence")],
        description=_l(
            "免許証のとおりに。例：長野県知事（3）第1234号。国土交通省の検索で、有効なことを確かめてください。"
        ),
    )
    association = TextField(_l("所属の団体"), [LimitOf(BankBroker, "association")])
    contact = TextField(_l("担当者"), [LimitOf(BankBroker, "contact")])
    email = EmailField(
        _l("メールアドレス"),
        [
            Required(),
            Email(message=_l("メールアドレスの形を確かめてください。例：name@example.jp")),
            LimitOf(BankBroker, "email"),
        ],
    )
    phone = TextField(_l("電話番号"), [LimitOf(BankBroker, "phone")])
    is_active = BooleanField(_l("いま協力している"))

    def validate_licence(self, field: Any) -> None:
        """In the shape of a licence number."""
        try:
            licences.read(field.data or "")
        except RuleBroken as broken:
            raise ValidationError(broken.sentence) from broken


class CostForm(Form):
    """A year's cost and how it is shared."""

    fiscal_year: Any = NumberField(_l("年度（西暦）"), [Chosen()], low=2000, high=2100)
    total: Any = YenField(_l("費用の合計"), [Required()], high=10_000_000_000)
    equal: Any = NumberField(_l("均等割（%）"), [OptionalField()], high=100)
    population: Any = NumberField(_l("人口割（%）"), [OptionalField()], high=100)
    homes: Any = NumberField(_l("戸数割（%）"), [OptionalField()], high=100)

    @property
    def split(self) -> Split:
        """The percentages; an empty field is none."""
        return Split(self.equal.data or 0, self.population.data or 0, self.homes.data or 0)

    def validate_homes(self, field: Any) -> None:
        """They make the whole."""
        split = self.split
        if split.equal + split.population + split.homes != 100:
            raise ValidationError(_("均等割・人口割・戸数割を合わせて100%にしてください。"))
