"""Forms of the counter: a code with a benefit, and the one button for a pass."""

from wtforms import HiddenField, SelectField
from wtforms.validators import Optional

from webapp.certificates.forms import CodeField
from webapp.core.errors import RuleBroken
from webapp.core.forms import Form, Required, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.ids import new_id


class OnceForm(Form):
    """A form that records once however often it is sent: its key is made when the page is."""

    key = HiddenField(default=new_id)

    def once(self) -> str:
        """The key. Raises RuleBroken when it is not as we made it."""
        key = self.key.data or ""
        if len(key) != 26 or not key.isalnum() or not key.isascii():
            raise RuleBroken(_("この画面は古くなっています。画面を開き直してから、記録してください。"))
        return key


class UseForm(OnceForm):
    """A code as the customer shows it: a pass names its benefit; only a certificate leaves it open, and then it is asked."""

    code = CodeField(
        _l("お客さまのコード"),
        [Required()],
        description=_l(
            "スマートフォンの「特典を使う」画面の8文字か、登録証の確認コード12文字、登録証のQRコードの中身を入れます。"
        ),
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )
    benefit_id = SelectField(_l("使う特典"), [Optional()], choices=())

    def must_choose(self, offered: list[tuple[str, str]]) -> None:
        """Ask which benefit it is."""
        self.benefit_id.choices = options([("", _("選んでください")), *offered])
        self.benefit_id.errors = [_("登録証のコードです。使う特典を選んでください。")]
