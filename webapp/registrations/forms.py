"""Forms of an applicant around an application: begin, take back, erase."""

from wtforms.validators import Optional

from webapp.core.forms import Form, LimitOf, ParagraphField
from webapp.core.i18n import lazy as _l
from webapp.registrations.models import Registration


class WithdrawForm(Form):
    """Why the applicant takes it back, if they like to say."""

    reason = ParagraphField(
        _l("理由"), [Optional(), LimitOf(Registration, "decision_reason")], description=_l("書かなくてもかまいません。")
    )
