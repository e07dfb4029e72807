"""Forms of taking part: the operator's invitation, the town's own words, reasons."""

from wtforms import BooleanField
from wtforms.validators import Optional

from webapp.accounts.forms import AddressField
from webapp.accounts.models import User
from webapp.core.forms import Chosen, Form, LimitOf, ParagraphField, Required, TextField
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason
from webapp.municipalities.fields import MunicipalityField
from webapp.municipalities.models import Programme


class AdministratorForm(Form):
    """Who gets the letter."""

    name = TextField(_l("はじめの管理者の名前"), [Required(), LimitOf(User, "display_name")])
    email = AddressField(_l("はじめの管理者のメールアドレス"))


class InvitationForm(Form):
    """Which municipality is invited, which office answers, who starts."""

    code = MunicipalityField(_l("市町村"), [Required()])
    department = TextField(
        _l("担当する課"), [Required(), LimitOf(Programme, "department")], description=_l("例：企画課 移住定住係")
    )
    name = TextField(_l("はじめの管理者の名前"), [Required(), LimitOf(User, "display_name")])
    email = AddressField(_l("はじめの管理者のメールアドレス"))


class TownForm(Form):
    """What visitors read about the town's office."""

    department = TextField(_l("担当する課"), [Required(), LimitOf(Programme, "department")])
    contact_email = AddressField(
        _l("問い合わせ先のメールアドレス"),
        description=_l("まちのページに載り、お知らせも届きます。課で共有しているアドレスをおすすめします。"),
    )
    contact_phone = TextField(_l("問い合わせ先の電話番号"), [Optional(), LimitOf(Programme, "contact_phone")])
    message = ParagraphField(
        _l("まちからのことば"),
        [Optional(), LimitOf(Programme, "message")],
        description=_l(
            "はじめて見る人に、どんなまちで、どんな関わり方ができるかを伝えます。困りごとも書くと、合う人に届きます。"
        ),
    )


class LeavingForm(Form):
    """Why the town leaves, said knowingly."""

    reason = ReasonField(
        _l("終える理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("記録に残り、運営者に届きます。"),
        ready="town_leaves",
    )
    understood = BooleanField(_l("新しい登録・掲載・寄附の受付が、すぐに止まることを確かめました"), [Chosen()])


class ClosingForm(Form):
    """What the operator made sure of before closing the town's place."""

    reason = ParagraphField(
        _l("確かめた内容"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("例：データの書き出しが済んだことを、担当課に電話で確かめた。"),
    )


class SetAsideForm(Form):
    """Why a job is left undone."""

    reason = ParagraphField(
        _l("片づける理由"),
        [Required(), LimitOf(TrailReason, "text")],
        description=_l("例：送り先が存在しないことを電話で確かめた。個人の名前は書かないでください。"),
    )
