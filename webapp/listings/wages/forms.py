"""The form with which a clerk confirms a wage."""

from webapp.core.forms import Form, LimitOf, Required, TextField
from webapp.core.i18n import lazy as _l
from webapp.listings.wages.models import WageCheck


class WageForm(Form):
    """How a clerk made sure of a wage."""

    note = TextField(
        _l("確かめた方法"),
        [Required(), LimitOf(WageCheck, "note")],
        description=_l("例：労働局の公表資料（2026年10月）と、募集者への電話"),
    )
