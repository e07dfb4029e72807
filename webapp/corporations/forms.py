"""Forms of support corporations: the body, its designation, its first person, a reason."""

import unicodedata
from typing import Any

from wtforms import DateField, EmailField, SelectField, SelectMultipleField
from wtforms.validators import URL, Email, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from webapp.accounts.forms import AddressField
from webapp.accounts.models import User
from webapp.core.clock import today
from webapp.core.codes import is_corporate_number
from webapp.core.forms import (
    Chosen,
    DayField,
    Form,
    LimitOf,
    OptionalField,
    ParagraphField,
    Required,
    TextField,
    options,
)
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField
from webapp.core.trail import TrailReason
from webapp.corporations.designations.models import Designation
from webapp.corporations.models import Corporation, SupportTask
from webapp.municipalities.legal_forms import LEGAL_FORMS


def digits(typed: str | None) -> str | None:
    """A number without spaces and hyphens, in ASCII digits."""
    return "".join(c for c in unicodedata.normalize("NFKC", typed) if c not in " -‐") if typed else typed


class CorporationForm(Form):
    """A body as the register of corporate numbers knows it."""

    number = TextField(_l("法人番号"), [Required()], filters=[digits], description=_l("13桁の数字です。"))
    name = TextField(_l("名称"), [Required(), LimitOf(Corporation, "name")])
    kana = TextField(_l("名称（かな）"), [LimitOf(Corporation, "kana")])
    legal_form = SelectField(
        _l("法人の種類"), [Chosen()], choices=options((form.code, form.label) for form in LEGAL_FORMS.values())
    )
    representative = TextField(_l("代表者"), [LimitOf(Corporation, "representative")])
    seat = TextField(
        _l("住所"), [LimitOf(Corporation, "seat")], description=_l("登記された住所。空なら、事務所の所在地と同じです。")
    )
    address = TextField(_l("事務所の所在地"), [Required(), LimitOf(Corporation, "address")])
    website = TextField(
        _l("ウェブサイト"),
        [
            LimitOf(Corporation, "website"),
            OptionalField(),
            URL(message=_l("https:// から始まるアドレスを入力してください。")),
        ],
    )
    contact_email = EmailField(
        _l("連絡先メール"), [OptionalField(), Email(message=_l("メールアドレスの形を確かめてください。"))]
    )
    contact_phone = TextField(_l("電話"), [LimitOf(Corporation, "contact_phone")])
    about = ParagraphField(_l("活動の紹介"), [LimitOf(Corporation, "about")])

    def validate_number(self, field: Any) -> None:
        """The check digit must be right."""
        if not is_corporate_number(field.data or ""):
            raise ValidationError(
                _("法人番号は13桁で、先頭の数字で確かめられます。番号を見直してください。例：8700110005901")
            )

    def validate_website(self, field: Any) -> None:
        """Only addresses that a browser opens as a page."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_("https:// から始まるアドレスを入力してください。"))


class TasksField(SelectMultipleField):
    """The five tasks as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DesignationForm(Form):
    """From when and for what."""

    place = SelectField(_l("指定する市町村"), [Chosen()])
    designated_on = DateField(_l("指定した日"), [Required()], default=today)
    number = TextField(_l("指定の番号"), [LimitOf(Designation, "number")])
    tasks = TasksField(_l("業務"), [Chosen()], choices=options(SupportTask.choices()))
    area = TextField(_l("業務の区域"), [LimitOf(Designation, "area")], description=_l("例：市内全域"))
    notice_url = TextField(
        _l("公示のアドレス"),
        [
            LimitOf(Designation, "notice_url"),
            OptionalField(),
            URL(message=_l("https:// から始まるアドレスを入力してください。")),
        ],
    )


class InvitationForm(Form):
    """Who gets the first account."""

    place = SelectField(_l("指定した市町村"), [Chosen()])
    name = TextField(_l("お名前"), [Required()])
    email = EmailField(_l("メールアドレス"), [Required(), Email(message=_l("メールアドレスの形を確かめてください。"))])


class ColleagueForm(Form):
    """Whom the corporation's own people invite, from when until when; the view fills in the corporations."""

    organisation = SelectField(_l("所属"), [Chosen()])
    name = TextField(_l("名前"), [Required(), LimitOf(User, "display_name")])
    email = AddressField(_l("メールアドレス"))
    valid_from = DayField(_l("はじまる日"), [OptionalField()], description=_l("空のままなら、参加した日からです。"))
    valid_until = DayField(
        _l("おわる日"), [OptionalField()], description=_l("異動の日が決まっているときに入力します。")
    )


class LeavingForm(Form):
    """The last day of a colleague's role, and why it ends."""

    on = DayField(_l("おわる日"), [Required()], description=_l("この日まで使えます。"))
    reason = ReasonField(_l("理由"), [Required(), LimitOf(TrailReason, "text")], ready="staff")
