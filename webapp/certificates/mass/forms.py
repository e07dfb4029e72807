"""Forms of mass revocation: propose, drop."""

from wtforms import SelectField

from webapp.certificates.forms import CHOOSABLE
from webapp.certificates.mass.models import MassRevocation
from webapp.core.forms import Chosen, Form, LimitOf, Required, options
from webapp.core.i18n import lazy as _l
from webapp.core.reason_field import ReasonField


class ProposeForm(Form):
    """Why these certificates shall be revoked."""

    reason = SelectField(_l("取消しの理由"), [Chosen()], choices=options((r.value, r.label) for r in CHOOSABLE))
    note = ReasonField(
        _l("説明"),
        [Required(), LimitOf(MassRevocation, "note")],
        description=_l("本人に届く手紙にそのまま載ります。一人ひとりのことは書かないでください。"),
        ready="revoke",
    )


class DropForm(Form):
    """Why the proposal is dropped."""

    reason = ReasonField(_l("取りやめる理由"), [Required(), LimitOf(MassRevocation, "note")], ready="second_no")
