"""What an administrator may ask of the trail."""

from typing import Any

from wtforms import SelectField
from wtforms.validators import Optional, ValidationError

from webapp.core.actor import Role
from webapp.core.chain_check import Noted
from webapp.core.forms import DayField, Form, NumberField, Required, TextField, options
from webapp.core.i18n import gettext as _
from webapp.core.i18n import lazy as _l
from webapp.core.trail import VISITOR
from webapp.tenancy.audit.queries import SYSTEM, Filter, kinds

#: so many letters of a sum are written down: 96 bits, which nobody can aim at
SHOWN = 24
SHORTEST = 16


class FilterForm(Form):
    """Kind, role and days; sent by GET."""

    kind = SelectField(_l("なにを"), [Optional()])
    role = SelectField(_l("だれが"), [Optional()])
    since = DayField(_l("いつから"), [Optional()])
    until = DayField(_l("いつまで"), [Optional()])

    class Meta(Form.Meta):
        """A question changes nothing and needs no token."""

        csrf = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in Role]
        self.kind.choices = options([("", _("すべて")), *kinds()])
        self.role.choices = options(
            [("", _("すべて")), *roles, (VISITOR, _("訪問者")), (SYSTEM, _("ふたまちの自動処理"))]
        )

    def asked(self) -> Filter:
        """The filter; what cannot be read is left out and its field says so."""
        self.validate()
        good = {field.name: field.data for field in self if not field.errors and field.data}
        return Filter(**{name: value for name, value in good.items() if name in Filter.__dataclass_fields__})


class NotedForm(Form):
    """A head that was written down earlier; sent by GET."""

    seq = NumberField(_l("控えた番号"), [Required()], low=1)
    sha256 = TextField(_l("控えた値"), [Required()], description=_l("空白は、あってもなくてもかまいません。"))

    class Meta(Form.Meta):
        """A question changes nothing and needs no token."""

        csrf = False

    def validate_sha256(self, field: Any) -> None:
        """At least the first 16 letters, hexadecimal."""
        typed = _close(field.data)
        if not SHORTEST <= len(typed) <= 64 or set(typed) - set("0123456789abcdef"):
            raise ValidationError(
                _("控えた値は、0〜9とa〜fの文字で、はじめの%(n)s字以上を入力してください。", n=SHORTEST)
            )

    def noted(self, code: str) -> Noted:
        """What was written down; call after validate()."""
        return Noted(code, self.seq.data or 0, _close(self.sha256.data))


def _close(typed: str | None) -> str:
    return "".join((typed or "").lower().split())


def in_groups(sha256: str) -> str:
    """The beginning of a sum in groups of four, to be written down."""
    return " ".join(sha256[place : place + 4] for place in range(0, SHOWN, 4))
