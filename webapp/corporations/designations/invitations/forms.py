"""The form in which a town asks a corporation to apply."""

from typing import Any

from wtforms import EmailField, SelectField
from wtforms.validators import Email, Optional, ValidationError

from webapp.core.codes import is_corporate_number
from webapp.core.forms import Chosen, Form, LimitOf, Required, TextField
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.corporations.designations.invitations.models import DesignationInvitation
from webapp.corporations.forms import digits


class InviteForm(Form):
    """Whom; the view fills in the towns."""

    place = SelectField(_l("市町村"), [Chosen()])
    number = TextField(_l("法人番号"), [Required()], filters=[digits], description=_l("13桁の数字です。"))
    name = TextField(_l("名称"), [Required(), LimitOf(DesignationInvitation, "name")])
    email = EmailField(
        _l("連絡先メール"),
        [Optional(), Email(message=_l("メールアドレスの形を確かめてください。"))],
        description=_l("入れると、呼びかけの手紙を送ります。"),
    )
    note = TextField(_l("メモ（まちの中だけ）"), [LimitOf(DesignationInvitation, "note")])

    def validate_number(self, field: Any) -> None:
        """The check digit must be right."""
        if not is_corporate_number(field.data or ""):
            raise ValidationError(
                _("法人番号は13桁で、先頭の数字で確かめられます。番号を見直してください。例：8700110005901")
            )
