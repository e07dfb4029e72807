"""The form in which a corporation notifies a change."""

from wtforms.validators import Optional

from webapp.core.forms import DayField, Form, LimitOf, Required, TextField
from webapp.core.i18n import lazy as _l
from webapp.corporations.models import Corporation


class ChangeForm(Form):
    """Name, seat and office as they will be, and from when."""

    name = TextField(_l("名称"), [Optional(), LimitOf(Corporation, "name")])
    seat = TextField(_l("住所"), [Optional(), LimitOf(Corporation, "seat")])
    address = TextField(_l("事務所の所在地"), [Optional(), LimitOf(Corporation, "address")])
    effective_on = DayField(
        _l("変わる日"), [Required()], description=_l("あすからの日です。変わる前に届け出る決まりです。")
    )
