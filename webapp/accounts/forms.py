"""Forms about accounts: addresses, passwords, codes."""

import unicodedata
from typing import Any

from wtforms import BooleanField, HiddenField, PasswordField, SelectField, ValidationError
from wtforms.validators import Length, Optional

from webapp.accounts import passwords
from webapp.accounts.models import User
from webapp.core.actor import TOWN_ROLES, Role
from webapp.core.forms import DayField, Form, LimitOf, ParagraphField, Required, TextField, options
from webapp.core.i18n import LOCALES
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField


class AddressField(TextField):
    """An e-mail address, full-width characters folded, in lower case; its shape is checked."""

    def __init__(
        self, label: Any = None, validators: Any = None, *, autocomplete: str = "email", **kwargs: Any
    ) -> None:
        kwargs.setdefault(
            "render_kw",
            {"type": "email", "autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false"},
        )
        super().__init__(label, validators or [Required()], filters=[fold_address], **kwargs)

    def pre_validate(self, form: Any) -> None:
        """Hold the shape of an address that letters can reach."""
        from email_validator import EmailNotValidError, validate_email

        if not self.data:
            return
        try:
            validate_email(self.data, check_deliverability=False)
        except EmailNotValidError:
            raise ValidationError(
                _("メールアドレスの形になっていません。例：hanako@example.jp のように入力してください。")
            ) from None
        if len(self.data) > 254:
            raise ValidationError(_("メールアドレスが長すぎます。"))


def fold_address(typed: str | None) -> str | None:
    """Half-width, lower case, without spaces."""
    return unicodedata.normalize("NFKC", typed).replace(" ", "").lower() if typed else typed


class CurrentPasswordField(PasswordField):
    """A password that exists already; it is compared, never judged."""

    data: Any

    def __init__(self, label: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocomplete": "current-password"})
        super().__init__(label, [Required()], **kwargs)


class NewPasswordField(PasswordField):
    """A password being chosen."""

    data: Any

    def __init__(self, label: Any, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"autocomplete": "new-password"})
        kwargs.setdefault("description", _l("12文字以上。いくつかの言葉をつないだ文にすると、覚えやすく安全です。"))
        super().__init__(label, [Required()], **kwargs)


