"""Forms of the owner's application, one for each screen, and of the town's decisions."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, EmailField, FloatField, RadioField, SelectField
from wtforms.validators import Email, ValidationError

from webapp.banks.homes.checks import CONDITIONS
from webapp.banks.homes.models import BankHome
from webapp.core.forms import (
    Chosen,
    DayField,
    Form,
    LimitOf,
    ManyField,
    NumberField,
    OptionalField,
    ParagraphField,
    Required,
    TextField,
    YenField,
    options,
)
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.corporations.files import LARGEST_MIB
from webapp.listings.forms import Marked
from webapp.listings.kinds.homes.address import why_too_fine
from webapp.listings.models import ConsentItem, Deal

_FACTS = ("layout", "floor_area", "built_year", "structure", "vacant_since", "note")
_EMAIL = Email(message=_l("メールアドレスの形を確かめてください。例：name@example.jp"))


class HomeForm(Form):
    """Where the house stands, what it is, what the owner wishes."""

    municipality_code = SelectField(
        _l("家のあるまち"), [Chosen()], description=_l("申請は、家のあるまちの担当者に届きます。")
    )
    private_address = TextField(
        _l("くわしい所在地（番地まで）"),
        [LimitOf(BankHome, "private_address"), Marked()],
        description=_l("まちの担当者と、調査する業者だけが見ます。公開しません。"),
    )
    public_address = TextField(
        _l("公開する所在地（字まで）"),
        [LimitOf(BankHome, "public_address"), Marked()],
        description=_l("例：大字奈良井"),
    )
    deal = RadioField(
        _l("どうしたいですか"),
        [OptionalField(), Marked()],
        choices=options((d.value, d.label) for d in (Deal.SALE, Deal.RENT, Deal.BOTH)),
    )
    price = YenField(_l("売りたい価格"), [OptionalField()])
    monthly_cost = YenField(_l("家賃（月）"), [OptionalField()])
    structure = TextField(_l("構造"), [Marked()], description=_l("例：木造2階建て"))
    layout = TextField(_l("間取り"), description=_l("例：5DK"))
    floor_area = FloatField(_l("建物の広さ（㎡）"), [OptionalField()])
    built_year = NumberField(_l("建てられた年（西暦）"), [OptionalField()], low=1600, high=2100)
    vacant_since = TextField(_l("空き家になった時期"), description=_l("例：2019年の春"))
    note = ParagraphField(_l("家のようす"), description=_l("直した所、傷んでいる所、残っている家財、雪や坂など"))

    def validate_public_address(self, field: Any) -> None:
        """No finer than its 字."""
        if field.data and (sentence := why_too_fine(field.data)):
            raise ValidationError(sentence)

    def answers(self) -> dict[str, Any]:
        """As columns, with the rest as facts."""
        columns = ("municipality_code", "private_address", "public_address", "price", "monthly_cost")
        found = {name: self[name].data for name in columns}
        deal = Deal(self.deal.data) if self.deal.data else None
        return {**found, "deal": deal, "facts": {name: self[name].data for name in _FACTS if self[name].data}}

    def validate_structure(self, field: Any) -> None:
        """As long as the listing takes."""
        if len(field.data or "") > 60 or len(self.layout.data or "") > 40:
            raise ValidationError(_("構造は60字、間取りは40字までにしてください。"))


class OwnerForm(Form):
    """Who the owner is; seen by the town's staff only."""

    owner_name = TextField(_l("お名前"), [LimitOf(BankHome, "owner_name"), Marked()])
    owner_kana = TextField(_l("フリガナ"), [LimitOf(BankHome, "owner_kana")])
    owner_address = TextField(_l("ご住所"), [LimitOf(BankHome, "owner_address"), Marked()])
    owner_email = EmailField(_l("メールアドレス"), [OptionalField(), _EMAIL, LimitOf(BankHome, "owner_email")])
    owner_phone = TextField(_l("電話番号"), [LimitOf(BankHome, "owner_phone"), Marked()])
    keeper = TextField(
        _l("家を管理して、開けてくれる人"),
        [LimitOf(BankHome, "keeper")],
        description=_l("名前と電話番号。調査する業者に伝えます。ご自身のときは「本人」と書いてください。"),
    )

    def answers(self) -> dict[str, Any]:
        """As columns."""
        return {name: value or "" for name, value in self.data.items() if name != "csrf_token"}


class ConditionsForm(Form):
    """What has to be so."""

    conditions = ManyField(_l("次のことを確かめてください"), [Marked()], choices=options(CONDITIONS.items()))

    def answers(self) -> dict[str, Any]:
        """As a column."""
        return {"conditions": self.conditions.data or []}


class ConsentForm(Form):
    """What may be made public and passed on."""

    consent_items = ManyField(
        _l("公開し、バンクの業務に使ってよい内容"), [Marked()], choices=options(ConsentItem.choices())
    )

    def answers(self) -> dict[str, Any]:
        """As a column."""
        return {"consent_items": self.consent_items.data or []}


class SendForm(Form):
    """The last screen."""

    is_true = BooleanField(_l("書いたことに、まちがいはありません。"), [Chosen()])


class PaperForm(Form):
    """One file."""

    file = FileField(
        _l("ファイル（PDF・JPEG・PNG）"),
        [FileRequired(_l("ファイルを選んでください。"))],
        description=_l("%(n)sメガバイトまで。紙の書類は、写真でもかまいません。", n=LARGEST_MIB),
    )


class ReasonForm(Form):
    """Why; the owner reads it."""

    reason = ReasonField(_l("理由"), [Required(), LimitOf(BankHome, "end_reason")], ready="home")


class WithdrawForm(Form):
    """Why, if the owner wants to say so."""

    reason = ParagraphField(_l("理由（なくてもかまいません）"), [LimitOf(BankHome, "end_reason")])


class AskForm(Form):
    """An owner without an account."""

    place = SelectField(_l("家のあるまち"), [Chosen()])
    name = TextField(_l("所有者のお名前"), [Required(), LimitOf(BankHome, "owner_name")])
    email = EmailField(_l("所有者のメールアドレス"), [Required(), _EMAIL])


class SurveyForm(Form):
    """Who looks at the house."""

    broker = SelectField(_l("調査を頼む業者"), [Chosen()])


class ReportForm(Form):
    """What the broker found."""

    on = DayField(_l("調査の日"), [Required()])
    text = ParagraphField(
        _l("調査の結果"),
        [Required(), LimitOf(BankHome, "survey")],
        description=_l("傷み、雨漏り、傾き、境界、必要な補修など"),
    )


class ContractForm(Form):
    """A contract made with the broker."""

    on = DayField(_l("成約の日"), [Required()])
    yen: Any = YenField(_l("金額（わかるとき）"), [OptionalField()])
    dual = BooleanField(_l("二地域居住者との契約です"))
