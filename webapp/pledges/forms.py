"""The forms of a pledge: how much, who gives, how it is paid and what is agreed."""

from typing import Any

from wtforms import BooleanField, RadioField, ValidationError
from wtforms.validators import DataRequired, InputRequired

from webapp.accounts.forms import AddressField
from webapp.core.errors import RuleBroken
from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, TextField, YenField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.municipalities.fields import MunicipalityField
from webapp.pledges import rules
from webapp.pledges.methods import closed_methods, open_methods
from webapp.pledges.models import ONLINE, PaymentMethod, Pledge
from webapp.projects.models import Project

#: what the second screen asks, by the table's column
DONOR_COLUMNS = ("donor_name", "donor_address", "home_code", "message", "email", "shows_name", "shown_name")


class AmountForm(Form):
    """The first screen."""

    amount = YenField(_l("寄附の額"), [InputRequired(_l("寄附の額を入力してください。"))], low=0)

    def for_project(self, project: Project) -> "AmountForm":
        """With the project whose rules hold."""
        self.project = project
        return self

    def validate_amount(self, field: YenField) -> None:
        """Say what a donation to this project may be."""
        if field.data is None:
            return
        try:
            rules.must_take(self.project, field.data)
        except RuleBroken as broken:
            raise ValidationError(broken.sentence) from None


class DonorForm(Form):
    """The second screen; without an account it asks where letters go."""

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
        render_kw={"autocomplete": "address-line1"},
    )
    email = AddressField(
        _l("メールアドレス"),
        description=_l(
            "受領証明書ができたことと、取り組みの報告をお知らせします。寄附のページを開くリンクも届きます。"
        ),
    )
    message = ParagraphField(
        _l("まちへの応援メッセージ"),
        [LimitOf(Pledge, "message")],
        description=_l(
            "まちが読んだあと、取り組みのページに載ることがあります。名前は、公開を選んだときだけ載ります。"
        ),
    )
    shows_name = BooleanField(_l("応援者として名前を公開してもよい"))
    shown_name = TextField(
        _l("公開する名前"),
        [LimitOf(Pledge, "shown_name")],
        description=_l("本名でなくてもかまいません。空のときは氏名を載せます。"),
    )

    def validate_donor_name(self, field: TextField) -> None:
        """A person's name, not a company's."""
        try:
            rules.must_be_a_person(field.data or "")
        except RuleBroken as broken:
            raise ValidationError(broken.sentence) from None

    def leave_out(self, *, has_account: bool, is_confidential: bool) -> "DonorForm":
        """Without what is not asked of this donor."""
        for name in (("email",) if has_account else ()) + (("shows_name", "shown_name") if is_confidential else ()):
            del self[name]
        return self

    def answers(self) -> dict[str, Any]:
        """Who gives, by the table's column; what was not asked stays empty, what cannot be is left out."""
        asked = [name for name in DONOR_COLUMNS if name in self and not self[name].errors]
        return {name: self[name].data or ("" if name != "shows_name" else False) for name in asked}


class ConfirmForm(Form):
    """The third screen."""

    method = RadioField(_l("支払い方法"), [Chosen()], validate_choice=False)  # what is closed is said why
    wants_gift = BooleanField(_l("返礼品を受け取る"))
    is_same = BooleanField(
        _l("氏名と住所は、住民票のとおりです"),
        [DataRequired(_l("住民票と同じか、上の氏名と住所を確かめて、印を付けてください。"))],
    )
    agrees = BooleanField(
        _l("寄附の申出の内容を読み、申し出ます"),
        [DataRequired(_l("寄附の申出の内容を読んで、同意の欄に印を付けてください。"))],
    )
    knows_limit = BooleanField(
        _l("控除の上限を超えるかもしれないことを承知しています"),
        [DataRequired(_l("控除の上限のお知らせを読んで、印を付けてください。額を変えることもできます。"))],
    )

    def for_pledge(self, project: Project, amount: int, *, warns: bool, offers_gift: bool) -> "ConfirmForm":
        """With the ways to pay that are open for so much; asks about limit and gift only where there is one."""
        self.project, self.amount = project, amount
        self.method.choices = options([(method.value, method.label) for method in open_methods(project, amount)])
        for name, is_asked in (("knows_limit", warns), ("wants_gift", offers_gift)):
            if not is_asked:
                del self[name]
        return self

    def validate_method(self, field: RadioField) -> None:
        """Say why a way to pay is closed: it may have closed since the page was opened."""
        chosen = next((method for method in ONLINE if method == field.data), None)
        if chosen is None:
            raise ValidationError(_("選択肢から選んでください。"))
        if reason := closed_methods(self.project, self.amount).get(chosen):
            raise ValidationError(reason)

    def choices(self) -> dict[str, Any]:
        """What was ticked so far, for who goes back; consent is asked for anew."""
        return {name: self[name].data for name in ("method", "wants_gift") if name in self}

    @property
    def chosen(self) -> PaymentMethod:
        """The way to pay."""
        return PaymentMethod(self.method.data)