class PasswordChoice(Form):
    """A form with a new password; `words_about` are what it must not consist of."""

    password = NewPasswordField(_l("パスワード"))

    def words_about(self) -> list[str]:
        """The address and the name that the password must not be."""
        return [str(self[name].data or "") for name in ("email", "display_name") if name in self]

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is short or easily guessed."""
        weakness = passwords.weakness(field.data or "", *self.words_about())
        if weakness:
            raise ValidationError(weakness)


def _name_field() -> TextField:
    return TextField(
        _l("名前"),
        [Required(), LimitOf(User, "display_name")],
        description=_l("画面や手紙での呼び名です。あとで変えられます。"),
        render_kw={"autocomplete": "name"},
    )


class SignUpForm(PasswordChoice):
    """A new account."""

    display_name = _name_field()
    email = AddressField(_l("メールアドレス"), description=_l("確認のメールを送ります。"), autocomplete="username")
    password = NewPasswordField(_l("パスワード"))
    agreed = BooleanField(_l("利用のきまりと個人情報の扱いに同意します"), [Required(_l("登録には同意が必要です。"))])


class SignInForm(Form):
    """Address and password."""

    email = TextField(
        _l("メールアドレス"),
        [Required()],
        filters=[fold_address],
        render_kw={"type": "email", "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = CurrentPasswordField(_l("パスワード"))
    next = HiddenField()


class AddressForm(Form):
    """Where to send a letter."""

    email = AddressField(_l("メールアドレス"), autocomplete="username")


class TakeOverForm(Form):
    """The code from paper, and the address that is to be the account's."""

    code = TextField(
        _l("受け取りコード"),
        [Required(), Length(max=40)],
        description=_l("紙に書かれた12文字です。例：AC2D-EF3G-HJ4K"),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    email = AddressField(
        _l("あなたのメールアドレス"), description=_l("確認のメールを送ります。"), autocomplete="username"
    )


class NewPasswordForm(PasswordChoice):
    """A password chosen anew."""

    def __init__(self, *args: Any, about: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    password = NewPasswordField(_l("新しいパスワード"))

    def words_about(self) -> list[str]:
        """The person's address and name."""
        return [self.about.email, self.about.display_name] if self.about else []


class PasswordChangeForm(NewPasswordForm):
    """A password changed by who knows the old one."""

    current = CurrentPasswordField(_l("いまのパスワード"))
    password = NewPasswordField(_l("新しいパスワード"))


class PasswordForm(Form):
    """The password, to show that it is you."""

    current = CurrentPasswordField(_l("パスワード"))


class ProfileForm(Form):
    """How a person is called and which language they read."""

    display_name = _name_field()
    locale = SelectField(_l("画面と手紙の言語"), choices=options(LOCALES.items()))


class AddressChangeForm(PasswordForm):
    """A new address, confirmed by the password."""

    email = AddressField(_l("新しいメールアドレス"))
    current = CurrentPasswordField(_l("いまのパスワード"))


class CodeForm(Form):
    """Six digits of an authenticator app."""

    code = TextField(
        _l("6桁のコード"),
        [Required()],
        description=_l("認証アプリに出ている数字を入力してください。貼り付けもできます。"),
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class RecoveryCodeForm(Form):
    """One of the codes on paper."""

    code = TextField(
        _l("回復コード"),
        [Required()],
        description=_l("控えておいた10文字のコードです。小文字でもハイフンなしでもかまいません。"),
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"},
    )


class InvitationForm(PasswordChoice):
    """Name and password of an invited person without an account."""

    def __init__(self, *args: Any, email: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.address = email

    display_name = _name_field()
    password = NewPasswordField(_l("パスワード"))

    def words_about(self) -> list[str]:
        """The invited address and the typed name."""
        return [self.address, self.display_name.data or ""]


class InviteForm(Form):
    """Whom to invite where as what, from when until when; the view fills in the organisations."""

    organisation = SelectField(_l("所属"))
    name = TextField(_l("名前"), [Required(), LimitOf(User, "display_name")])
    email = AddressField(_l("メールアドレス"))
    role = SelectField(
        _l("役割"),
        choices=options((r.value, r.label) for r in (*TOWN_ROLES, Role.HUB, Role.PARTNER)),
        description=_l(
            "担当者は審査や公開を、管理者は職員と設定も扱います。ハブ人材は掲載をつくり、協力店は登録証を確かめます。"
        ),
    )
    valid_from = DayField(_l("はじまる日"), [Optional()], description=_l("空のままなら、参加した日からです。"))
    valid_until = DayField(_l("おわる日"), [Optional()], description=_l("異動の日が決まっているときに入力します。"))


class EndMembershipForm(Form):
    """The last day of a role, why it ends, and who goes on; the view fills in the colleagues."""

    on = DayField(_l("おわる日"), [Required()], description=_l("この日まで使えます。"))
    reason = ReasonField(_l("理由"), [Required()], render_kw={"rows": 3, "maxlength": 500}, ready="staff")
    successor = SelectField(
        _l("仕事を引き継ぐ人"),
        [Optional()],
        default="",
        description=_l("選ぶと、引き継ぎのメールが届きます。招待した人は、参加したあとに選べます。"),
    )
    note = ParagraphField(
        _l("引き継ぐ人に伝えたいこと"), [Optional(), Length(max=1000)], render_kw={"rows": 3, "maxlength": 1000}
    )


class ChangeRoleForm(Form):
    """The other role, from a day on."""

    role = SelectField(_l("新しい役割"), choices=options((r.value, r.label) for r in TOWN_ROLES))
    on = DayField(_l("変わる日"), [Required()], description=_l("この日から新しい役割になります。"))
    reason = ReasonField(_l("理由"), [Required()], render_kw={"rows": 3, "maxlength": 500}, ready="staff")


class ReasonForm(Form):
    """Why something is done to somebody else's account."""

    reason = ReasonField(_l("理由"), [Required()], render_kw={"rows": 3, "maxlength": 500}, ready="staff")
