"""Forms of offline donations: one of them, a whole sheet, taking one back."""

from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.validators import InputRequired, Optional

from webapp.accounting.models import OfflineDonation
from webapp.accounting.offline.actions import METHODS, Offline
from webapp.accounts.forms import AddressField
from webapp.core.forms import Chosen, DayField, Form, LimitOf, Required, TextField, YenField, options
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.municipalities.fields import MunicipalityField
from webapp.pledges.models import PaymentMethod, Pledge
from webapp.projects.models import Project


class ProjectChoice(Form):
    """A form about one of the town's projects."""

    project = SelectField(_l("取り組み"), [Chosen()])

    def with_projects(self, projects: list[Project]) -> "ProjectChoice":
        """Among these."""
        self.project.choices = options([(each.id, each.title) for each in projects])
        return self


class OfflineForm(ProjectChoice):
    """One donation."""

    method = SelectField(
        _l("受け取り方"), [Chosen()], choices=options([(method.value, method.label) for method in METHODS])
    )
    amount = YenField(_l("金額"), [InputRequired(_l("金額を入力してください。"))], low=1)
    arrived_on = DayField(
        _l("受け取った日"), [Required()], description=_l("振込は口座に入った日、書留は届いた日です。受領日になります。")
    )
    sent_on = DayField(
        _l("振り込んだ日"), [Optional()], description=_l("銀行振込のときだけ。受領日をこの日とするまちで使います。")
    )
    source = TextField(
        _l("寄附サイトの名前"), [LimitOf(OfflineDonation, "source")], description=_l("ほかの寄附サイトのときだけ。")
    )
    number = TextField(
        _l("管理番号"),
        [Required(), LimitOf(OfflineDonation, "number")],
        description=_l("まちの台帳や寄附サイトの番号です。同じ番号は二度記録できません。"),
    )
    donor_name = TextField(_l("氏名"), [Required(), LimitOf(Pledge, "donor_name")])
    donor_address = TextField(_l("住所"), [Required(), LimitOf(Pledge, "donor_address")])
    home_code = MunicipalityField(_l("住民票のある市町村"), [Required()])
    email = AddressField(
        _l("メールアドレス"), [Optional()], description=_l("なければ空のままに。お知らせは印刷する手紙になります。")
    )

    def given(self) -> Offline:
        """What was typed."""
        assert self.arrived_on.data is not None  # it is required
        return Offline(
            amount=self.amount.data or 0,
            method=PaymentMethod(self.method.data),
            donor_name=self.donor_name.data or "",
            donor_address=self.donor_address.data or "",
            home_code=self.home_code.data or "",
            number=self.number.data or "",
            arrived_on=self.arrived_on.data,
            sent_on=self.sent_on.data,
            email=self.email.data or "",
            source=self.source.data or "",
        )


class OfflineSheetForm(ProjectChoice):
    """A sheet of them."""

    sheet = FileField(
        _l("表のファイル"),
        [FileRequired(_l("ファイルを選んでください。"))],
        description=_l("CSV（UTF-8・Shift_JIS）かExcel（.xlsx）。12MB、5,000行まで。"),
        render_kw={"accept": ".csv,.xlsx"},
    )


class TakeBackForm(Form):
    """Why one is taken back."""

    reason = ReasonField(
        _l("取り消す理由"),
        [Required()],
        description=_l("例：同じ寄附を二回記録した。個人の名前は書かないでください。"),
        ready="donation_back",
    )
