"""What a resident says about a suggestion."""

from wtforms import BooleanField, RadioField
from wtforms.validators import Optional

from webapp.core.forms import Form, options
from webapp.core.i18n import lazy as _l
from webapp.matches.models import WhyNotNow


class InterestForm(Form):
    """興味あり: whether the place may learn the person's name."""

    shows_name = BooleanField(_l("私の名前を伝える"))


class NotNowForm(Form):
    """今は違う: why, if the person cares to say."""

    reason = RadioField(_l("理由"), [Optional()], choices=options([(why.value, why.label) for why in WhyNotNow]))

    @property
    def why(self) -> WhyNotNow | None:
        """The reason chosen."""
        return WhyNotNow(self.reason.data) if self.reason.data else None
