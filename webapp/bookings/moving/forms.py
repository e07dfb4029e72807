"""The form of other nights; for hours a button is enough."""

from webapp.core.forms import DayField, Form, Required
from webapp.core.i18n import lazy as _l


class StayForm(Form):
    """From when to when."""

    arrival = DayField(_l("到着の日"), [Required()])
    departure = DayField(_l("出発の日"), [Required()])
